"""What residents say: from the poster in the stairwell to an answer that somebody confirmed.

Verbs (`lifecycle.py` is the one table): file, accept or refuse, dispatch, contact, answer, review, confirm or deny,
check, close; beside that road ask, join, extend, hand back, withdraw, reopen, escalate.

To follow one complaint: `models/complaints.py`, `lifecycle.py`, `actions/filing.py`, then
`tests/stories/test_one_complaint.py`. When each part is due: `clocks.py` calculates with
`accounts/workdays.py`, `terms.py` asks the city.

Rooms for people: `reporting/` (residents file), `following/` (they follow), `posters/` (the QR code that leads there),
`desk/` (officers), `company_desk/` (companies), `api/`, `open311/`, `hotline/` (12345). Rooms for the work: `photos/`,
`captcha/`, `notices/`, `mediation/`; `similar.py` and `flooding.py` look through what comes in; `evidence.py` is what
`credit` learns; `figures.py` counts once a day, `telling.py` says what of it everybody is told.
"""
