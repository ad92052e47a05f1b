"""The life of a meeting and one table of verbs.

called > held > posted
called > cancelled
"""

from django.utils.translation import gettext_lazy as _

from accounts.lifecycle import Move, table
from committees.models import MeetingState

RIGHT = "committees.run"
CALLED, HELD = MeetingState.CALLED, MeetingState.HELD
CLOSED_NOW = _("Meeting %(number)s is “%(now)s”: this cannot be done now.")


def move(verb: str, label, *states: MeetingState) -> Move:
    return Move(verb, label, RIGHT, frozenset(states), CLOSED_NOW)


MEETING = table(
    move("meet", _("Who was there"), CALLED),
    move("decide", _("Put a decision down"), HELD),
    move("post_minutes", _("Post the minutes"), HELD),
    move("cancel", _("Did not take place"), CALLED),
)
