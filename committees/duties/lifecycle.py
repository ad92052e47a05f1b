"""The life of a duty report: its states and one table of verbs.

reported > ordered > decided > revoked
           unfounded  put right
"""

from django.utils.translation import gettext_lazy as _

from accounts.lifecycle import Move, table
from committees.models import DutyState

REPORT, DECIDE = "duties.report", "duties.decide"
CLOSED_NOW = _("Report %(number)s is “%(now)s”: this cannot be done now.")


def move(verb: str, label, state: DutyState) -> Move:
    return Move(verb, label, DECIDE, frozenset([state]), CLOSED_NOW)


DUTY = table(
    move("find_so", _("Found so: order it put right"), DutyState.REPORTED),
    move("find_unfounded", _("Not so"), DutyState.REPORTED),
    move("note_put_right", _("Put right"), DutyState.ORDERED),
    move("decide", _("Not put right: it counts"), DutyState.ORDERED),
    move("revoke", _("Revoke the decision"), DutyState.DECIDED),
)
