"""The life of a finding: its states and one table of verbs.

found > asked > ordered > decided > revoked
gone    unfounded  put right

What the machine found and no longer finds is gone by itself, until it was ordered to be put right.
"""

from django.utils.translation import gettext_lazy as _

from accounts.lifecycle import Move, table
from fees.models import FindingState

VIEW, HANDLE, ANSWER, MISUSE = "findings.view", "findings.handle", "findings.answer", "findings.misuse"
CLOSED_NOW = _("Finding %(number)s is “%(now)s”: this cannot be done now.")


def move(verb: str, label, *states: FindingState, right: str = HANDLE) -> Move:
    return Move(verb, label, right, frozenset(states), CLOSED_NOW)


FINDING = table(
    move("ask", _("Ask the company"), FindingState.FOUND),
    move("explain", _("Answer"), FindingState.ASKED, right=ANSWER),
    move("find_so", _("Found so: order it put right"), FindingState.ASKED),
    move("find_unfounded", _("Not so"), FindingState.FOUND, FindingState.ASKED),
    move("note_put_right", _("Put right"), FindingState.ORDERED),
    move("decide", _("Not put right: it counts"), FindingState.ORDERED),
    move("revoke", _("Revoke the decision"), FindingState.DECIDED),
)
