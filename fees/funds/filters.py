"""Filters of the maintenance fund."""

from fractions import Fraction

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.city import figure, rule_values
from accounts.filters import Filters, IdsFilter, KeysFilter, RegionFilter, TextFilter, YesNoFilter
from estates.filters import OfEstates
from fees.models import BankStatement, FundAccount, FundBlock, FundCall, FundEntry, FundPeriod

BUILDINGS = _("Ids of buildings, separated by commas.")
BLOCKS = _("Ids of funds of buildings, separated by commas.")
LOW = _("Whether the balance is below the city's part of the first deposit.")


def low(queryset, value: bool):
    """Rows whose balance is below the city's part of the first deposit, or the others. Without that part none is."""
    part = figure(rule_values(on=timezone.localdate()).get("fund_low_ratio")) or Fraction(0)
    rows = queryset.alias(held=F("balance_fen") * part.denominator, wanted=F("first_deposit_fen") * part.numerator)
    return rows.filter(held__lt=F("wanted")) if value else rows.filter(held__gte=F("wanted"))


class OfBlocks(Filters):
    """Of rows with a `block`."""

    region = RegionFilter("block__estate__region_id")
    estate = KeysFilter("block__estate__code", max_length=13, help_text=_("Codes of estates, separated by commas."))


class BlockFilters(OfEstates):
    model = FundBlock
    columns = ("first_deposit_fen", "balance_fen", "as_of_on", "closed_until")

    building = IdsFilter("building_id", help_text=BUILDINGS)
    bank = TextFilter("bank", max_length=80, help_text=_("The bank's whole name."))
    low = YesNoFilter(method="is_low", help_text=LOW)

    def is_low(self, queryset, name, value):
        return low(queryset, value)


class AccountFilters(OfBlocks):
    model = FundAccount
    columns = ("number", "first_deposit_fen", "balance_fen", "as_of_on")

    block = IdsFilter("block_id", help_text=BLOCKS)
    home = IdsFilter("home_id", help_text=_("Ids of homes, separated by commas."))
    low = YesNoFilter(method="is_low", help_text=LOW)

    def is_low(self, queryset, name, value):
        return low(queryset, value)


class EntryFilters(OfBlocks):
    model = FundEntry
    columns = ("kind", "on", "amount_fen")

    block = IdsFilter("block_id", help_text=BLOCKS)
    account = KeysFilter("account__number", max_length=40, help_text=_("Numbers of accounts, separated by commas."))
    voucher = KeysFilter("voucher__number", max_length=24, help_text=_("Numbers of vouchers, separated by commas."))
    reference = TextFilter("voucher__reference", max_length=60, help_text=_("Number of what the voucher was for."))


class PeriodFilters(OfBlocks):
    model = FundPeriod
    columns = ("from_on", "until_on", "opening_fen", "closing_fen")

    block = IdsFilter("block_id", help_text=BLOCKS)


class CallFilters(OfEstates):
    model = FundCall
    columns = ("number", "state", "called_on", "due_on", "ended_on", "sum_fen")

    account = KeysFilter("account__number", max_length=40, help_text=_("Numbers of accounts, separated by commas."))
    overdue = YesNoFilter(method="is_overdue", help_text=_("Whether its last day has passed and it was not paid."))

    def is_overdue(self, queryset, name, value):
        late = FundCall.objects.overdue(on=timezone.localdate())
        return queryset.filter(pk__in=late) if value else queryset.exclude(pk__in=late)


class StatementFilters(OfEstates):
    model = BankStatement
    columns = ("number", "state", "from_on", "until_on", "taken_in_at", "reconciled_at")

    block = IdsFilter("block_id", help_text=BLOCKS)
