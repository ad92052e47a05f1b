"""What is odd about fees and money: found by machine every night, worked through by officers.

- `checks/`: pure questions to the registers of a day (`look(on) -> Trouble`), listed in `machine.py` with those of the
  other rooms. `positions.py`: every estate's price beside its peers, set-based. `wording.py`: what a finding says, and
  by which article.
- `actions.py`: `look_over` opens what is new and closes what is gone; then ask, explain, find_so, find_unfounded,
  note_put_right, decide, revoke (`lifecycle.py`). Only what was decided, by somebody else than who checked it, counts.
- `telling.py`: an estate's peers for its page. `admin.py`: the officers' desk.

A finding is a question to a company, never a judgement: peers that pay less prove nothing yet.
"""
