"""The life of a renovation: its states and one table of verbs.

planned > under way > finished > accepted
        dropped
"""

from django.utils.translation import gettext_lazy as _

from accounts.lifecycle import Move, table
from estates.models import RenovationState

EDIT, VIEW = "renovations.edit", "life.view"
CLOSED = _("Renovation %(number)s is “%(now)s”: this cannot be done now.")


def move(verb: str, label, *states: RenovationState) -> Move:
    return Move(verb, label, EDIT, frozenset(states), CLOSED)


PLANNED, UNDER_WAY, FINISHED = RenovationState.PLANNED, RenovationState.UNDER_WAY, RenovationState.FINISHED

RENOVATION = table(
    move("add_item", _("Add a piece of work"), PLANNED, UNDER_WAY),
    move("begin", _("Work begins"), PLANNED),
    move("report_progress", _("Report progress"), UNDER_WAY, FINISHED),
    move("add_picture", _("Add a picture"), PLANNED, UNDER_WAY, FINISHED, RenovationState.ACCEPTED),
    move("remove_picture", _("Remove a picture"), PLANNED, UNDER_WAY, FINISHED, RenovationState.ACCEPTED),
    move("finish", _("Work is finished"), UNDER_WAY),
    move("accept", _("Passed its acceptance"), FINISHED),
    move("drop", _("Drop from the plan"), PLANNED),
)
