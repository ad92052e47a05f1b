"""COPY for what an invented city has tens of thousands of."""

import csv
import io
from collections.abc import Iterable, Sequence

from django.db import connection
from django.db.models import Model

NULL = r"\N"


def copied(model: type[Model], columns: Sequence[str], rows: Iterable[Sequence]) -> None:
    """Rows of plain values straight into the table of a model; None is null."""
    text = io.StringIO(newline="")
    lines = csv.writer(text, lineterminator="\n")
    lines.writerows([NULL if value is None else value for value in row] for row in rows)
    text.seek(0)
    with connection.cursor() as cursor:
        table = model._meta.db_table
        statement = f"COPY {table} ({', '.join(columns)}) FROM STDIN (FORMAT csv, NULL '{NULL}')"
        cursor.cursor.copy_expert(statement, text)
