"""What the OpenAPI document says of lists as files."""

from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter

from accounts.api.exporting import GEOJSON, HEADINGS, KINDS, PLACE
from accounts.api.resources import Resource
from accounts.spreadsheets import WORKBOOK


def has_places(resource: Resource) -> bool:
    """Whether its rows can be drawn on a map."""
    return set(PLACE) <= set(resource.reader().columns)


def parameters(resource: Resource) -> list[OpenApiParameter]:
    kinds = [kind for kind in KINDS if kind != "geojson" or has_places(resource)]
    first_line = _("First line: the names of the fields (the default), or words for people.")
    return [
        OpenApiParameter("as", enum=kinds, description=_("Format; by default CSV.")),
        OpenApiParameter("headings", enum=HEADINGS, description=first_line),
    ]


def responses(resource: Resource) -> dict[tuple[int, str], OpenApiTypes]:
    found = {(200, "text/csv"): OpenApiTypes.STR, (200, WORKBOOK): OpenApiTypes.BINARY}
    return found | ({(200, GEOJSON): OpenApiTypes.OBJECT} if has_places(resource) else {})
