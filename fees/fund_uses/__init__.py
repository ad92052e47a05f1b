"""Uses of the maintenance fund: from a proposal to the settled and posted account, or the road of an emergency.

Start with `tests/stories/test_one_fund_use.py`, then the table of moves in `lifecycle.py`.

- `law.py`: what the city's rules of a day allow, and the lines that follow from a budget, exact to the fen.
- `actions/`: the verbs. `preparing.py` (homes, quotes), `telling.py` (notice, vote), `deciding.py` (street, bureau),
  `carrying.py` (advance, acceptance, audit, bill, payment). `checking.py` says what is missing, `votes.py` which
  decision of the owners serves.
- `admin.py`: the officers' desk. `pages.py`: the committee's desk for a phone, and the page that everybody reads.
- `telling.py`: what the page of an estate says of its uses.
"""
