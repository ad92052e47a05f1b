"""Papers: Word documents about filings, votes and postings, from templates that the bureau can edit.

- Verbs (`actions.py`): `make` and `hand_out` a paper, `look_at` one, `keep_template`, `withdraw_template`, `erase_old`.
  Each paper has a number, a digest that stays, and a code that leads to `/papers/<number>/`. Start here.
- What stands on one: `kinds.py` (who may make and see which), `fields.py` (the words of a template, with examples),
  `contents.py` with `outcomes.py`, `letters.py` and `words.py` (their values, gathered from the records; rooms
  upstairs put in what they gather for kinds of theirs).
- How it is made: `shipped.py` and `forms/` (what the portal came with, drawn by `drafting.py`), `rendering.py` (jinja's
  sandbox), `checking.py` (what an uploaded template may hold: read as a tree, never run, until nothing odd is in it).
- `store.py`: where files lie, encrypted. Letters with codes are handed out once and kept nowhere.
- The doors: `pages.py` (anybody checks a paper or a file), `admin.py`, `tasks.py`.
"""
