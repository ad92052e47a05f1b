"""Filters that need several floors."""

from django.utils.translation import gettext_lazy as _
from django_filters import rest_framework as filters

from accounts.filters import AsOfFilter
from credit.filters import GradesFilter
from enterprises.filters import CREDIT_CODE
from estates.filters import EstateFilters
from oversight.queries import served


class ManagedEstateFilters(EstateFilters):
    """Estates with who manages them on a day and that company's grade."""

    on = AsOfFilter()
    enterprise = filters.CharFilter(field_name="company_code", max_length=18, help_text=CREDIT_CODE)
    has_contract = filters.BooleanFilter(
        field_name="contract_number", lookup_expr="isnull", exclude=True, help_text=_("Whether a contract is running.")
    )
    grade = GradesFilter()
    served_on = filters.DateFilter(
        method="with_service", help_text=_("Had property service on this day, as the coverage figures count it.")
    )
    unserved_on = filters.DateFilter(method="without_service", help_text=_("Had no property service on this day."))

    def with_service(self, queryset, name, value):
        return queryset.filter(served(on=value))

    def without_service(self, queryset, name, value):
        return queryset.exclude(served(on=value))
