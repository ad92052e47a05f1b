"""Service standards (服务标准) as data, and the level that each estate was found to have on site (现场核定).

- A standard is levels by areas of service, with promises. `rank` says which level is more: 1 is the least, whichever
  way cities name them. Drafts are worked on; a published edition stands still, and the next one takes its place.
- `table_file.py`: a standard with its guide prices as one readable file; `data/tables/` has those that are known.
- Verbs (`actions.py`): draft_table, publish, verify_level, strike_level. `admin.py`, `sheets.py` (levels of estates),
  `promises.py` (whole standards): the doors.
- `telling.py`: what an estate's level promises, for its page.
"""
