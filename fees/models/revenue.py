"""Public revenue (公共收益): what the shared parts of an estate earn, reported by period, to the fen.

A report's figures are the sums of its lines: the database says so when it is posted, and keeps both as they are from
then on. A correction is a report of the same period that takes its place; the one before stays readable.
"""

from datetime import date

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeBoundary, RangeOperators
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Kept
from accounts.proofs import private_files, private_place
from committees.models.owners import DateRange
from estates.models import Estate
from exchange.recording import recorded
from fees.models import revenue_guards as guards
from fees.queries import RevenueContractQuerySet, RevenueReportQuerySet


class RevenueSource(models.TextChoices):
    """What earns."""

    PARKING = "parking", _("parking on shared ground")
    ADVERT = "advert", _("adverts")
    TELECOM = "telecom", _("telecom sites")
    STALL = "stall", _("stalls and short lets")
    LOCKER = "locker", _("sites of parcel lockers and machines")
    COMPENSATION = "compensation", _("compensation for damage to shared parts")
    INTEREST = "interest", _("interest")
    OTHER = "other", _("other receipts")


class CostKind(models.TextChoices):
    UPKEEP = "upkeep", _("upkeep of what earns")
    POWER = "power", _("electricity and water of what earns")
    LABOUR = "labour", _("work of running it")
    TAX = "tax", _("taxes")
    OTHER_COST = "other_cost", _("other reasonable costs")


class OwnersKind(models.TextChoices):
    """What the owners decided to do with it, besides the fund."""

    FEES = "fees", _("set off against fees")
    WORKS = "works", _("works the owners decided on")
    COMMITTEE = "committee", _("costs of the owners' committee")
    PAID_OUT = "paid_out", _("paid out to owners")


class Side(models.TextChoices):
    RECEIPT = "receipt", _("money received")
    COST = "cost", _("cost")
    TO_FUND = "to_fund", _("into the maintenance fund")
    TO_OWNERS = "to_owners", _("for the owners")


FUND = "fund"
LINE_KINDS = [*RevenueSource.choices, *CostKind.choices, *OwnersKind.choices, (FUND, _("maintenance fund"))]
KINDS_OF = {
    Side.RECEIPT: tuple(RevenueSource.values), Side.COST: tuple(CostKind.values),
    Side.TO_OWNERS: tuple(OwnersKind.values), Side.TO_FUND: (FUND,),
}  # fmt: skip
"""The kinds that a line of each side may have."""


class Pays(models.TextChoices):
    """How often the sum of a contract is paid."""

    MONTH = "month", _("a month")
    QUARTER = "quarter", _("a quarter")
    YEAR = "year", _("a year")
    TERM = "term", _("for the whole term")


class ContractState(models.TextChoices):
    RUNNING = "running", _("registered")
    ENDED = "ended", _("ended early")
    VOID = "void", _("registered by mistake")


class RevenueContract(Kept):
    """What somebody pays for the use of shared parts, from `from_on` up to but not including `until_on`.

    `payer` is a business or a body; of a person nothing is put down here.
    """

    number = models.CharField(_("number"), max_length=24, unique=True)
    estate = models.ForeignKey(Estate, models.PROTECT, related_name="revenue_contracts", verbose_name=_("estate"))
    source = models.CharField(_("what earns"), max_length=12, choices=RevenueSource)
    payer = models.CharField(_("who pays"), max_length=100)
    place = models.CharField(_("where"), max_length=200)
    from_on = models.DateField(_("from"))
    until_on = models.DateField(_("ends before"))
    amount_fen = models.BigIntegerField(_("sum, fen"), validators=[MinValueValidator(1)])
    pays = models.CharField(_("how it is paid"), max_length=8, choices=Pays, default=Pays.YEAR)
    signed_on = models.DateField(_("signed on"))
    state = models.CharField(_("state"), max_length=8, choices=ContractState, default=ContractState.RUNNING)
    registered_at = models.DateTimeField(_("registered at"))
    ended_on = models.DateField(_("ended early on"), null=True, blank=True)
    end_reason = models.CharField(_("why it ended"), max_length=300, blank=True)
    file = models.FileField(
        _("contract as a file"), storage=private_files, upload_to=private_place("revenue/contracts"), max_length=200,
        blank=True,
    )  # fmt: skip

    masks = {"file": str}
    objects = RevenueContractQuerySet.as_manager()

    class Meta:
        verbose_name = _("contract on shared parts")
        verbose_name_plural = _("contracts on shared parts")
        ordering = ["-from_on", "-id"]
        indexes = [models.Index(fields=["estate", "-from_on"], name="revenue_contracts_of_estate")]
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on__gt=F("from_on")), name="revenue_contract_ends_after_it_begins",
                violation_error_message=_("A contract ends after it begins."),
            ),
            models.CheckConstraint(condition=Q(amount_fen__gt=0), name="revenue_contract_has_a_sum"),
            models.CheckConstraint(
                condition=Q(state="running") | ~Q(end_reason=""), name="ended_revenue_contract_says_why"
            ),
            models.CheckConstraint(
                condition=~Q(state="ended")
                | Q(ended_on__isnull=False, ended_on__gte=F("from_on"), ended_on__lt=F("until_on")),
                name="revenue_contract_ends_within_its_term",
            ),
        ]  # fmt: skip
        triggers = recorded(
            "revenue-contract", key="number", place="e.region_id",
            joins="LEFT JOIN estates_estate e ON e.id = t.estate_id",
        )  # fmt: skip

    def __str__(self) -> str:
        return self.number

    @property
    def over_on(self) -> date:
        """The first day on which it pays no longer: its end, or the day it ended early."""
        return self.ended_on or self.until_on


class ReportState(models.TextChoices):
    OWED = "owed", _("to be posted")
    POSTED = "posted", _("posted")
    REPLACED = "replaced", _("corrected since")
    DROPPED = "dropped", _("correction dropped")


class RevenueReport(Kept):
    """The account of one period of an estate: opening + receipts - costs - to the fund - for the owners = closing.

    Owed from the day after its period; `due_on` is the last day to post it. `corrects` is the posted report whose
    place this one takes. `bank_fen` is what the separate account's statement shows at the end.
    """

    number = models.CharField(_("number"), max_length=24, unique=True)
    estate = models.ForeignKey(Estate, models.PROTECT, related_name="revenue_reports", verbose_name=_("estate"))
    from_on = models.DateField(_("from"))
    until_on = models.DateField(_("ends before"))
    due_on = models.DateField(_("to be posted by"))
    state = models.CharField(_("state"), max_length=8, choices=ReportState, default=ReportState.OWED)
    opening_fen = models.BigIntegerField(_("opening balance, fen"), default=0, validators=[MinValueValidator(0)])
    opening_note = models.CharField(_("why it does not open with the balance before"), max_length=300, blank=True)
    receipts_fen = models.BigIntegerField(_("receipts, fen"), default=0)
    costs_fen = models.BigIntegerField(_("costs, fen"), default=0)
    to_fund_fen = models.BigIntegerField(_("into the maintenance fund, fen"), default=0)
    to_owners_fen = models.BigIntegerField(_("for the owners, fen"), default=0)
    closing_fen = models.BigIntegerField(_("closing balance, fen"), default=0)
    bank_fen = models.BigIntegerField(_("balance of the separate account, fen"), null=True, blank=True)
    posted_at = models.DateTimeField(_("posted at"), null=True, blank=True)
    posted_on = models.DateField(_("posted on"), null=True, blank=True)
    shown_until_on = models.DateField(_("stays on the board until before"), null=True, blank=True)
    corrects = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="corrections", verbose_name=_("corrects")
    )
    reason = models.CharField(_("why it is corrected"), max_length=300, blank=True)

    objects = RevenueReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("report of public revenue")
        verbose_name_plural = _("reports of public revenue")
        ordering = ["-until_on", "-id"]
        indexes = [
            models.Index(fields=["estate", "-until_on"], name="revenue_reports_of_estate"),
            models.Index(fields=["due_on", "id"], name="revenue_reports_owed", condition=Q(state="owed")),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(until_on__gt=F("from_on")), name="revenue_report_ends_after_it_begins"),
            models.CheckConstraint(
                condition=Q(due_on__gte=F("until_on")), name="revenue_report_is_due_after_its_period"
            ),
            models.CheckConstraint(
                condition=Q(
                    closing_fen=F("opening_fen") + F("receipts_fen") - F("costs_fen") - F("to_fund_fen")
                    - F("to_owners_fen")
                ),
                name="revenue_report_adds_up",
            ),
            models.CheckConstraint(
                condition=Q(opening_fen__gte=0, receipts_fen__gte=0, costs_fen__gte=0, to_fund_fen__gte=0)
                & Q(to_owners_fen__gte=0, closing_fen__gte=0),
                name="revenue_report_spends_what_there_is",
            ),
            models.CheckConstraint(
                condition=Q(posted_on__isnull=True, posted_at__isnull=True, shown_until_on__isnull=True)
                | Q(posted_on__isnull=False, posted_at__isnull=False, shown_until_on__isnull=False)
                & Q(posted_on__gte=F("until_on"), shown_until_on__gt=F("posted_on")),
                name="revenue_report_is_posted_after_its_period",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["owed", "dropped"], posted_on__isnull=True)
                | Q(state__in=["posted", "replaced"], posted_on__isnull=False),
                name="posted_revenue_report_has_its_day",
            ),
            models.CheckConstraint(
                condition=Q(corrects__isnull=True) & ~Q(state="dropped") | Q(corrects__isnull=False) & ~Q(reason=""),
                name="revenue_correction_says_why",
            ),
            models.UniqueConstraint(
                fields=["estate", "from_on"], condition=Q(state="owed"), name="one_owed_revenue_report_per_period",
                violation_error_message=_("A report of this period is being written already."),
            ),
            ExclusionConstraint(
                name="one_posted_revenue_report_per_day",
                expressions=[
                    ("estate", RangeOperators.EQUAL),
                    (DateRange("from_on", "until_on", RangeBoundary()), RangeOperators.OVERLAPS),
                ],
                condition=Q(state="posted"),
                violation_error_message=_("Public revenue of that time was posted already."),
            ),
        ]  # fmt: skip
        triggers = [
            guards.REPORT_ADDS_UP,
            guards.POSTED_REPORT_STANDS,
            *recorded(
                "revenue-report", key="number", place="e.region_id",
                joins="LEFT JOIN estates_estate e ON e.id = t.estate_id",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.number

    @property
    def was_late(self) -> bool:
        """Posted after its last day. A correction is never late: what it corrects was posted."""
        return self.corrects_id is None and self.posted_on is not None and self.posted_on > self.due_on


class RevenueLine(models.Model):
    """One sum of a report. A receipt may name the contract that it comes from."""

    report = models.ForeignKey(RevenueReport, models.CASCADE, related_name="lines", verbose_name=_("report"))
    side = models.CharField(_("receipt or use"), max_length=10, choices=Side)
    kind = models.CharField(_("kind"), max_length=12, choices=LINE_KINDS)
    contract = models.ForeignKey(
        RevenueContract, models.PROTECT, null=True, blank=True, related_name="lines", verbose_name=_("contract")
    )
    words = models.CharField(_("explanation"), max_length=100, blank=True)
    amount_fen = models.BigIntegerField(_("sum, fen"), validators=[MinValueValidator(1)])

    class Meta:
        verbose_name = _("line of public revenue")
        verbose_name_plural = _("lines of public revenue")
        ordering = ["report_id", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(amount_fen__gt=0), name="revenue_line_has_a_sum"),
            models.CheckConstraint(
                condition=Q(
                    *(Q(side=side.value, kind__in=list(kinds)) for side, kinds in KINDS_OF.items()), _connector=Q.OR
                ),
                name="revenue_line_has_a_kind_of_its_side",
            ),
        ]
        triggers = [guards.LINES_OF_A_DRAFT]

    def __str__(self) -> str:
        return f"{self.get_side_display()} {self.amount_fen}"


class ProofKind(models.TextChoices):
    VOUCHER = "voucher", _("voucher")
    BANK = "bank", _("bank statement")
    BOARD = "board", _("photo of the posting")


class RevenueProof(models.Model):
    """A paper or picture behind a report: vouchers, the account's statement, the posting on the board."""

    report = models.ForeignKey(RevenueReport, models.PROTECT, related_name="proofs", verbose_name=_("report"))
    kind = models.CharField(_("kind"), max_length=8, choices=ProofKind)
    title = models.CharField(_("title"), max_length=100)
    file = models.FileField(_("file"), storage=private_files, upload_to=private_place("revenue/proofs"), max_length=200)
    added_at = models.DateTimeField(_("added at"))

    class Meta:
        verbose_name = _("proof of public revenue")
        verbose_name_plural = _("proofs of public revenue")
        ordering = ["report_id", "id"]

    def __str__(self) -> str:
        return self.title
