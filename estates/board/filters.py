"""Filters of disclosure boards."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.filters import Filters, IdsFilter, KeysFilter, YesNoFilter
from estates.life_filters import OfEstates
from estates.models import BoardEntry, BoardFault, BoardItem, BoardObjection

ITEMS = _("Codes of items, separated by commas.")


class ItemFilters(Filters):
    model = BoardItem
    columns = ("code", "name", "every_months", "only_where", "counts_as", "from_on", "until_on")


class EntryFilters(OfEstates):
    model = BoardEntry
    columns = ("from_on", "until_on", "due_on", "state", "posted_on", "checked_on")

    id = IdsFilter()
    item = KeysFilter("item__code", max_length=20, help_text=ITEMS)
    late = YesNoFilter(method="is_late", help_text=_("Whether it is left out though its day is over."))

    def is_late(self, queryset, name, value):
        late = BoardEntry.objects.late(on=timezone.localdate())
        return queryset.filter(pk__in=late) if value else queryset.exclude(pk__in=late)


class FaultFilters(OfEstates):
    model = BoardFault
    columns = ("number", "kind", "state", "happened_on", "reported_at", "put_right_by", "decided_at")


class ObjectionFilters(OfEstates):
    model = BoardObjection
    columns = ("number", "kind", "state", "filed_at", "due_on", "answered_at")

    item = KeysFilter("item__code", max_length=20, help_text=ITEMS)
    late = YesNoFilter(method="is_late", help_text=_("Whether its answer is overdue."))

    def is_late(self, queryset, name, value):
        late = BoardObjection.objects.late(on=timezone.localdate())
        return queryset.filter(pk__in=late) if value else queryset.exclude(pk__in=late)
