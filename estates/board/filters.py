"""Filters of disclosure boards."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.filters import Filters, IdsFilter, KeysFilter, RegionFilter, YesNoFilter
from estates.models import BoardEntry, BoardFault, BoardItem, BoardObjection, ObjectionState

ESTATES = _("Codes of estates, separated by commas.")
ITEMS = _("Codes of items, separated by commas.")


class ItemFilters(Filters):
    model = BoardItem
    columns = ("code", "name", "every_months", "only_where", "counts_as", "from_on", "until_on")


class EntryFilters(Filters):
    model = BoardEntry
    columns = ("from_on", "until_on", "due_on", "state", "posted_on", "checked_on")

    id = IdsFilter()
    region = RegionFilter("estate__region_id")
    estate = KeysFilter("estate__code", max_length=13, help_text=ESTATES)
    item = KeysFilter("item__code", max_length=20, help_text=ITEMS)
    late = YesNoFilter(method="is_late", help_text=_("Whether it is left out though its day is over."))

    def is_late(self, queryset, name, value):
        late = BoardEntry.objects.late(on=timezone.localdate())
        return queryset.filter(pk__in=late) if value else queryset.exclude(pk__in=late)


class FaultFilters(Filters):
    model = BoardFault
    columns = ("number", "kind", "state", "happened_on", "reported_at", "put_right_by", "decided_at")

    region = RegionFilter("estate__region_id")
    estate = KeysFilter("estate__code", max_length=13, help_text=ESTATES)


class ObjectionFilters(Filters):
    model = BoardObjection
    columns = ("number", "kind", "state", "filed_at", "due_on", "answered_at")

    region = RegionFilter("estate__region_id")
    estate = KeysFilter("estate__code", max_length=13, help_text=ESTATES)
    item = KeysFilter("item__code", max_length=20, help_text=ITEMS)
    late = YesNoFilter(method="is_late", help_text=_("Whether its answer is overdue."))

    def is_late(self, queryset, name, value):
        rows = {"state": ObjectionState.FILED, "due_on__lt": timezone.localdate()}
        return queryset.filter(**rows) if value else queryset.exclude(**rows)
