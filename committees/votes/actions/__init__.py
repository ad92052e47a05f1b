"""The verbs of votes. Each is atomic, audited, and insists on the table of moves in `lifecycle.py`.

- `preparing.py`: propose, amend, post, stop. Start here.
- `rolls.py`: make_roll, confirm_roll, correct_roll, note_sale.
- `casting.py`: cast, give_proxy. What is refused is kept, so these are not called within another transaction.
- `papers.py`: enter_paper, settle_paper, spoil_paper, withdraw_paper.
- `ending.py`: open_now, close, count, announce, object_to, answer_objection, finalise.

`acting.py` holds what all of them do.
"""

from committees.votes.actions.acting import Conflict
from committees.votes.actions.casting import AlreadyVoted, cast, give_proxy
from committees.votes.actions.ending import (
    announce,
    answer_objection,
    close,
    count,
    finalise,
    object_to,
    open_now,
)
from committees.votes.actions.papers import (
    Late,
    PaperRead,
    enter_paper,
    settle_paper,
    spoil_paper,
    unsettled,
    withdraw_paper,
)
from committees.votes.actions.preparing import NewMatter, NewVote, amend, post, propose, stop
from committees.votes.actions.rolls import confirm_roll, correct_roll, make_roll, note_sale

__all__ = [
    "AlreadyVoted",
    "Conflict",
    "Late",
    "NewMatter",
    "NewVote",
    "PaperRead",
    "amend",
    "announce",
    "answer_objection",
    "cast",
    "close",
    "confirm_roll",
    "correct_roll",
    "count",
    "enter_paper",
    "finalise",
    "give_proxy",
    "make_roll",
    "note_sale",
    "object_to",
    "open_now",
    "post",
    "propose",
    "settle_paper",
    "spoil_paper",
    "stop",
    "unsettled",
    "withdraw_paper",
]
