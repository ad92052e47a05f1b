"""What is to be inspected and put right, on a phone: for staff of companies, and for officers out on the street.

`pages.py`: the list of what is due, and a page each to report an inspection and a hazard that was removed. The verbs
are those of `equipment` and `safety`.
"""
