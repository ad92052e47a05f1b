"""Which verbs of a complaint an officer may use now: the table of moves, narrowed by what the case has been through.

Buttons ask here; the actions insist on the same by themselves.
"""

from datetime import datetime

from accounts.lifecycle import open_to
from accounts.models import Role, User
from complaints.lifecycle import COMPLAINT, FLAGGED
from complaints.models import Complaint, Extension, Handler, Stage, State

BY_THE_HANDLER = frozenset({"contact", "answer", "ask_extension", "hand_back"})
BY_ANOTHER = frozenset({"find_false", "find_solved", "find_unfounded"})


def open_moves(user: User, complaint: Complaint, *, at: datetime) -> list[str]:
    """The verbs open to this person on this complaint, in the order of the tables."""
    open_now = open_to(user, complaint.state, COMPLAINT.values())
    looked_at = open_to(user, complaint.flood, FLAGGED.values())
    return [verb for verb in open_now if fits(verb, user, complaint, at=at)] + looked_at


def fits(verb: str, user: User, complaint: Complaint, *, at: datetime) -> bool:
    """Whether a verb that the state leaves open makes sense for this case and this person."""
    if verb in BY_THE_HANDLER and not handles(user, complaint):
        return False
    if verb in BY_ANOTHER and complaint.state == State.DENIED:
        return complaint.reviewer_id != user.pk
    return {
        "hand_back": lambda: not complaint.hand_offs and not complaint.owner_named and at <= complaint.answer_due_at,
        "redispatch": lambda: not complaint.owner_named,
        "ask_extension": lambda: not complaint.extension and at <= complaint.answer_due_at,
        "grant_extension": lambda: complaint.extension == Extension.ASKED,
        "refuse_extension": lambda: complaint.extension == Extension.ASKED,
        "escalate": lambda: complaint.level != Stage.CITY,
    }.get(verb, lambda: True)()


def handles(user: User, complaint: Complaint) -> bool:
    """Whether the case lies with the person's own side: a company's with its staff, any other with the officers."""
    return (user.role == Role.COMPANY) == (complaint.handler == Handler.COMPANY)
