"""A list as a file: everything that the filters leave of the caller's scope, streamed, however much that is.

CSV and workbooks have a column for each field; GeoJSON has a point for each thing that has coordinates. Who took out
what, and how many rows, is written down before the first of them leaves.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from itertools import chain
from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.http import StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError

from accounts import spreadsheets
from accounts.actions import note_export
from accounts.api.asking import Shaping, listed
from accounts.api.filtering import one_of, refuse_unknown
from accounts.api.rendering import dumps
from accounts.patience import unhurried

KINDS = ("csv", "xlsx", "geojson")
HEADINGS = ("names", "words")
OF_EXPORTS = ("as", "headings", "fields", "omit", "ordering")
PLACE = ("longitude", "latitude")
GEOJSON = "application/geo+json"

Chunks = Iterable[list[dict[str, Any]]]


class Exports:
    """The part of a resource that hands out its whole list."""

    @action(detail=False)
    def export(self, request, *args, **kwargs) -> StreamingHttpResponse:
        """All rows that the filters leave, as a file: CSV (UTF-8), a workbook, or GeoJSON for what has coordinates."""
        query = request.query_params
        refuse_unknown(request, {*OF_EXPORTS, *self.filter_names()})
        kind, names = one_of(request, "as", KINDS) or "csv", self.columns_asked(query)
        filters = {name: query[name] for name in query if name not in OF_EXPORTS}
        headings = self.words_of(names) if one_of(request, "headings", HEADINGS) == "words" else names
        picked = (self.public_key, *names, *PLACE) if kind == "geojson" else names
        table, counted = self.table(Shaping(picked, ()), self.order(query), filters), self.countable(filters)
        if request.method == "HEAD":
            self.refuse_kind(kind, rows=0)
            return self.file_of(iter(()), kind, names, headings)
        with unhurried():
            self.refuse_kind(kind, rows := counted.count(most=None))
            chunks = started(table.stream(self))
        note_export(self.kind, kind=kind, filters=filters, fields=names, rows=rows, by=request.user, at=timezone.now())
        return self.file_of(chunks, kind, names, headings)

    def file_of(
        self, chunks: Chunks, kind: str, names: Sequence[str], headings: Sequence[str]
    ) -> StreamingHttpResponse:
        name = f"{self.kind}-{timezone.localdate():%Y%m%d}"
        if kind == "geojson":
            return spreadsheets.attached(features(chunks, names, key=self.public_key), f"{name}.geojson", GEOJSON)
        lines = chain([headings], lines_of(chunks, names))
        return (spreadsheets.as_csv if kind == "csv" else spreadsheets.as_workbook)(lines, name)

    def columns_asked(self, query) -> tuple[str, ...]:
        """From `fields` and `omit`, in the order of the rows. Raises ValidationError."""
        known = list(self.reader().columns)
        wanted, left_out = listed(query, "fields", known) or known, listed(query, "omit", known)
        names = tuple(name for name in known if name in wanted and name not in left_out)
        if not names:
            raise ValidationError({"omit": _("Nothing is left to show.")})
        return names

    def refuse_kind(self, kind: str, rows: int) -> None:
        """Raises ValidationError for a format that cannot hold these rows."""
        if kind == "geojson" and not set(PLACE) <= set(self.reader().columns):
            raise ValidationError({"as": _("These rows have no coordinates. Take them as csv or xlsx.")})
        if kind == "xlsx" and rows > spreadsheets.MOST_ROWS_OF_A_SHEET:
            most = f"{spreadsheets.MOST_ROWS_OF_A_SHEET:,}"
            sentence = _("A worksheet holds %(most)s rows and this list has more. Take it as csv, or filter it first.")
            raise ValidationError({"as": sentence % {"most": most}})

    def words_of(self, names: Sequence[str]) -> list[str]:
        """What the columns are called by people: the registers' own names, or how a field is described."""
        fields = self.serializer_class().fields
        return [words_for(self.model, fields[name]) for name in names]


def words_for(model, field) -> str:
    try:
        return spreadsheets.heading_of(model, "__".join(field.source_attrs))
    except (FieldDoesNotExist, AttributeError):
        return str(field.help_text or field.label).rstrip("。.")


def started(chunks: Iterator[list]) -> Iterator[list]:
    """The same chunks, the first of which is there already: what goes wrong goes wrong before the answer begins."""
    first = next(chunks, [])
    return chain([first], chunks)


def lines_of(chunks: Chunks, names: Sequence[str]) -> Iterator[list[Any]]:
    for chunk in chunks:
        for row in chunk:
            yield [plain(row[name]) for name in names]


def plain(value: Any) -> Any:
    """A value for one cell, in the form that the API's JSON has it."""
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, datetime | date):
        return value.isoformat()
    return dumps(value).decode()


def features(chunks: Chunks, names: Sequence[str], *, key: str) -> Iterator[bytes]:
    """A FeatureCollection (RFC 7946): longitude before latitude, null where a thing has no coordinates."""
    told = [name for name in names if name not in PLACE]
    yield b'{"type":"FeatureCollection","features":['
    between = b""
    for chunk in chunks:
        if chunk:
            yield between + b",".join([dumps(feature(row, told, key)) for row in chunk])
            between = b","
    yield b"]}"


def feature(row: dict[str, Any], told: Sequence[str], key: str) -> dict[str, Any]:
    point = [row[name] for name in PLACE]
    return {
        "type": "Feature",
        "id": row[key],
        "geometry": None if None in point else {"type": "Point", "coordinates": point},
        "properties": {name: row[name] for name in told},
    }
