"""The life of a joint meeting: called > held, or cancelled."""

from django.utils.translation import gettext_lazy as _

from accounts.lifecycle import Move, table
from committees.models import JointState

RIGHT = "joint_meetings.manage"
CLOSED_NOW = _("Joint meeting %(number)s is “%(now)s”: this cannot be done now.")


def move(verb: str, label, state: JointState) -> Move:
    return Move(verb, label, RIGHT, frozenset([state]), CLOSED_NOW)


JOINT = table(
    move("ask", _("Ask somebody else"), JointState.CALLED),
    move("note", _("Note what was resolved"), JointState.CALLED),
    move("cancel", _("Cancel"), JointState.CALLED),
    move("resolve", _("One more resolution"), JointState.HELD),
    move("note_done", _("A resolution is carried out"), JointState.HELD),
)
