"""Filters of findings."""

from django.utils.translation import gettext_lazy as _

from accounts.filters import KeysFilter, YesNoFilter
from estates.filters import OfEstates
from fees.models import Finding
from fees.models.findings import OPEN

COMPANIES = _("Credit codes of companies, separated by commas.")


class FindingFilters(OfEstates):
    model = Finding
    columns = (
        "number", "kind", "state", "happened_on", "found_on", "answer_due_on", "put_right_by", "decided_at",
        "is_by_machine",
    )  # fmt: skip

    enterprise = KeysFilter("enterprise__uscc", max_length=18, help_text=COMPANIES)
    open = YesNoFilter(method="is_open", help_text=_("Whether somebody still has to do something."))

    def is_open(self, queryset, name, value):
        return queryset.filter(state__in=OPEN) if value else queryset.exclude(state__in=OPEN)
