"""The places: housing estates (小区), their buildings and homes.

- `models/`: `Estate`, `Building`, `Home`. An estate's code is its county (6 digits) + street (3) + serial (4).
- `queries.py`: `visible_to(user)`, `within(region)`, `find(text)` by name, former name, address, pinyin initials.
- `belonging.py`: whose an estate is besides its officers'; the floors above say so.
- Verbs (`actions.py`): `register_estate`, `amend_estate`, `register_building`, `amend_building`.
- `sheets.py`: the Excel and CSV registers. `api/`, `admin.py`: the doors.

What an estate lives through has rooms of its own: `equipment/` (and when it is due), `renovation/`, `safety/`
(campaigns and hazards), `basic_service/`; `upkeep/` is their desk on a phone, `telling.py` what everybody reads of
them, `life_sheets.py`, `life_desk.py` and `life_filters.py` what their doors share; `reports_desk.py` is the desk of
what is reported and worked through, here and upstairs.

Who manages an estate is the contract's answer, upstairs in `enterprises`.
"""
