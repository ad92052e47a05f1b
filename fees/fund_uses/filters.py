"""Filters of fund uses."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.filters import YesNoFilter
from estates.filters import OfEstates
from fees.models import FundUse


class FundUseFilters(OfEstates):
    model = FundUse
    columns = (
        "number", "kind", "state", "part", "proposed_on", "posted_on", "filed_on", "answer_due_on", "approved_on",
        "settled_on", "paid_on",
    )  # fmt: skip

    late = YesNoFilter(method="is_late", help_text=_("Whether the bureau's answer or an after-notice is overdue."))

    def is_late(self, queryset, name, value):
        late = FundUse.objects.late(on=timezone.localdate())
        return queryset.filter(pk__in=late) if value else queryset.exclude(pk__in=late)
