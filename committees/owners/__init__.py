"""Whose the homes are: heads, the people behind each, sales.

`people.py` says when two are the same head; `heads.py` counts; `actions.py` has the verbs: take_over (a whole list),
register_home, transfer, correct, look_at, remove_home. `sheets.py` is the workbook, `erasing.py` forgets whoever left,
`admin.py` is the desk. Names and phones are sealed; of a document number a digest is kept.
"""
