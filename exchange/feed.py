"""Reading the change feed: what changed in a person's sight since a place, in the order of commits, nothing twice.

A place is text that callers keep and give back: which feed, and how far. Call `read` outside of transactions: places
are given to what was committed by then, under a lock that is held until the end of the transaction.
"""

import re
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import gettext as _

from accounts.codes import STEM_LENGTH
from accounts.models import Level, User
from accounts.scope import stem_for

NOW = "now"
MOST = 1000
"""Changes read at once."""
AT_ONCE = 5_000
"""Transactions that are given their place by one reading."""
LOOKED_THROUGH, BY_A_CITY = 20, 2
"""How many changes are looked through for each one asked for, by those who see a part of the city and by those who see
nearly all of it: what a reading costs has an end, whatever its reader sees."""
LEAST_LOOKED_THROUGH = 2_000


class UnknownPlace(ValueError):
    """`since` is no place of this feed. Carries a sentence."""


class NoLongerKept(LookupError):
    """What changed since then is no longer kept, or this is not the feed that it was. Carries a sentence."""


class Entry(NamedTuple):
    """One change as its reader sees it. `verb`: create, change, delete, enter or leave (one's sight)."""

    position: str
    at: datetime
    resource: str
    key: str
    pk: str
    verb: str
    request_id: str


class Page(NamedTuple):
    """Changes in order; `next` is where to read on, `more` whether there was more to read already."""

    entries: list[Entry]
    next: str
    more: bool


class Mark(NamedTuple):
    life: str
    last: int
    forgotten: int
    is_behind: bool


def read(
    user: User | None, *, since: str | None = None, limit: int = 100, resources: Collection[str] | None = None
) -> Page:
    """At most `limit` changes after the place `since`: without one from the oldest kept on, "now" for none.

    The portal itself, which sees everything, is no person: None. There may be fewer than `limit`, or none, with `more`
    to come. Raises UnknownPlace, NoLongerKept.
    """
    mark = take_mark()
    after = position_of(since, mark)
    stem = "" if user is None else stem_for(user)
    until = min(mark.last, after + looked_through(limit, stem))
    if stem is None or after >= until:
        return Page([], place(mark, until), mark.is_behind)
    rows = changes_between(after, until, stem=stem, limit=limit + 1, resources=resources)
    entries = [Entry(place(mark, row[0]), *row[1:]) for row in rows[:limit]]
    if len(rows) > limit:
        return Page(entries, entries[-1].position, True)
    return Page(entries, place(mark, until), until < mark.last or mark.is_behind)


def looked_through(limit: int, stem: str | None) -> int:
    sees_a_city = len(stem or "") <= STEM_LENGTH[Level.CITY]
    return max(LEAST_LOOKED_THROUGH, limit * (BY_A_CITY if sees_a_city else LOOKED_THROUGH))


def start() -> str:
    """The place up to which everything has been told by now."""
    mark = take_mark()
    return place(mark, mark.last)


def place(mark: Mark, position: int) -> str:
    return f"{mark.life}-{position}"


def take_mark() -> Mark:
    """Give the transactions committed by now their places. Returns how far the feed is then."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT life, last, forgotten, is_behind FROM exchange_number(%s)", [AT_ONCE])
        return Mark(*cursor.fetchone())


def position_of(since: str | None, mark: Mark) -> int:
    """Raises UnknownPlace, NoLongerKept."""
    if not since:
        return mark.forgotten
    if since == NOW:
        return mark.last
    told = re.fullmatch(r"([0-9a-f]{8})-([0-9]{1,18})", since)
    if told is None:
        raise UnknownPlace(_("This is no place of the change feed. Give “next” of an earlier answer, or “now”."))
    if told[1] != mark.life:
        raise UnknownPlace(_("This place belongs to the change feed of another portal."))
    position = int(told[2])
    if position < mark.forgotten:
        raise NoLongerKept(
            _("Changes are kept for %(days)d days; those since then are gone. Copy everything afresh.")
            % {"days": settings.CHANGES_KEPT_DAYS}
        )
    if position > mark.last:
        raise NoLongerKept(_("The portal was put back to an earlier state since then. Copy everything afresh."))
    return position


AFTER = """
    (h.place_after = '*' OR starts_with(h.place_after, %(stem)s) OR %(stem)s = ANY (h.stems_after)
     OR h.companies_after[1] IN (SELECT enterprise_id FROM seen)
     OR h.companies_after[2] IN (SELECT enterprise_id FROM seen)) IS TRUE"""
BEFORE = """
    (h.place_before = '*' OR starts_with(h.place_before, %(stem)s) OR %(stem)s = ANY (h.stems_before)) IS TRUE"""
WITHIN = """
WITH seen AS MATERIALIZED (SELECT DISTINCT enterprise_id FROM {reach} WHERE stem = %(stem)s)
SELECT c.first + h.nth AS position, c.at, h.resource, h.key, h.thing,
       CASE WHEN sight.stays THEN 'change'
            WHEN is_seen AND was_seen THEN CASE h.kind WHEN 'U' THEN 'change' END
            WHEN is_seen THEN CASE h.kind WHEN 'I' THEN 'create' ELSE 'enter' END
            ELSE CASE h.kind WHEN 'D' THEN 'delete' ELSE 'leave' END END, c.request_id
FROM {changes} AND (is_seen OR was_seen) AND NOT (is_seen AND was_seen AND h.kind = 'M')
ORDER BY position LIMIT %(limit)s"""
EVERYWHERE = """
SELECT c.first + h.nth AS position, c.at, h.resource, h.key, h.thing,
       CASE h.kind WHEN 'I' THEN 'create' WHEN 'U' THEN 'change' WHEN 'D' THEN 'delete' END, c.request_id
FROM {changes} AND h.kind <> 'M'
ORDER BY 1 LIMIT %(limit)s"""
CHANGES = """
    exchange_commit c JOIN exchange_change h ON h.commit_id = c.id
        AND h.nth > %(after)s - c.first AND h.nth <= %(until)s - c.first
    {sight}
    WHERE c.first >= %(floor)s AND c.first < %(until)s"""
SIGHT = """CROSS JOIN LATERAL (
        SELECT {after} AS is_seen, {before} AS was_seen,
               h.kind = 'U' AND h.place_before IS NULL AND h.stems_before IS NULL AS stays OFFSET 0
    ) sight"""
OF_RESOURCES = " AND h.resource = ANY (%(resources)s)"


def changes_between(after: int, until: int, *, stem: str, limit: int, resources: Collection[str] | None) -> list[tuple]:
    """The first `limit` changes at positions in (`after`, `until`] that are told to those who see `stem`."""
    sight = SIGHT.format(after=AFTER, before=BEFORE) if stem else ""
    changes = CHANGES.format(sight=sight) + (OF_RESOURCES if resources is not None else "")
    sql = (WITHIN if stem else EVERYWHERE).format(reach=settings.REACH_TABLE, changes=changes)
    values: dict[str, Any] = {
        "after": after,
        "until": until,
        "stem": stem,
        "limit": limit,
        "resources": list(resources or ()),
    }
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(max(first), 0) FROM exchange_commit WHERE first <= %s", [after])
        cursor.execute(sql, {**values, "floor": cursor.fetchone()[0]})
        return cursor.fetchall()


FORGET = """
UPDATE exchange_feedmark
SET forgotten = coalesce((SELECT min(first) FROM exchange_commit WHERE at >= %s AND first IS NOT NULL), last)"""
DELETE_CHANGES = """
DELETE FROM exchange_change h USING exchange_commit c WHERE h.commit_id = c.id AND c.first + c.size <= %s"""


def forget(now: datetime) -> int:
    """Forget changes older than `CHANGES_KEPT_DAYS`; returns how many rows went.

    What is forgotten tonight is deleted the next time, so that nobody who is reading just now misses any.
    """
    while take_mark().is_behind:
        pass
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT forgotten FROM exchange_feedmark FOR UPDATE")
        (forgotten,) = cursor.fetchone()
        cursor.execute(FORGET, [now - timedelta(days=settings.CHANGES_KEPT_DAYS)])
        cursor.execute(DELETE_CHANGES, [forgotten])
        gone = cursor.rowcount
        cursor.execute("DELETE FROM exchange_commit WHERE first + size <= %s", [forgotten])
    return gone
