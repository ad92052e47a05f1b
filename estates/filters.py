"""Filters of the places, for the JSON door and the HTML door."""

from django.utils.translation import gettext_lazy as _

from accounts.filters import Filters, IdsFilter, KeysFilter, PinyinFilter, RegionFilter, SearchFilter, TextFilter
from estates.models import Building, Estate


class EstateFilters(Filters):
    model = Estate
    columns = (
        "code", "name", "former_names", "address", "latitude", "longitude", "built_year", "floor_area_m2", "households",
        "building_count", "kind", "service_mode", "renovation",
    )  # fmt: skip

    region = RegionFilter("region_id")
    search = SearchFilter(
        help_text=_("Words in the name, former names, address, pinyin initials or code; all must occur.")
    )
    pinyin = PinyinFilter()


class OfEstates(Filters):
    """Of rows with an `estate`."""

    region = RegionFilter("estate__region_id")
    estate = KeysFilter("estate__code", max_length=13, help_text=_("Codes of estates, separated by commas."))


class BuildingFilters(OfEstates):
    model = Building
    columns = ("name", "storeys", "units", "lifts", "households", "floor_area_m2")

    id = IdsFilter()
    search = TextFilter("name", lookup_expr="icontains", max_length=30, help_text=_("Part of the name."))
