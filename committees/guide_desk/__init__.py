"""The street's desk for committees that come to be: formations step by step, candidates, filings.

- `admin.py`: the list with what is due next, and the page of a formation; `steps.py` puts its steps into words,
  `buttons.py` and `forms.py` ask for its verbs.
- `candidates.py`: who stands, condition by condition.
- `filings.py`: the worklist of filings, their papers, the answer; `papers.py` hands a paper out.
- `homes.py`: whose home is meant when somebody types `3-2-501`.
"""
