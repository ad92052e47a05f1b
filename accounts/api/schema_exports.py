"""What the OpenAPI document says of lists as files."""

from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter

from accounts.api.exporting import GEOJSON, HEADINGS, KINDS
from accounts.spreadsheets import WORKBOOK

PARAMETERS = [
    OpenApiParameter("as", enum=KINDS, description=_("Format; by default CSV.")),
    OpenApiParameter(
        "headings",
        enum=HEADINGS,
        description=_("First line: the names of the fields (the default), or words for people."),
    ),
]
RESPONSES = {
    (200, "text/csv"): OpenApiTypes.STR,
    (200, WORKBOOK): OpenApiTypes.BINARY,
    (200, GEOJSON): OpenApiTypes.OBJECT,
}
