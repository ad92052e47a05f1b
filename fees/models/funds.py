from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Kept
from accounts.protection import append_only
from accounts.sealing import derived, new_salt
from estates.belonging import OfAnEstate
from estates.models import Building, Estate, Home
from exchange.recording import recorded
from fees.funds.queries import OfABlock
from fees.models.fund_guards import (
    BLOCK_OF_ITS_ESTATE,
    ENTRIES_COUNT,
    USES_ARE_NOT_CORRECTED,
    VOUCHER_HAS_ITS_ENTRIES,
    follows_entries,
)

CODE_LENGTH = 12


class EntryKind(models.TextChoices):
    """Why money of the fund moved."""

    TAKEN_OVER = "taken_over", _("taken over from the earlier ledger")
    DEPOSIT = "deposit", _("first deposit")
    TOP_UP = "top_up", _("top-up")
    INTEREST = "interest", _("interest")
    REVENUE = "revenue", _("public revenue")
    USE = "use", _("fund use")
    REFUND = "refund", _("paid back from a use")
    CORRECTION = "correction", _("correction")


INCOMING = (EntryKind.DEPOSIT, EntryKind.TOP_UP, EntryKind.INTEREST, EntryKind.REVENUE, EntryKind.REFUND)


class FundBlock(Kept):
    """The fund of one building (楼栋账). Its figures are the sums of its entries.

    `closed_until`: the books are closed before this day, `as_of_on`: day of the last entry.
    """

    building = models.OneToOneField(Building, models.PROTECT, related_name="fund_block", verbose_name=_("building"))
    estate = models.ForeignKey(Estate, models.PROTECT, related_name="fund_blocks", verbose_name=_("estate"))
    bank = models.CharField(_("bank"), max_length=80)
    bank_account = models.CharField(_("account of the building at the bank"), max_length=40, blank=True)
    first_deposit_fen = models.BigIntegerField(_("first deposit, fen"), default=0, editable=False)
    balance_fen = models.BigIntegerField(_("balance, fen"), default=0, editable=False)
    as_of_on = models.DateField(_("as of"), null=True, blank=True, editable=False)
    closed_until = models.DateField(_("books closed before"), null=True, blank=True, editable=False)

    objects = OfAnEstate.as_manager()

    class Meta:
        verbose_name = _("fund of a building")
        verbose_name_plural = _("funds of buildings")
        ordering = ["estate_id", "building_id"]
        constraints = [
            models.CheckConstraint(condition=Q(balance_fen__gte=0), name="fund_block_is_not_overdrawn"),
            models.CheckConstraint(condition=Q(first_deposit_fen__gte=0), name="fund_block_deposit_is_not_negative"),
            models.UniqueConstraint(
                fields=["bank", "bank_account"], condition=~Q(bank_account=""), name="one_fund_block_per_bank_account",
                violation_error_message=_("Another building has this account at the bank."),
            ),
        ]  # fmt: skip
        triggers = [
            *follows_entries("block"),
            BLOCK_OF_ITS_ESTATE,
            *recorded("fund-block", place="h.region_id", joins="LEFT JOIN estates_estate h ON h.id = t.estate_id"),
        ]

    def __str__(self) -> str:
        return f"{self.estate} {self.building.name}"


class FundAccount(Kept):
    """The fund of one home (分户账). It goes with the home, whoever owns it; its figures are the sums of its entries.

    Its `code` stands in the letter to the home and opens its look-up page; a new salt makes an old letter worthless.
    """

    home = models.OneToOneField(Home, models.PROTECT, related_name="fund_account", verbose_name=_("home"))
    block = models.ForeignKey(FundBlock, models.PROTECT, related_name="accounts", verbose_name=_("fund of a building"))
    number = models.CharField(_("account number"), max_length=40, unique=True)
    first_deposit_fen = models.BigIntegerField(_("first deposit, fen"), default=0, editable=False)
    balance_fen = models.BigIntegerField(_("balance, fen"), default=0, editable=False)
    as_of_on = models.DateField(_("as of"), null=True, blank=True, editable=False)
    salt = models.CharField(max_length=32, default=new_salt, editable=False)

    objects = OfABlock.as_manager()

    class Meta:
        verbose_name = _("fund account of a home")
        verbose_name_plural = _("fund accounts of homes")
        ordering = ["block_id", "home_id"]
        constraints = [
            models.CheckConstraint(condition=Q(balance_fen__gte=0), name="fund_account_is_not_overdrawn"),
            models.CheckConstraint(condition=Q(first_deposit_fen__gte=0), name="fund_account_deposit_is_not_negative"),
        ]
        triggers = follows_entries("account")

    def __str__(self) -> str:
        return self.number

    @property
    def code(self) -> str:
        """Kept nowhere."""
        return derived("fund", str(self.home_id), self.salt, length=CODE_LENGTH)


class FundVoucher(models.Model):
    """Why money moved (记账凭证), with the entries that add up to it: all of one estate, of one day and kind.

    `reference` is the number of what it was for: a fund use, a report of public revenue, a line of the bank.
    """

    number = models.CharField(_("number"), max_length=24, unique=True)
    estate = models.ForeignKey(
        Estate, models.PROTECT, db_index=False, related_name="fund_vouchers", verbose_name=_("estate")
    )
    kind = models.CharField(_("kind"), max_length=12, choices=EntryKind)
    on = models.DateField(_("day"))
    amount_fen = models.BigIntegerField(_("amount, fen"))
    reference = models.CharField(_("what it is for"), max_length=60, blank=True)
    note = models.CharField(_("explanation"), max_length=200, blank=True)
    corrects = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="corrected_by", verbose_name=_("corrects")
    )
    made_at = models.DateTimeField(_("booked at"))
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("booked by")
    )

    objects = OfAnEstate.as_manager()

    class Meta:
        verbose_name = _("fund voucher")
        verbose_name_plural = _("fund vouchers")
        ordering = ["-on", "-id"]
        indexes = [
            models.Index(fields=["estate", "-on"], name="fund_vouchers_of_an_estate"),
            models.Index(fields=["reference"], name="fund_vouchers_by_reference", condition=~Q(reference="")),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="correction", corrects__isnull=False)
                | (~Q(kind="correction") & Q(corrects__isnull=True)),
                name="fund_correction_names_what_it_corrects",
            ),
        ]
        triggers = [*append_only("fund_vouchers"), USES_ARE_NOT_CORRECTED, VOUCHER_HAS_ITS_ENTRIES]

    def __str__(self) -> str:
        return self.number


class FundEntry(models.Model):
    """One line of the ledger: money into (more than nothing) or out of a building's fund, and of one home's in it.

    Without an `account` it stands on the building alone, whose homes are not registered. `first_deposit_fen` says by
    how much it changes what counts as the first deposit.
    """

    voucher = models.ForeignKey(FundVoucher, models.PROTECT, related_name="entries", verbose_name=_("fund voucher"))
    block = models.ForeignKey(
        FundBlock, models.PROTECT, db_index=False, related_name="entries", verbose_name=_("fund of a building")
    )
    account = models.ForeignKey(
        FundAccount, models.PROTECT, db_index=False, null=True, blank=True, related_name="entries",
        verbose_name=_("account"),
    )  # fmt: skip
    kind = models.CharField(_("kind"), max_length=12, choices=EntryKind)
    on = models.DateField(_("day"))
    amount_fen = models.BigIntegerField(_("amount, fen"))
    first_deposit_fen = models.BigIntegerField(_("of it first deposit, fen"), default=0)

    objects = OfABlock.as_manager()

    class Meta:
        verbose_name = _("fund entry")
        verbose_name_plural = _("fund entries")
        ordering = ["-on", "-id"]
        indexes = [
            models.Index(fields=["block", "on"], name="fund_entries_of_a_block"),
            models.Index(
                fields=["account", "-on"], name="fund_entries_of_an_account", condition=Q(account__isnull=False)
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["voucher", "account"], condition=Q(account__isnull=False),
                name="one_entry_per_account_of_a_voucher",
            ),
            models.UniqueConstraint(
                fields=["voucher", "block"], condition=Q(account__isnull=True), name="one_entry_per_block_of_a_voucher"
            ),
            models.CheckConstraint(
                condition=~Q(amount_fen=0) | ~Q(first_deposit_fen=0), name="fund_entry_moves_something"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["taken_over", "correction"])
                | Q(kind="use", amount_fen__lt=0)
                | Q(kind__in=INCOMING, amount_fen__gt=0),
                name="fund_entry_goes_its_way",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["taken_over", "correction"]) | Q(first_deposit_fen=0)
                | Q(kind="deposit", first_deposit_fen=models.F("amount_fen")),
                name="fund_deposit_is_a_first_deposit",
            ),
        ]  # fmt: skip
        triggers = [*append_only("fund_entries"), ENTRIES_COUNT]

    def __str__(self) -> str:
        return f"{self.on} {self.amount_fen}"
