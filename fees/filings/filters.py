"""Filters of fee filings."""

from django.utils.translation import gettext_lazy as _

from accounts.filters import DayFilter, KeysFilter
from estates.filters import OfEstates
from fees.findings.filters import COMPANIES
from fees.models import FeeFiling


class FeeFilingFilters(OfEstates):
    model = FeeFiling
    columns = (
        "number", "state", "decided_by", "charge_way", "from_on", "until_on", "filed_on", "answered_on",
        "prepay_months_most",
    )  # fmt: skip

    enterprise = KeysFilter("contract__enterprise__uscc", max_length=18, help_text=COMPANIES)
    in_force_on = DayFilter(method="in_force", help_text=_("Accepted, and in force on this day."))

    def in_force(self, queryset, name, value):
        return queryset.in_force(on=value)
