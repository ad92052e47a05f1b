"""Forming a committee: from an application to a committee that has been chosen and files itself with the street.

Three ways (`FormationKind`): the first assembly, a re-election, and naming a management committee. Verbs
(`lifecycle.py`): apply, check, form the group, post it, gather and check candidates, announce, vote, take the result.

The law is a value, `law.FormingLaw`, as `committees.terms` reads it for a day. What it says is calculated in
`conditions.py` (may an assembly be held?), `composition.py` (is a body of these people lawful?), `eligibility.py` (may
this person stand?) and `guide.py` (what is due next, by which article and day, what is missing?). `actions/` writes and
refuses what the law of that day forbids, with its article; `facts.py` puts a formation into the words of `guide.py`.
"""
