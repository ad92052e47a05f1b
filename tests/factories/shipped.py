"""Lists that come with the portal, put into empty tables quickly: read and made once in a process, then copied in."""

from collections.abc import Callable, Sequence
from io import StringIO

from django.db import connection, models

KEPT: dict[str, str] = {}
"""The rows of each table, as PostgreSQL copies them out and in."""


def put_in(tables: Sequence[type[models.Model]], make: Callable[[], object]) -> None:
    """Fill these tables, which are empty, with what `make` puts there. Their order is that of their foreign keys."""
    if not KEPT.keys() >= {model._meta.db_table for model in tables}:
        make()
        KEPT.update({model._meta.db_table: copied_out(model) for model in tables})
        return
    for model in tables:
        with connection.cursor() as cursor:
            cursor.copy_expert(f"COPY {columns(model)} FROM STDIN", StringIO(KEPT[model._meta.db_table]))


def copied_out(model: type[models.Model]) -> str:
    rows = StringIO()
    with connection.cursor() as cursor:
        cursor.copy_expert(f"COPY {columns(model)} TO STDOUT", rows)
    return rows.getvalue()


def columns(model: type[models.Model]) -> str:
    """The table with its columns, but for those that the database works out by itself."""
    own = [field.column for field in model._meta.concrete_fields if not getattr(field, "generated", False)]
    return f"{model._meta.db_table} ({', '.join(own)})"
