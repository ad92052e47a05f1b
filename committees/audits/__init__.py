"""Audits of a committee's accounts by somebody from outside: yearly, at the end of a term, when the treasurer leaves.

`actions.py` writes; whose audit is due says `committees/meetings/queries.py`.
"""
