"""Fee filings (收费备案): what a company files to charge at an estate, and the district's answer.

draft > submitted > accepted; or returned (and handed in again), refused, withdrawn.

- `missing.py`: what still stands in the way, each with its field and article. A company reads it while it fills in a
  draft; handing in and accepting insist on it.
- Verbs (`lifecycle.py`, `actions.py`): draft, amend, set_items, add_paper, submit, accept, give_back, refuse, withdraw.
- `desk/`: the company's pages, made for a phone. `admin.py`, `item_desk.py`: the officers' desks. `sheets.py`: the
  register as Excel.

At most one accepted filing holds at an estate on any day, and nobody accepted it who had a hand in it: the database
says so.
"""
