"""Estates and buildings by themselves; who manages them is added upstairs."""

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from accounts.api.serializers import Seen, Shape, regions_for
from estates.models import Building, Estate

OWN_FIELDS = [
    "code", "name", "initials", "former_names", "address", "region", "region_name", "latitude", "longitude",
    "built_year", "floor_area_m2", "households", "building_count", "kind", "service_mode", "renovation",
]  # fmt: skip


class EstateShape(Shape):
    """The register's own columns."""

    region = Seen("code", among=regions_for, help_text=_("Code of the street or community, 12 digits."))
    region_name = serializers.CharField(source="region.name", read_only=True, help_text=_("Its name."))

    class Meta:
        model = Estate
        fields = OWN_FIELDS
        read_only_fields = ["initials"]
        extra_kwargs = {
            "code": {"help_text": _("13 digits: the street's first 9, then a serial number of 4.")},
            "initials": {"help_text": _("Pinyin initials of the name, made by the portal.")},
            "former_names": {"help_text": _("Separated by 、.")},
            "latitude": {"help_text": _("Degrees; both coordinates or none.")},
            "longitude": {"help_text": _("Degrees; both coordinates or none.")},
            "built_year": {"help_text": _("Year of completion.")},
            "floor_area_m2": {"help_text": _("Total floor area in square metres.")},
            "households": {"help_text": _("Number of households.")},
            "building_count": {"help_text": _("Number of buildings.")},
            "service_mode": {"help_text": _("How the estate is served; “none” is without property service.")},
        }


class BuildingShape(Shape):
    estate_name = serializers.CharField(source="estate.name", read_only=True, help_text=_("Name of the estate."))

    class Meta:
        model = Building
        fields = ["id", "estate", "estate_name", "name", "storeys", "units", "lifts", "households", "floor_area_m2"]
        extra_kwargs = {
            "name": {"help_text": _("Number or name of the building.")},
            "storeys": {"help_text": _("Number of storeys.")},
            "units": {"help_text": _("Number of units (stairways).")},
            "lifts": {"help_text": _("Number of lifts.")},
            "households": {"help_text": _("Number of households.")},
            "floor_area_m2": {"help_text": _("Floor area in square metres.")},
        }
