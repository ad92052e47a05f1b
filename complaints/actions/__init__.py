"""The verbs of complaints. Each locks the case, asks the table of moves, writes a step and the audit line.

- `filing.py`: a resident files, or joins a complaint that is there. Start here.
- `handling.py`: the officers' part: accept, dispatch, review, check. `terms_of.py` beside it sets the terms.
- `answering.py`: whoever handles it: contact, answer, extension, hand back.
- `residents.py`: whoever filed it: verdict, more words, withdraw, reopen, rate.
- `joining.py`: one event, several complaints.
- `appeals.py`: a company appeals against a finding, an officer decides.

`acting.py` holds what all of them do.
"""

from complaints.actions.acting import Conflict

__all__ = ["Conflict"]
