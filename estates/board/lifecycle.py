"""The lives of entries, faults and objections: their states and tables of verbs.

entry:      due > posted <> faulty
fault:      reported > ordered > decided > revoked
                       unfounded  put right
objection:  filed > answered
                    set aside
"""

from django.utils.translation import gettext_lazy as _

from accounts.lifecycle import Move, table
from estates.models import EntryState, FaultState, ObjectionState

REPORT, CHECK, VIEW, ITEMS = "board.report", "board.check", "board.view", "board.items"
CLOSED_NOW = _("%(number)s is “%(now)s”: this cannot be done now.")


def move(verb: str, label, right: str, *states: str) -> Move:
    return Move(verb, label, right, frozenset(states), CLOSED_NOW)


ENTRY = table(
    move("put_up", _("Report it as posted"), REPORT, EntryState.DUE, EntryState.FAULTY),
    move("find_complete", _("Found complete"), CHECK, EntryState.POSTED, EntryState.FAULTY),
    move("find_faulty", _("Found incomplete"), CHECK, EntryState.POSTED),
    move("add_proof", _("Add a photo"), REPORT, EntryState.POSTED),
)
FAULT = table(
    move("find_so", _("Found so: order it put right"), CHECK, FaultState.REPORTED),
    move("find_unfounded", _("Not so"), CHECK, FaultState.REPORTED),
    move("note_put_right", _("Put right"), CHECK, FaultState.REPORTED, FaultState.ORDERED),
    move("decide", _("Not put right: it counts"), CHECK, FaultState.ORDERED),
    move("revoke", _("Revoke the decision"), CHECK, FaultState.DECIDED),
)
OBJECTION = table(
    move("reply", _("Answer"), REPORT, ObjectionState.FILED),
    move("set_aside", _("Set aside"), CHECK, ObjectionState.FILED),
)
