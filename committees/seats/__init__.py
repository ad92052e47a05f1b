"""Seats: who sits in a committee, who leaves, who moves up; how a committee ends and hands over.

`actions.py` has the verbs: choose officers, post the members' names, remove a member, fill a seat, end, dissolve, hand
over. Leaving is by one of the grounds of `grounds.py`, each looked into. `warnings.py` gives each warning once: terms
that run out, filings and handovers that are late, too few members.
"""
