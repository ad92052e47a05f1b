"""What a company owes its owners' self-government, and did not do: reported, checked, put right or decided.

An officer or a committee's member reports it. An officer of the district or the bureau checks it, hears the company
and orders it put right; when that day is over, another one decides. Only what was not put right counts, and
`evidence.py` of this app tells it to the floors above.

Verbs (`lifecycle.py`): report, find_so, find_unfounded, note_put_right, decide, revoke. `actions.py` writes, `admin.py`
is the officers' desk.
"""
