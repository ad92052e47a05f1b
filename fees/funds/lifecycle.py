"""Who may do what about the maintenance fund, and the one verb of calls to top up (open > paid, withdrawn)."""

from django.utils.translation import gettext_lazy as _

from accounts.lifecycle import Move, table
from fees.models.fund_periods import CallState

VIEW, ACCOUNTS, KEEP = "funds.view", "funds.accounts", "funds.keep"
CALL_CLOSED = _("Call %(number)s is “%(now)s”: this cannot be done now.")
CALL = table(Move("withdraw", _("Withdraw"), KEEP, frozenset([CallState.OPEN]), CALL_CLOSED))
