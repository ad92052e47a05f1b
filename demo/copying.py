"""Rows by the ten thousand into a table, in one statement."""

import csv
import io
import json
from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

from django.db import connection
from django.db.models import Model

from accounts.numbers import next_keys

Thing = TypeVar("Thing", bound=Model)

NOTHING = r"\N"


def copy_rows(table: str, columns: Sequence[str], rows: Iterable[Sequence]) -> None:
    """COPY plain values into a table: None is null, an empty text stays one."""
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows(
        [NOTHING if value is None else value for value in row] for row in rows
    )
    text.seek(0)
    named = ", ".join(f'"{name}"' for name in columns)
    with connection.cursor() as cursor, connection.wrap_database_errors:
        cursor.cursor.copy_expert(f"COPY {table} ({named}) FROM STDIN (FORMAT csv, NULL '{NOTHING}')", text)


def copied(model: type[Model], columns: Sequence[str], rows: Iterable[Sequence]) -> None:
    """The same into the table of a model."""
    copy_rows(model._meta.db_table, columns, rows)


def put(things: Iterable[Thing]) -> list[Thing]:
    """COPY new things of one model, as `bulk_create` would insert them at several times the cost. They get keys.

    What they refer to has its key already, and no value of theirs is an array.
    """
    made = list(things)
    if made:
        model = type(made[0])
        if made[0].pk is None:
            for thing, key in zip(made, next_keys(model, len(made)), strict=True):
                thing.pk = key
        columns = [column for column in model._meta.concrete_fields if not column.generated]
        names = [column.attname for column in columns]
        rows = ([plain(getattr(thing, name)) for name in names] for thing in made)
        copied(model, [str(column.column) for column in columns], rows)
    return made


def plain(value: Any) -> Any:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, dict | list) else value
