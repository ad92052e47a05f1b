"""Things in place of their codes: `?expand=enterprise`. One query for each kind, however many rows.

A thing that the caller may not see is null, as if it were not there.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers

from accounts.api.reading import dicts, paths_of, reader_of
from accounts.api.statements import compiled


@dataclass(frozen=True)
class Expansion:
    """What stands behind a name: `load(view, ids)` finds it for the `ids` in column `path` of the rows.

    `shape` describes it; `is_list` says whether there are several.
    """

    path: str
    load: Callable[[Any, Sequence[Any]], Mapping[Any, Any]]
    shape: Callable[[], type[serializers.Serializer]]
    is_list: bool = False

    @property
    def nothing(self) -> Any:
        return [] if self.is_list else None


def one(resource: str, path: str) -> Expansion:
    """The thing of another resource whose primary key stands in column `path`, as of the day asked about."""

    def target():
        from accounts.api.resources import Resource

        return Resource.known()[resource]

    def load(view, ids: Sequence[Any]) -> Mapping[Any, Any]:
        return target().things(view.request.user, ids, on=view.request.query_params.get("on"))

    return Expansion(path, load, lambda: target().serializer_class)


def many(shape: type[serializers.Serializer], rows: Callable[[Any, Sequence[Any]], QuerySet], *, by: str) -> Expansion:
    """The rows that belong to each: `rows(view, ids)` in their order; column `by` of them names the owner."""

    def load(view, ids: Sequence[Any]) -> Mapping[Any, Any]:
        columns = reader_of(shape).picked()
        found = compiled(rows(view, ids).values_list(by, *paths_of(columns))).rows()
        grouped = defaultdict(list)
        for owner, shown in zip((row[0] for row in found), dicts(found, columns, skip=1), strict=True):
            grouped[owner].append(shown)
        return grouped

    return Expansion("pk", load, lambda: shape, is_list=True)


def made(
    shape: type[serializers.Serializer], by: Callable[[Any, Sequence[Any]], Mapping[Any, Any]], *, is_list: bool = True
) -> Expansion:
    """What a function makes for each primary key."""
    return Expansion("pk", by, lambda: shape, is_list=is_list)


def expand(view, rows: Iterable[dict[str, Any]], ids: Mapping[str, Sequence[Any]], expansions: Mapping[str, Expansion]):
    """Puts into each row what stands behind the names of `expansions`; `ids` has the rows' values of their paths."""
    rows = list(rows)
    for name, expansion in expansions.items():
        known = list(dict.fromkeys(value for value in ids[name] if value is not None))
        found = expansion.load(view, known) if known else {}
        for row, value in zip(rows, ids[name], strict=True):
            row[name] = found.get(value, expansion.nothing)
    return rows
