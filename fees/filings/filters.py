"""Filters of fee filings."""

from django.utils.translation import gettext_lazy as _

from accounts.filters import DayFilter, Filters, KeysFilter, RegionFilter
from fees.models import FeeFiling


class FeeFilingFilters(Filters):
    model = FeeFiling
    columns = (
        "number", "state", "decided_by", "charge_way", "from_on", "until_on", "filed_on", "answered_on",
        "prepay_months_most",
    )  # fmt: skip

    region = RegionFilter("estate__region_id")
    estate = KeysFilter("estate__code", max_length=13, help_text=_("Codes of estates, separated by commas."))
    enterprise = KeysFilter(
        "contract__enterprise__uscc", max_length=18, help_text=_("Credit codes of companies, separated by commas.")
    )
    in_force_on = DayFilter(method="in_force", help_text=_("Accepted, and in force on this day."))

    def in_force(self, queryset, name, value):
        return queryset.in_force(on=value)
