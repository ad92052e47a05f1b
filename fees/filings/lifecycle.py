"""The life of a fee filing: its states and one table of verbs.

draft > submitted > accepted
        returned > submitted
        refused      withdrawn
"""

from django.utils.translation import gettext_lazy as _

from accounts.lifecycle import Move, table
from fees.models import UNDER_WAY, FilingState

FILE, DECIDE = "fees.file", "fees.decide"
CLOSED_NOW = _("Filing %(number)s is “%(now)s”: this cannot be done now.")
OPEN_TO_CHANGE = (FilingState.DRAFT, FilingState.RETURNED)


def move(verb: str, label, right: str, *states: FilingState) -> Move:
    return Move(verb, label, right, frozenset(states), CLOSED_NOW)


FEE_FILING = table(
    move("amend", _("Amend"), FILE, *OPEN_TO_CHANGE),
    move("set_items", _("Set the fee items"), FILE, *OPEN_TO_CHANGE),
    move("add_paper", _("Add a paper"), FILE, *OPEN_TO_CHANGE),
    move("submit", _("Hand in"), FILE, *OPEN_TO_CHANGE),
    move("withdraw", _("Withdraw the filing"), FILE, *UNDER_WAY),
    move("accept", _("Accept the filing"), DECIDE, FilingState.SUBMITTED),
    move("give_back", _("Give back"), DECIDE, FilingState.SUBMITTED),
    move("refuse", _("Refuse"), DECIDE, FilingState.SUBMITTED),
)
