"""The desk of a company's staff, made for a phone: what was dispatched to them, by due time.

- `doors.py`: who may come in, and whose cases lie there. `pages.py`: the list, one case, the look at who filed.
- `acts.py`: contact, answer, ask for time, hand back, appeal: a page each, tied to its action.
- `reading.py`: one case as the company reads it.
- `admin.py`: in the web admin, the desk on which officers decide appeals.

Only their own cases; any other is not there (404). Officers work in the web admin (`complaints.desk`).
"""
