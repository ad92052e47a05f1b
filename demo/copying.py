"""Rows by the ten thousand into a table, in one statement."""

import csv
import io
from collections.abc import Iterable, Sequence

from django.db import connection
from django.db.models import Model

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
