"""The rows of a resource for one way of asking: which columns, in which order, with what beside them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, QuerySet

from accounts.api.expanding import Expansion, expand
from accounts.api.paging import Order
from accounts.api.reading import Column, dicts, paths_of
from accounts.api.statements import Statement, compiled

PK, KEY = "found_pk", "found_key"


@dataclass(frozen=True)
class Table:
    """A compiled SELECT and how its rows are told.

    The values of a row are those of the order, the primary key, the public key, the ids behind the expansions, and
    then the columns.
    """

    statement: Statement
    order: Order
    columns: tuple[Column, ...]
    expansions: Mapping[str, Expansion]

    @classmethod
    def of(
        cls,
        queryset: QuerySet,
        *,
        order: Order,
        columns: Sequence[Column],
        key: str = "pk",
        expansions: Mapping[str, Expansion] | None = None,
    ) -> "Table":
        expansions = expansions or {}
        paths = [each.path for each in expansions.values()]
        paths += paths_of(columns)
        named = {PK: F("pk"), KEY: F(key), **{f"value_{place}": F(path) for place, path in enumerate(paths)}}
        annotations = {**order.annotations, **named}
        rows = queryset.order_by().annotate(**annotations).values_list(*annotations)
        return cls(compiled(rows), order, tuple(columns), expansions)

    @property
    def hidden(self) -> int:
        """How many values of a row are not told."""
        return len(self.order.keys) + 2 + len(self.expansions)

    def told(self, view, rows: Sequence[tuple]) -> list[dict[str, Any]]:
        """Rows as they are shown; `view` knows who asks."""
        found = dicts(rows, self.columns, skip=self.hidden)
        if not self.expansions:
            return found
        first = len(self.order.keys) + 2
        ids = {name: [row[first + place] for row in rows] for place, name in enumerate(self.expansions)}
        return expand(view, found, ids, self.expansions)

    def one(self, key: Any) -> list[tuple]:
        """The row with a public key, if there is one."""
        return self.statement.rows(f'WHERE "{KEY}" = %s', key)

    def among(self, keys: Sequence[Any]) -> list[tuple]:
        """The rows with these primary keys, in no order."""
        return self.statement.rows(f'WHERE "{PK}" = ANY(%s)', list(keys))

    def pk_of(self, row: tuple) -> Any:
        return row[len(self.order.keys)]

    def stream(self, view) -> Iterator[list[dict[str, Any]]]:
        """All rows in their order, in chunks: what is shown is never in memory as a whole."""
        for chunk in self.statement.stream(self.order.sql):
            yield self.told(view, chunk)
