"""A fingerprint of everything that an estate's page is made of.

PostgreSQL stamps each version of a row with the transaction that wrote it (`xmin`) and its place (`ctid`). The stamps
of all rows of an estate, mixed, differ as soon as any of them was added, changed or deleted, by whatever way: actions,
imports, SQL. Reading them is one statement over indexes, many times cheaper than making the page.
"""

from datetime import datetime
from functools import cache
from typing import NamedTuple
from weakref import WeakSet

from django.apps import apps
from django.db import connection
from django.utils import timezone

from oversight.my_estate.parts import OF_ALL, OF_AN_ESTATE, THE_ESTATE

STAMP = "bit_xor(hashtextextended(t.ctid::text || '.' || t.xmin::text, {salt}))"
MOVES_BY_THE_MINUTE = f"""
    EXISTS (SELECT FROM committees_vote v
            WHERE v.estate_id = {THE_ESTATE} AND v.state IN ('posted', 'open', 'closed'))"""
"""While a vote runs, how many took part is told as of this minute."""
PREPARED: WeakSet = WeakSet()
"""Connections that know the statement: PostgreSQL plans it three times as long as it takes to answer it."""


class Version(NamedTuple):
    """Pages of one version say the same. `city` is that of the tables alone which the pages of all estates read."""

    page: str
    city: str


def version_of(code: str, *, at: datetime) -> Version:
    """By one statement, each 32 hexadecimal digits. A new day is a new version of a page."""
    local = timezone.localtime(at)
    with connection.cursor() as cursor:
        if connection.connection not in PREPARED:
            cursor.execute(f"PREPARE estate_version (text, text, text) AS {statement()}")
            PREPARED.add(connection.connection)
        cursor.execute("EXECUTE estate_version (%s, %s, %s)", [code, f"{local:%Y-%m-%d}", f"{local:%H:%M}"])
        return Version(*cursor.fetchone())


@cache
def statement() -> str:
    """The stamps of all parts in the order of their names, with the day, as one digest; and of what is of all estates.

    $1: the estate's code, $2: the day, $3: the minute.
    """
    parts = enumerate((OF_AN_ESTATE | OF_ALL).items())
    stamps = " UNION ALL ".join(piece(label, condition, salt) for salt, (label, condition) in parts)
    return f"""
        WITH the_estate AS MATERIALIZED (SELECT id FROM estates_estate WHERE code = $1)
        SELECT md5(string_agg(stamp::text, ',' ORDER BY salt) || $2
                   || CASE WHEN {MOVES_BY_THE_MINUTE} THEN $3 ELSE '' END),
               md5(string_agg(stamp::text, ',' ORDER BY salt) FILTER (WHERE salt >= {len(OF_AN_ESTATE)}))
        FROM ({stamps}) parts (salt, stamp)"""  # noqa: S608 - put together from our own names


def piece(label: str, condition: str, salt: int) -> str:
    table = apps.get_model(label)._meta.db_table
    return f"SELECT {salt}, coalesce({STAMP.format(salt=salt)}, 0) FROM {table} t WHERE {condition}"  # noqa: S608 - of our own names
