"""The life of a basic service: its states and one table of verbs.

proposed > checked on site > in force > ended
         refused
"""

from django.utils.translation import gettext_lazy as _

from accounts.lifecycle import Move, table
from estates.models import BasicState

SET, VIEW = "basic_service.set", "life.view"
CLOSED = _("Basic service %(number)s is “%(now)s”: this cannot be done now.")


def move(verb: str, label, *states: BasicState) -> Move:
    return Move(verb, label, SET, frozenset(states), CLOSED)


BASIC_SERVICE = table(
    move("note_check", _("Checked on site"), BasicState.PROPOSED),
    move("put_in_force", _("Put in force"), BasicState.CHECKED),
    move("refuse", _("Do not set"), BasicState.PROPOSED, BasicState.CHECKED),
    move("end", _("End"), BasicState.SET),
)
