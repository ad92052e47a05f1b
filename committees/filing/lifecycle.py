"""The life of a filing: its states and one table of verbs.

draft > submitted > filed
                  > returned > submitted
                  > refused
"""

from django.utils.translation import gettext_lazy as _

from accounts.lifecycle import Move, table
from committees.models import FilingState as S

HANDS_IN, ANSWERS = "committees.run", "committees.file"
CLOSED_NOW = _("Filing %(number)s is “%(now)s”: this cannot be done now.")


def move(verb: str, label, right: str, *states: S) -> Move:
    return Move(verb, label, right, frozenset(states), CLOSED_NOW)


FILING = table(
    move("take_paper", _("Add a paper"), HANDS_IN, S.DRAFT, S.RETURNED),
    move("drop_paper", _("Take a paper out"), HANDS_IN, S.DRAFT, S.RETURNED),
    move("submit", _("Hand in"), HANDS_IN, S.DRAFT, S.RETURNED),
    move("accept", _("File"), ANSWERS, S.SUBMITTED),
    move("give_back", _("Give back to complete"), ANSWERS, S.SUBMITTED),
    move("refuse", _("Refuse"), ANSWERS, S.SUBMITTED),
)
