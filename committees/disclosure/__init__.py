"""Disclosure of duty (履职公开): each half-year who sits in the committee, how often it met and sealed, and
whether members pay their own fees.

`periods.py` says which half-years there are and which is next; `actions.py` writes.
"""
