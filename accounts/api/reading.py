"""Rows as plain dicts, without model objects: a serializer says once what a row looks like, a `Reader` keeps it ready.

Building serializer fields and model objects for every row costs ten times what the database needs for a page. A reader
turns a serializer class into columns to select and functions for the few values that need one.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cache
from typing import Any

from django.utils import timezone
from rest_framework import serializers

AS_THEY_ARE = (
    serializers.CharField,
    serializers.ChoiceField,
    serializers.IntegerField,
    serializers.BooleanField,
    serializers.FloatField,
    serializers.DateField,
    serializers.UUIDField,
    serializers.JSONField,
    serializers.DictField,
    serializers.ListField,
    serializers.PrimaryKeyRelatedField,
)
"""Fields whose values the database already has as they are shown."""


class Worked(serializers.Field):
    """A value that is worked out of columns of the same row: `Worked(IntegerField(), by=double, of=["storeys"])`.

    `field` describes the result; `by` takes the columns' values in the order of `of`.
    """

    def __init__(self, field: serializers.Field, *, by: Callable[..., Any], of: Sequence[str], **options):
        self.field, self.by, self.of = field, by, tuple(of)
        super().__init__(read_only=True, allow_null=field.allow_null, **options)

    def get_attribute(self, instance):
        return tuple(valued(instance, path) for path in self.of)

    def to_representation(self, value):
        return self.by(*value)


def valued(instance: Any, path: str) -> Any:
    for name in path.split("__"):
        instance = getattr(instance, name, None)
    return instance


@dataclass(frozen=True)
class Column:
    """One value of a row: what it is called, the columns that it needs, and how they become it (None: as it is)."""

    name: str
    paths: tuple[str, ...]
    shown: Callable[..., Any] | None


class Reader:
    """The columns of a serializer, by name. Nested rows are no columns: see `expanding.py`."""

    def __init__(self, shape: type[serializers.Serializer]):
        self.columns = {name: column_of(name, field) for name, field in shape().fields.items() if is_column(field)}

    def picked(self, names: Iterable[str] | None = None) -> list[Column]:
        """The columns with these names, in the serializer's order; all without `names`."""
        if names is None:
            return list(self.columns.values())
        wanted = set(names)
        return [column for name, column in self.columns.items() if name in wanted]


@cache
def reader_of(shape: type[serializers.Serializer]) -> Reader:
    return Reader(shape)


def is_column(field: serializers.Field) -> bool:
    is_nested = isinstance(field, serializers.BaseSerializer | serializers.SerializerMethodField)
    return not is_nested and not field.write_only


def column_of(name: str, field: serializers.Field) -> Column:
    """A field that is shown from elsewhere than it is written to says so (`read_from`)."""
    if isinstance(field, Worked):
        return Column(name, field.of, field.by)
    path = getattr(field, "read_from", None) or "__".join(field.source_attrs)
    if isinstance(field, serializers.SlugRelatedField):
        return Column(name, (f"{path}__{field.slug_field}",), None)
    return Column(name, (path,), how_shown(field))


def how_shown(field: serializers.Field) -> Callable[[Any], Any] | None:
    if type(field) is serializers.DateTimeField:
        return local
    if type(field) is serializers.DecimalField:
        return number
    return (
        None if type(field) in AS_THEY_ARE or isinstance(field, AS_THEY_ARE) else unless_null(field.to_representation)
    )


def unless_null(shown: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda value: None if value is None else shown(value)


def local(value: datetime | None) -> datetime | None:
    """By the clock of the city."""
    return None if value is None else timezone.localtime(value)


def number(value: Decimal | None) -> float | int | None:
    """As JSON has it: whole ones without a point."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def paths_of(columns: Sequence[Column]) -> list[str]:
    """What to select: the first path of each column, then the further ones of those that need several."""
    return [column.paths[0] for column in columns] + [path for column in columns for path in column.paths[1:]]


def dicts(rows: Sequence[tuple], columns: Sequence[Column], *, skip: int) -> list[dict[str, Any]]:
    """Database rows, selected by `paths_of`, as dicts; the first `skip` values of each are not shown."""
    names = [column.name for column in columns]
    found = [dict(zip(names, row[skip:], strict=False)) for row in rows]
    further = skip + len(columns)
    for column in columns:
        name, shown, beside = column.name, column.shown, slice(further, further := further + len(column.paths) - 1)
        if len(column.paths) > 1:
            for told, row in zip(found, rows, strict=True):
                told[name] = shown(told[name], *row[beside])
        elif shown:
            for told in found:
                told[name] = shown(told[name])
    return found
