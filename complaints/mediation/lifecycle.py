"""The life of a mediation: its states and one table of verbs.

applied > running > agreed (then the court may confirm it)
          refused   failed > goes on as a new one, one level higher
applied, running > ended: a party ended it or sued
"""

from django.utils.translation import gettext_lazy as _

from accounts.lifecycle import Move, table
from complaints.models import MediationState

RIGHT = "mediation.manage"
APPLIED, RUNNING, REFUSED = MediationState.APPLIED, MediationState.RUNNING, MediationState.REFUSED
AGREED, FAILED, ENDED = MediationState.AGREED, MediationState.FAILED, MediationState.ENDED
CLOSED_NOW = _("Mediation %(number)s is “%(now)s”: this cannot be done now.")


def move(verb: str, label, *states: MediationState) -> Move:
    return Move(verb, label, RIGHT, frozenset(states), CLOSED_NOW)


MEDIATION = table(
    move("take_on", _("Take on"), APPLIED),
    move("refuse", _("Do not take on"), APPLIED),
    move("add_party", _("Add a party"), APPLIED, RUNNING),
    move("sit", _("Note a sitting"), RUNNING),
    move("extend", _("Extend"), RUNNING),
    move("agree", _("Agreement"), RUNNING),
    move("fail", _("No agreement"), RUNNING),
    move("end", _("A party ends it"), APPLIED, RUNNING),
    move("go_on", _("Go on one level higher"), FAILED, REFUSED),
    move("confirm", _("Confirmed by the court"), AGREED),
)
