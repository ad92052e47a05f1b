"""The desk of committees: who is in office, whose term runs out, who is idle, whose audit is due.

- `admin.py`: the list and the page of a committee; `filters.py` the questions of the street and the bureau.
- `buttons.py` and `forms.py`: officers, leaving, filling a seat, the end, the handover, a filing, an audit.
- `members.py`: who sits where, without names. `sheets.py`: committees and members from a workbook.
- `coverage.py`: counties and streets side by side, with a list behind every number.
"""
