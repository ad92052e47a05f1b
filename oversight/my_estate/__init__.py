"""“My estate”: everything that is said of one estate, gathered from the floors below, and how its page is kept.

- `gathering.py`: asks every room what it tells of the estate, and puts it as the page needs it. `charges.py`: the fee
  beside its peers, on a `ruler.py`. `unreported.py`: who owes what is missing.
- `citywide.py`: what all these pages read, kept in memory under its version.
- `version.py`: a fingerprint of all rows that the page is made of. `keeping.py`: pages are kept in the cache under it,
  so that a kept page is never an old one, and no room has to say that it changed something.
"""
