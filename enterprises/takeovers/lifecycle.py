"""The lives of a delivery verification and of an inspection at hand-over: states and verbs.

Delivery: applied > confirmed            Takeover: open > inspected > finished > filed
          returned > (applied again)               struck
          withdrawn
"""

from django.utils.translation import gettext_lazy as _

from accounts.lifecycle import Move, table
from enterprises.models import DeliveryState, TakeoverState

VERIFY, RECORD, VIEW = "deliveries.verify", "takeovers.record", "life.view"
DELIVERY_CLOSED = _("Delivery verification %(number)s is “%(now)s”: this cannot be done now.")
TAKEOVER_CLOSED = _("Inspection %(number)s is “%(now)s”: this cannot be done now.")


def delivery(verb: str, label, *states: DeliveryState) -> Move:
    return Move(verb, label, VERIFY, frozenset(states), DELIVERY_CLOSED)


def takeover(verb: str, label, *states: TakeoverState) -> Move:
    return Move(verb, label, RECORD, frozenset(states), TAKEOVER_CLOSED)


RUNNING = (DeliveryState.APPLIED, DeliveryState.RETURNED)

DELIVERY = table(
    delivery("check", _("Check a condition"), *RUNNING),
    delivery("give_back", _("Give back: conditions missing"), DeliveryState.APPLIED),
    delivery("confirm", _("Confirm: homes may be handed over"), *RUNNING),
    delivery("withdraw", _("Withdraw"), *RUNNING),
)
TAKEOVER = table(
    takeover("receive_paper", _("A paper came in"), TakeoverState.OPEN, TakeoverState.INSPECTED),
    takeover("note_inspection", _("Note the inspection"), TakeoverState.OPEN),
    takeover("add_defect", _("Add a defect"), TakeoverState.INSPECTED),
    takeover("note_fixed", _("A defect is put right"), TakeoverState.INSPECTED),
    takeover("post", _("Result of the inspection posted"), TakeoverState.INSPECTED, TakeoverState.FINISHED),
    takeover("finish", _("Finish"), TakeoverState.INSPECTED),
    takeover("file", _("Hand in the papers"), TakeoverState.FINISHED),
    takeover("strike", _("Entered by mistake"), TakeoverState.OPEN),
)
