"""Numbers by which people call things: a prefix, the day, and a figure of the table's own sequence."""

from datetime import date

from django.db import connection
from django.db.models import Model

NUMBERS_A_DAY = 1_000_000


def next_number(model: type[Model], prefix: str, on: date) -> tuple[int, str]:
    """The primary key of a new row and its number: `ZJ-20261120-000042`."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence(%s, 'id'))", [model._meta.db_table])
        pk = cursor.fetchone()[0]
    return pk, f"{prefix}-{on:%Y%m%d}-{pk % NUMBERS_A_DAY:06d}"
