"""Training of committee members: planned, members asked, held with sign-in, and each one's result.

Verbs (`lifecycle.py`): plan, amend, ask members, note the results, cancel. `actions.py` writes, `admin.py` is the desk,
`sheets.py` its list as a workbook, `api.py` the API.
"""
