"""The life of a hazard: its states and one table of verbs.

found > fixed > closed
      < sent back
unfounded
"""

from django.utils.translation import gettext_lazy as _

from accounts.lifecycle import Move, table
from estates.models import HazardState

EDIT, REPORT, VIEW = "safety.edit", "equipment.report", "life.view"
CLOSED = _("Hazard %(number)s is “%(now)s”: this cannot be done now.")


def move(verb: str, label, right: str, *states: HazardState) -> Move:
    return Move(verb, label, right, frozenset(states), CLOSED)


HAZARD = table(
    move("report_fixed", _("Report it removed"), REPORT, HazardState.FOUND),
    move("close", _("Seen removed on site"), EDIT, HazardState.FIXED),
    move("send_back", _("Not removed"), EDIT, HazardState.FIXED),
    move("strike", _("Entered by mistake"), EDIT, HazardState.FOUND),
)
