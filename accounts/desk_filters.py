"""Filters whose choices are what the person may see."""

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import DropdownFilter

from accounts.models import Level, Region
from accounts.scope import regions_seen, stem_for, within


class RegionFilter(DropdownFilter):
    """By county; for somebody who sees one county only, by street. `field` is the region-code column."""

    title = _("county or street")
    parameter_name = "region"
    field = "region_id"

    def lookups(self, request: HttpRequest, model_admin) -> list[tuple[str, str]]:
        stem = stem_for(request.user) or ""
        level = Level.COUNTY if len(stem) < 6 else Level.STREET
        rows = Region.objects.filter(regions_seen(request.user), level=level)
        return list(rows.values_list("code", "name"))

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        code = self.value()
        if not code:
            return queryset
        region = Region.objects.filter(pk=code).first() if code.isascii() and code.isdigit() else None
        return self.narrowed(queryset, region) if region else queryset.none()

    def narrowed(self, queryset: QuerySet, region: Region) -> QuerySet:
        return queryset.filter(within(self.field, region))


def region_filter(column: str) -> type[RegionFilter]:
    """The region filter for another column, such as `estate__region_id`."""
    return type("RegionFilterOn", (RegionFilter,), {"field": column})
