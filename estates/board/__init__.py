"""The disclosure board (信息公示栏): what has to hang in an estate, what hangs, and what somebody objects to.

- The city's list (`BoardItem`) is data, shipped as `estates/data/board_items.csv`: cycle, term, article.
- `opening.py`: the night opens an entry for each estate and item that comes due. `periods.py` has the calendar.
- `lifecycle.py` has three tables of verbs. Entries (`actions.py`): put_up, add_proof, find_complete, find_faulty.
  Faults (`faults.py`, found at night by `looking.py`): report, find_so, find_unfounded, note_put_right, decide, revoke.
  Objections (`objections.py`): file, answer, set_aside; `erasing.py` forgets who filed them.
- `pages.py` is for companies and officers on a phone, `objecting.py` for everybody. `admin.py`, `sheets.py`: the desk.
- `telling.py`: what an estate's page is told. `estates/evidence.py`: what `credit` is told.

An estate owes a board while a company or a specialised unit serves it. Who that is, is known upstairs.
"""
