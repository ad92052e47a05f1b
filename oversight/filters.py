"""Filters that need several floors."""

from django.utils.translation import gettext_lazy as _

from accounts.filters import AsOfFilter, DayFilter, KeysFilter, YesNoFilter
from credit.filters import GradesFilter, score_filters
from enterprises.filters import CREDIT_CODE
from estates.filters import EstateFilters
from oversight.queries import served


class ManagedEstateFilters(EstateFilters):
    """Estates with who manages them on a day and that company's grade."""

    on = AsOfFilter()
    enterprise = KeysFilter("company_code", max_length=18, help_text=CREDIT_CODE)
    has_contract = YesNoFilter("contract_number", "isnull", exclude=True, help_text=_("Whether a contract is running."))
    contract_ends_from = DayFilter(
        "contract_ends_on", "gte", help_text=_("Whose running contract ends on this day or later.")
    )
    contract_ends_to = DayFilter(
        "contract_ends_on", "lte", help_text=_("Whose running contract ends on this day or earlier.")
    )
    grade = GradesFilter()
    score_from, score_to = score_filters()
    served_on = DayFilter(
        method="with_service", help_text=_("Had property service on this day, as the coverage figures count it.")
    )
    unserved_on = DayFilter(method="without_service", help_text=_("Had no property service on this day."))

    def with_service(self, queryset, name, value):
        return queryset.filter(served(on=value))

    def without_service(self, queryset, name, value):
        return queryset.exclude(served(on=value))
