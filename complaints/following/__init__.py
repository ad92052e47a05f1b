"""The resident's pages: a complaint followed with its number and secret.

`opening.py`: the form, with a brake on guessing; it hands out the cookie of `keys.py`, and only that opens a case.
`keeping.py`: number, secret and QR to keep. `numbers.py`: numbers as people type them.
`case.py`: one case at a glance, put together from `turns.py` (whose turn), `deadline.py` (in time or late),
`strip.py` (the working days), `timeline.py` (what happened) and `ladder.py` (street, district, city).
`deeds.py`: what the resident may do: add, confirm, deny, withdraw, rate, ask to reopen.
"""
