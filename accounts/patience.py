"""How long the database may take over one statement: in web processes `STATEMENT_SECONDS`, elsewhere what it takes.

Whoever hands out whole lists asks for more patience (`unhurried`).
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def unhurried() -> Iterator[None]:
    """Statements within take as long as they take. What streams sets out within: then the database has done its work
    before the first row leaves, and only hands out the others."""
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
    try:
        yield
    finally:
        if not connection.needs_rollback and connection.is_usable():
            with connection.cursor() as cursor:
                cursor.execute("RESET statement_timeout")
