"""Numbers under which things are known: a prefix, the day, six digits that count up."""

from datetime import date
from typing import Any

from django.db import connection
from django.db.models import Model

NUMBERS_A_DAY = 1_000_000


def numbered(model: type[Model], prefix: str, on: date) -> dict[str, int | str]:
    """`pk` and `number` for a new row: `HY-20261120-000017`."""
    return many_numbered(model, prefix, on, 1)[0]


def many_numbered(model: type[Model], prefix: str, on: date, count: int) -> list[dict[str, Any]]:
    """The same for many new rows at once."""
    return [{"pk": pk, "number": number_of(pk, prefix, on)} for pk in next_keys(model, count)]


def next_keys(model: type[Model], count: int) -> list[int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [model._meta.db_table, count],
        )
        return [key for (key,) in cursor.fetchall()]


def number_of(pk: int, prefix: str, on: date) -> str:
    return f"{prefix}-{on:%Y%m%d}-{pk % NUMBERS_A_DAY:06d}"
