"""A resource's rows as one compiled SELECT, kept and asked again with other pages, keys and limits.

Compiling a queryset costs more than running it. What is compiled here is the SELECT of the rows that a person sees and
filtered for; which page, which key and which order come around it, so that one text serves them all:
`SELECT * FROM (<the rows>) found WHERE ... ORDER BY ... LIMIT ...`. PostgreSQL folds the inner SELECT into the outer.
"""

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from threading import Lock
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

MOST_KEPT = 1_000
ROWS_AT_ONCE = 2_000


@dataclass(frozen=True)
class Statement:
    """The SQL of a queryset of `values_list` rows, and its parameters. `sql` is None where nothing can be found."""

    sql: str | None
    parameters: tuple
    converters: tuple[tuple[int, Callable], ...]

    def rows(self, around: str = "", *parameters: Any) -> list[tuple]:
        """The rows, with `around` (WHERE, ORDER BY, LIMIT) said of them."""
        if self.sql is None:
            return []
        with connection.cursor() as cursor:
            self.ask(cursor, around, parameters)
            return self.converted(cursor.fetchall())

    def stream(self, around: str = "", *parameters: Any) -> Iterator[list[tuple]]:
        """The same, in chunks that the database hands out one by one."""
        if self.sql is None:
            return
        with connection.chunked_cursor() as cursor:
            self.ask(cursor, around, parameters)
            while chunk := cursor.fetchmany(ROWS_AT_ONCE):
                yield self.converted(chunk)

    def ask(self, cursor, around: str, parameters: tuple) -> None:
        cursor.execute(f"SELECT * FROM ({self.sql}) found {around}", (*self.parameters, *parameters))

    def count(self, *, most: int | None) -> int:
        """How many rows there are, counted no further than `most`."""
        if self.sql is None:
            return 0
        limit = "" if most is None else f"LIMIT {int(most)}"
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM ({self.sql} {limit}) counted", self.parameters)
            return cursor.fetchone()[0]

    def converted(self, rows: list[tuple]) -> list[tuple]:
        if not self.converters:
            return rows
        lists = [list(row) for row in rows]
        for place, convert in self.converters:
            for row in lists:
                row[place] = convert(row[place])
        return [tuple(row) for row in lists]


def compiled(queryset: QuerySet) -> Statement:
    """The statement of a queryset that went through `values_list`."""
    compiler = queryset.query.get_compiler(queryset.db)
    try:
        sql, parameters = compiler.as_sql()
    except EmptyResultSet:
        return Statement(None, (), ())
    columns = [expression for expression, _sql, _alias in compiler.select]
    return Statement(sql, tuple(parameters), tuple(converters_of(compiler, columns)))


def converters_of(compiler, columns: Sequence) -> Iterator[tuple[int, Callable]]:
    """What Django would do to the values of single columns, such as reading JSON."""
    for place, (converters, expression) in compiler.get_converters(columns).items():
        for convert in converters:
            if convert is getattr(expression, "convert_value", None):
                continue  # makes an int of what PostgreSQL sends as one
            yield place, lambda value, convert=convert, told=expression: convert(value, told, connection)


class Kept:
    """The statements used last, by what was asked."""

    def __init__(self, most: int = MOST_KEPT):
        self.most, self.lock = most, Lock()
        self.found: OrderedDict[Hashable, Any] = OrderedDict()

    def get(self, key: Hashable, make: Callable[[], Any]) -> Any:
        """What was made for `key`, or what `make` makes now. Two at once may both make it: the result is the same."""
        with self.lock:
            if key in self.found:
                self.found.move_to_end(key)
                return self.found[key]
        made = make()
        with self.lock:
            self.found[key] = made
            if len(self.found) > self.most:
                self.found.popitem(last=False)
        return made
