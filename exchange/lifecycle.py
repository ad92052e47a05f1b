"""When the verbs of webhooks are open."""

from django.utils.translation import gettext_lazy as _

from accounts.lifecycle import Move, table
from exchange.models import SubscriptionState

RIGHT = "webhooks.manage"
ACTIVE, PAUSED, DISABLED = SubscriptionState.ACTIVE, SubscriptionState.PAUSED, SubscriptionState.DISABLED
ALWAYS = frozenset({ACTIVE, PAUSED, DISABLED})
CLOSED = _("This is not open now: the webhook is “%(now)s”.")

WEBHOOK = table(
    Move("pause", _("Pause"), RIGHT, frozenset({ACTIVE}), CLOSED),
    Move("resume", _("Resume"), RIGHT, frozenset({PAUSED, DISABLED}), CLOSED),
    Move("test", _("Send a ping"), RIGHT, ALWAYS, CLOSED),
    Move("rotate-secret", _("New signing secret"), RIGHT, ALWAYS, CLOSED),
)
OF_ITS_PERSON = {"rotate-secret"}
"""Verbs that nobody else may use: they show a secret."""
