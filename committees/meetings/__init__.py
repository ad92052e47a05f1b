"""Meetings of a committee: called, held by more than half of its members, decided by more than half of all, posted.

Verbs (`lifecycle.py`): call, note who was there, put a decision down, post the minutes, or note that it did not take
place. `actions.py` writes; `law.py` has every figure of a committee in office with its article, `terms.py` reads them
for a day; `standing.py` says whether a committee may still act and who has a seat; `queries.py` finds the idle ones and
the audits that are due. The API is `committees/api/meetings.py`, the committee's own pages `committees/desk/`.
"""
