"""When the verbs of items for the hotline are open."""

from django.utils.translation import gettext_lazy as _

from accounts.lifecycle import Move, table
from complaints.models import HotlineState

RIGHT = "complaints.hotline"
WAITING, SENT, RECEIPTED, FAILED = HotlineState
CLOSED = _("This is not open now: the item is “%(now)s”.")

ITEM = table(
    Move("send", _("Send"), RIGHT, frozenset({WAITING}), CLOSED),
    Move("receipt", _("Note the receipt"), RIGHT, frozenset({SENT, FAILED}), CLOSED),
    Move("fail", _("Note that it failed"), RIGHT, frozenset({SENT}), CLOSED),
    Move("send_again", _("Send again"), RIGHT, frozenset({SENT, FAILED}), CLOSED),
)
