"""The life of a training: planned > held, or cancelled."""

from django.utils.translation import gettext_lazy as _

from accounts.lifecycle import Move, table
from committees.models import TrainingState

RIGHT = "training.manage"
CLOSED_NOW = _("Training %(number)s is “%(now)s”: this cannot be done now.")


def move(verb: str, label, *states: TrainingState) -> Move:
    return Move(verb, label, RIGHT, frozenset(states), CLOSED_NOW)


TRAINING = table(
    move("amend", _("Amend"), TrainingState.PLANNED),
    move("ask", _("Ask members"), TrainingState.PLANNED),
    move("note", _("Sign-in and results"), TrainingState.PLANNED, TrainingState.HELD),
    move("cancel", _("Cancel"), TrainingState.PLANNED),
)
