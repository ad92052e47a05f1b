"""Filters of the places, for the JSON door and the HTML door."""

from django.utils.translation import gettext_lazy as _
from django_filters import rest_framework as filters

from accounts.filters import ChoicesFilter, PinyinFilter, RegionFilter, TextFilter
from estates.models import Building, Estate, EstateKind, Renovation, ServiceMode


class EstateFilters(filters.FilterSet):
    region = RegionFilter("region_id")
    search = TextFilter(
        help_text=_("Words in the name, former names, address, pinyin initials or code; all must occur.")
    )
    pinyin = PinyinFilter()
    kind = ChoicesFilter(choices=EstateKind.choices)
    service_mode = ChoicesFilter(choices=ServiceMode.choices)
    renovation = ChoicesFilter(choices=Renovation.choices)
    built_from = filters.NumberFilter(
        field_name="built_year",
        lookup_expr="gte",
        min_value=0,
        max_value=9999,
        help_text=_("Built in this year or later."),
    )
    built_to = filters.NumberFilter(
        field_name="built_year",
        lookup_expr="lte",
        min_value=0,
        max_value=9999,
        help_text=_("Built in this year or earlier."),
    )
    households_from = filters.NumberFilter(
        field_name="households",
        lookup_expr="gte",
        min_value=0,
        max_value=10**9,
        help_text=_("At least so many households."),
    )
    households_to = filters.NumberFilter(
        field_name="households",
        lookup_expr="lte",
        min_value=0,
        max_value=10**9,
        help_text=_("At most so many households."),
    )

    class Meta:
        model = Estate
        fields: list[str] = []


class BuildingFilters(filters.FilterSet):
    region = RegionFilter("estate__region_id")
    estate = filters.CharFilter(field_name="estate__code", max_length=13, help_text=_("Code of the estate."))
    search = filters.CharFilter(
        field_name="name", lookup_expr="icontains", max_length=30, help_text=_("Part of the name.")
    )

    class Meta:
        model = Building
        fields: list[str] = []
