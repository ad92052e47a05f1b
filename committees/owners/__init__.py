"""Whose the homes are: heads, the people behind each, sales.

`people.py` says when two are the same head; `heads.py` counts; `actions/` has the verbs: take_over (a whole list),
enter_home, transfer, correct, look_at, strike_home. `sheets.py` is the workbook, `cells.py` reads what stands in one of
its cells, `erasing.py` forgets whoever left, `admin.py` and `forms.py` are the desk. Names and phones are sealed; of a
document number a digest is kept.
"""
