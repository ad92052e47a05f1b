"""The renovation of old estates (老旧小区改造): the plan of a year, its works, what they cost, before and after.

Verbs (`lifecycle.py`): plan, begin, report_progress, finish, accept, drop; `actions.py` writes and keeps the estate's
own `renovation` in step. `pages.py` shows a renovation and its pictures to anybody, `sheets.py` takes plans from files.
"""
