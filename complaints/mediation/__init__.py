"""Mediation: a committee of a community, street, district or the city brings two parties to one table, free of charge.

Verbs (`lifecycle.py`): apply, take on or not, sit, extend once with both parties' consent, agree, have the court
confirm, fail, end, go on one level higher. Nothing here holds up a complaint, and anybody
may sue at any time: `end` notes it.

`actions.py` writes, `queries.py` says who sees it; the desk is `admin.py`, the API `api.py`.
"""
