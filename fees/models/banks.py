import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from estates.belonging import OfAnEstate
from estates.models import Estate
from exchange.recording import recorded
from fees.funds.queries import OfABankStatement
from fees.models.fund_guards import LINES_MATCH_ONCE, STATEMENT_ADDS_UP
from fees.models.funds import FundAccount, FundBlock, FundVoucher


class StatementState(models.TextChoices):
    OPEN = "open", _("being reconciled")
    CLOSED = "closed", _("reconciled")


class BankStatement(models.Model):
    """What the bank says of a building's fund in a period (银行对账单): its lines lead from opening to closing."""

    number = models.CharField(_("number"), max_length=24, unique=True)
    estate = models.ForeignKey(Estate, models.PROTECT, related_name="bank_statements", verbose_name=_("estate"))
    block = models.ForeignKey(
        FundBlock, models.PROTECT, related_name="statements", verbose_name=_("fund of a building")
    )
    state = models.CharField(_("state"), max_length=10, choices=StatementState, default=StatementState.OPEN)
    from_on = models.DateField(_("from"))
    until_on = models.DateField(_("ends before"))
    opening_fen = models.BigIntegerField(_("opening balance, fen"))
    closing_fen = models.BigIntegerField(_("closing balance, fen"))
    ledger_fen = models.BigIntegerField(_("balance of the ledger, fen"), null=True, blank=True)
    taken_in_at = models.DateTimeField(_("taken in at"))
    reconciled_at = models.DateTimeField(_("reconciled at"), null=True, blank=True)
    reconciled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("reconciled by"),
    )  # fmt: skip
    explanation = models.CharField(_("why balances differ"), max_length=300, blank=True)

    objects = OfAnEstate.as_manager()

    class Meta:
        verbose_name = _("bank statement")
        verbose_name_plural = _("bank statements")
        ordering = ["-from_on", "-id"]
        indexes = [models.Index(fields=["estate", "-from_on"], name="bank_statements_of_an_estate")]
        constraints = [
            models.UniqueConstraint(fields=["block", "from_on"], name="one_bank_statement_per_block_and_start"),
            models.CheckConstraint(condition=Q(until_on__gt=F("from_on")), name="bank_statement_is_of_some_days"),
            models.CheckConstraint(
                condition=Q(state="open", reconciled_at__isnull=True)
                | Q(state="closed", reconciled_at__isnull=False, ledger_fen__isnull=False),
                name="closed_bank_statement_was_reconciled",
            ),
            models.CheckConstraint(
                condition=Q(state="open") | Q(ledger_fen=F("closing_fen")) | ~Q(explanation=""),
                name="bank_statement_that_differs_says_why",
            ),
        ]  # fmt: skip
        triggers = [
            STATEMENT_ADDS_UP,
            pgtrigger.Protect(name="bank_statements_are_never_deleted", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(
                name="bank_statements_stand",
                fields=["number", "estate", "block", "from_on", "until_on", "opening_fen", "closing_fen"],
            ),
            *recorded(
                "bank-statement", key="number", place="h.region_id",
                joins="LEFT JOIN estates_estate h ON h.id = t.estate_id",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.number


class LineKind(models.TextChoices):
    DEPOSIT = "deposit", _("first deposit")
    TOP_UP = "top_up", _("top-up")
    INTEREST = "interest", _("interest")
    REVENUE = "revenue", _("public revenue")
    USE = "use", _("payment for a use")
    REFUND = "refund", _("paid back from a use")
    OTHER = "other", _("other")


class LineState(models.TextChoices):
    UNMATCHED = "unmatched", _("unmatched")
    MATCHED = "matched", _("matched")
    EXPLAINED = "explained", _("explained")


class WhyUnmatched(models.TextChoices):
    """Why the ledger has nothing that fits a line of the bank, as far as it can be seen."""

    NOT_BOOKED = "not_booked", _("not booked in the ledger")
    OTHER_AMOUNT = "other_amount", _("the ledger has another amount")
    OTHER_DAY = "other_day", _("the ledger has it on a day too far off")
    TWICE = "twice", _("the bank has it more often than the ledger")
    NO_ACCOUNT = "no_account", _("no home of this building has this account")


class BankLine(models.Model):
    """One line of a bank statement. Who paid is not kept: the account says of which home it is."""

    statement = models.ForeignKey(
        BankStatement, models.PROTECT, db_index=False, related_name="lines", verbose_name=_("bank statement")
    )
    block = models.ForeignKey(
        FundBlock, models.PROTECT, db_index=False, related_name="+", verbose_name=_("fund of a building")
    )
    place = models.PositiveIntegerField(_("order"))
    serial = models.CharField(_("serial number of the bank"), max_length=40)
    on = models.DateField(_("day"))
    kind = models.CharField(_("kind"), max_length=10, choices=LineKind)
    amount_fen = models.BigIntegerField(_("amount, fen"))
    balance_fen = models.BigIntegerField(_("balance after it, fen"))
    account_number = models.CharField(_("account as the bank wrote it"), max_length=40, blank=True)
    account = models.ForeignKey(
        FundAccount, models.PROTECT, db_index=False, null=True, blank=True, related_name="+", verbose_name=_("account")
    )
    state = models.CharField(_("state"), max_length=10, choices=LineState, default=LineState.UNMATCHED)
    why = models.CharField(_("why unmatched"), max_length=14, choices=WhyUnmatched, blank=True)
    voucher = models.ForeignKey(
        FundVoucher, models.PROTECT, null=True, blank=True, related_name="bank_lines", verbose_name=_("fund voucher")
    )
    explanation = models.CharField(_("explanation"), max_length=300, blank=True)

    objects = OfABankStatement.as_manager()

    class Meta:
        verbose_name = _("line of a bank statement")
        verbose_name_plural = _("lines of bank statements")
        ordering = ["statement_id", "place"]
        indexes = [
            models.Index(fields=["block", "on"], name="bank_lines_unmatched", condition=Q(state="unmatched")),
        ]
        constraints = [
            models.UniqueConstraint(fields=["statement", "serial"], name="one_bank_line_per_serial_number"),
            models.UniqueConstraint(
                fields=["voucher", "account"], condition=Q(account__isnull=False, voucher__isnull=False),
                name="one_bank_line_per_account_of_a_voucher",
            ),
            models.UniqueConstraint(
                fields=["voucher", "block"], condition=Q(account__isnull=True, voucher__isnull=False),
                name="one_bank_line_per_block_of_a_voucher",
            ),
            models.CheckConstraint(condition=~Q(amount_fen=0), name="bank_line_moves_something"),
            models.CheckConstraint(
                condition=Q(state="matched", voucher__isnull=False)
                | (~Q(state="matched") & Q(voucher__isnull=True)),
                name="matched_bank_line_has_its_voucher",
            ),
            models.CheckConstraint(
                condition=~Q(state="explained") | ~Q(explanation=""), name="explained_bank_line_says_why"
            ),
        ]  # fmt: skip
        triggers = [
            *LINES_MATCH_ONCE,
            pgtrigger.Protect(name="bank_lines_are_never_deleted", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(
                name="bank_lines_stand",
                fields=[
                    "statement", "block", "place", "serial", "on", "kind", "amount_fen", "balance_fen",
                    "account_number",
                ],
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.serial

    @property
    def number(self) -> str:
        return self.serial
