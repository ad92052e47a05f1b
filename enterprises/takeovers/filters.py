"""Filters of delivery verifications and inspections at hand-over."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.filters import KeysFilter, YesNoFilter
from enterprises.models import Delivery, Takeover
from estates.life_filters import OfEstates


class DeliveryFilters(OfEstates):
    model = Delivery
    columns = ("number", "state", "applied_on", "handover_on", "confirmed_on")


class TakeoverFilters(OfEstates):
    model = Takeover
    columns = ("number", "kind", "state", "handover_on", "inspected_on", "finished_on", "file_by", "filed_on")

    enterprise = KeysFilter("enterprise__uscc", max_length=18, help_text=_("Credit codes, separated by commas."))
    overdue = YesNoFilter(
        method="late",
        help_text=_("Whether its inspection, a defect, the posting or the filing of its papers is late today."),
    )

    def late(self, queryset, name, value):
        late = Takeover.objects.owing(on=timezone.localdate()).values("pk")
        return queryset.filter(pk__in=late) if value else queryset.exclude(pk__in=late)
