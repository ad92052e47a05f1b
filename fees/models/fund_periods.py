from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.protection import append_only
from estates.models import Estate
from exchange.recording import recorded
from fees.funds.queries import Calls, OfABlock
from fees.models.fund_guards import PERIODS_ROLL
from fees.models.funds import FundAccount, FundBlock

MOVEMENTS = (
    "taken_over_fen", "deposits_fen", "top_ups_fen", "interest_fen", "revenue_fen", "uses_fen", "corrections_fen",
)  # fmt: skip
"""What leads from the opening to the closing balance. `uses_fen` is what went out, less what came back."""


class FundPeriod(models.Model):
    """One closed period of a building's fund (余额结转): it begins where the one before ended, and adds up."""

    block = models.ForeignKey(
        FundBlock, models.PROTECT, db_index=False, related_name="periods", verbose_name=_("fund of a building")
    )
    from_on = models.DateField(_("from"))
    until_on = models.DateField(_("ends before"))
    opening_fen = models.BigIntegerField(_("opening balance, fen"))
    taken_over_fen = models.BigIntegerField(_("taken over, fen"), default=0)
    deposits_fen = models.BigIntegerField(_("first deposits, fen"), default=0)
    top_ups_fen = models.BigIntegerField(_("top-ups, fen"), default=0)
    interest_fen = models.BigIntegerField(_("interest, fen"), default=0)
    revenue_fen = models.BigIntegerField(_("public revenue, fen"), default=0)
    uses_fen = models.BigIntegerField(_("uses, fen"), default=0)
    corrections_fen = models.BigIntegerField(_("corrections, fen"), default=0)
    closing_fen = models.BigIntegerField(_("closing balance, fen"))
    closed_at = models.DateTimeField(_("books closed at"))

    objects = OfABlock.as_manager()

    class Meta:
        verbose_name = _("period of a building's fund")
        verbose_name_plural = _("periods of buildings' funds")
        ordering = ["block_id", "-from_on"]
        constraints = [
            models.UniqueConstraint(fields=["block", "from_on"], name="one_fund_period_per_block_and_start"),
            models.CheckConstraint(condition=Q(until_on__gt=F("from_on")), name="fund_period_is_of_some_days"),
            models.CheckConstraint(
                condition=Q(
                    closing_fen=F("opening_fen") + F("taken_over_fen") + F("deposits_fen") + F("top_ups_fen")
                    + F("interest_fen") + F("revenue_fen") - F("uses_fen") + F("corrections_fen")
                ),
                name="fund_period_adds_up",
            ),
        ]  # fmt: skip
        triggers = [
            *append_only("fund_periods"),
            PERIODS_ROLL,
            *recorded(
                "fund-period", place="h.region_id",
                joins="LEFT JOIN fees_fundblock b ON b.id = t.block_id "
                "LEFT JOIN estates_estate h ON h.id = b.estate_id",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.from_on}–{self.until_on}"


class CallState(models.TextChoices):
    OPEN = "open", _("owners called upon")
    PAID = "paid", _("paid")
    WITHDRAWN = "withdrawn", _("withdrawn")


class FundCall(models.Model):
    """A call to top up (续交通知): an account, or a building's fund without accounts, fell below the city's ratio.

    The figures are those of the day of the call.
    """

    number = models.CharField(_("number"), max_length=24, unique=True)
    estate = models.ForeignKey(Estate, models.PROTECT, related_name="fund_calls", verbose_name=_("estate"))
    block = models.ForeignKey(FundBlock, models.PROTECT, related_name="calls", verbose_name=_("fund of a building"))
    account = models.ForeignKey(
        FundAccount, models.PROTECT, null=True, blank=True, related_name="calls", verbose_name=_("account")
    )
    state = models.CharField(_("state"), max_length=10, choices=CallState, default=CallState.OPEN)
    called_on = models.DateField(_("day of the call"))
    due_on = models.DateField(_("pay until"))
    first_deposit_fen = models.BigIntegerField(_("first deposit, fen"))
    balance_fen = models.BigIntegerField(_("balance, fen"))
    sum_fen = models.BigIntegerField(_("to be paid, fen"))
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    reason = models.CharField(_("why it was withdrawn"), max_length=300, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("ended by")
    )

    objects = Calls.as_manager()

    class Meta:
        verbose_name = _("call to top up the fund")
        verbose_name_plural = _("calls to top up the fund")
        ordering = ["-called_on", "-id"]
        indexes = [
            models.Index(fields=["estate"], name="fund_calls_open", condition=Q(state="open")),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["account"], condition=Q(state="open", account__isnull=False), name="one_open_call_per_account"
            ),
            models.UniqueConstraint(
                fields=["block"], condition=Q(state="open", account__isnull=True), name="one_open_call_per_block"
            ),
            models.CheckConstraint(
                condition=Q(sum_fen__gt=0, balance_fen__lt=F("first_deposit_fen"), due_on__gt=F("called_on")),
                name="fund_call_asks_for_something",
            ),
            models.CheckConstraint(
                condition=Q(state="open", ended_on__isnull=True) | (~Q(state="open") & Q(ended_on__isnull=False)),
                name="ended_fund_call_has_its_day",
            ),
            models.CheckConstraint(
                condition=~Q(state="withdrawn") | ~Q(reason=""), name="withdrawn_fund_call_says_why"
            ),
        ]  # fmt: skip
        triggers = recorded(
            "fund-call", key="number", place="h.region_id",
            joins="LEFT JOIN estates_estate h ON h.id = t.estate_id",
        )  # fmt: skip

    def __str__(self) -> str:
        return self.number
