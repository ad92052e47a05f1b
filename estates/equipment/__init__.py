"""Shared equipment of estates (lifts, fire protection, water tanks) and when its next inspection is due.

Verbs (`actions.py`): `register`, `amend`, `report_check`, `correct_check`, `retire`. Companies report what is theirs
to keep, officers what they saw. `due.py` says from the city's rules how long an inspection lasts.
"""
