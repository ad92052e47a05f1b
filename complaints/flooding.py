"""Many complaints from one source about one company: an officer looks at them before they count.

A source is a phone, a device or a network address (as digests). The company is the one that handles the complaint, else
the one whose contract ran on the day it was filed. Nothing is refused and nothing waits: flagged complaints are handled
like any other, they only make no evidence and no figures until somebody cleared them.

What is many is in the rule values `complaint_flood_count`, `complaint_flood_days` and, as many households live behind
one address, `complaint_flood_address_count`.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from fractions import Fraction
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.authority import require
from accounts.city import figure, rule_values
from accounts.models import User
from complaints.actions.acting import PORTAL, Conflict, caught_up, keep, require_words
from complaints.lifecycle import FLAGGED
from complaints.models import Complaint, Flood

SOURCES = {
    "phone_digest": "complaint_flood_count",
    "device_digest": "complaint_flood_count",
    "address_digest": "complaint_flood_address_count",
}
"""By what complaints are told to come from one source, and the rule value that says from how many on it is odd."""
LOCK = 0x666C6F6F
"""The key of the advisory lock that only one screener holds."""
AT_ONCE = 500
"""Complaints that are looked through in one transaction."""

COMPANY = """
coalesce({row}.enterprise_id, (
    SELECT c.enterprise_id FROM enterprises_servicecontract c
    WHERE c.estate_id = {row}.estate_id AND c.begins_on <= ({row}.filed_at AT TIME ZONE %(zone)s)::date
      AND (c.ends_on IS NULL OR c.ends_on > ({row}.filed_at AT TIME ZONE %(zone)s)::date)
    ORDER BY c.begins_on DESC LIMIT 1
))
"""
FLOOD = f"""
WITH asked AS (
    SELECT n.id, n.filed_at, who.{{source}} AS source, {COMPANY.format(row="n")} AS company
    FROM complaints_complaint n JOIN complaints_contact who ON who.complaint_id = n.id
    WHERE n.id = ANY(%(ids)s) AND who.{{source}} <> ''
), near AS (
    SELECT asked.id AS asked_id, o.id, o.flood
    FROM asked JOIN complaints_contact who ON who.{{source}} = asked.source AND who.{{source}} <> ''
    JOIN complaints_complaint o ON o.id = who.complaint_id
     AND o.filed_at > asked.filed_at - make_interval(secs => %(seconds)s) AND o.filed_at <= asked.filed_at
    WHERE asked.company IS NOT NULL AND {COMPANY.format(row="o")} = asked.company
)
SELECT DISTINCT id FROM near
WHERE flood = 'none' AND asked_id IN (SELECT asked_id FROM near GROUP BY 1 HAVING count(*) >= %(many)s)
"""
"""Those among some complaints, and before them, that belong to a flood and were not looked at yet."""


def screen_waiting(*, at: datetime) -> int:
    """Look through every complaint that nobody has looked through yet. Returns how many."""
    done = 0
    while count := screen_some(at=at):
        done += count
    return done


@transaction.atomic
def screen_some(*, at: datetime) -> int:
    """The next ones. None while another worker is at it: that one goes on until nothing waits."""
    if not is_only_screener():
        return 0
    waiting = Complaint.objects.filter(screened_at=None).order_by("pk")
    ids = list(waiting.values_list("pk", flat=True)[:AT_ONCE])
    if ids:
        flag(floods(ids, at=at), at=at)
        Complaint.objects.filter(pk__in=ids).update(screened_at=at)
    return len(ids)


def is_only_screener() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        return cursor.fetchone()[0]


def floods(ids: Sequence[int], *, at: datetime) -> set[int]:
    """The complaints that belong to a flood which some complaints, or those before them, make."""
    rules = rule_values(on=timezone.localdate(at))
    days = figure(rules.get("complaint_flood_days")) or Fraction(0)
    found: set[int] = set()
    with connection.cursor() as cursor:
        for source, key in SOURCES.items():
            many = figure(rules.get(key))
            if many is None or days <= 0:
                continue
            values: dict[str, Any] = {
                "ids": list(ids),
                "seconds": int(days * 86_400),
                "many": max(2, int(many)),
                "zone": settings.TIME_ZONE,
            }
            cursor.execute(FLOOD.format(source=source), values)
            found |= {key for (key,) in cursor.fetchall()}
    return found


def flag(ids: Iterable[int], *, at: datetime) -> None:
    """Locked in the order of their keys, as everybody locks several complaints."""
    rows = Complaint.objects.filter(pk__in=list(ids), flood=Flood.NONE).order_by("pk")
    note = _("Many complaints from one source about one company.")
    for complaint in rows.select_for_update(no_key=True):
        complaint.flood = Flood.FLAGGED
        keep(
            complaint, "flag", by=None, at=at, who=PORTAL, note=note, is_public=False, columns=["flood"], tell=False
        )  # fmt: skip


def clear(complaint: Complaint, *, reason: str, by: User | None, at: datetime, version: int | None = None) -> Complaint:
    """An officer looked: it is a real one, it counts. Raises NotNow, NotAllowed, ValidationError, Conflict."""
    return decide(complaint, "clear", Flood.CLEARED, reason=reason, by=by, at=at, version=version)


def discount(
    complaint: Complaint, *, reason: str, by: User | None, at: datetime, version: int | None = None
) -> Complaint:
    """An officer looked: filed to make numbers. It is answered, but counts neither in grades nor in figures."""
    return decide(complaint, "discount", Flood.DISCOUNTED, reason=reason, by=by, at=at, version=version)


@transaction.atomic
def decide(
    complaint: Complaint, verb: str, flood: Flood, *, reason: str, by: User | None, at: datetime, version: int | None
) -> Complaint:
    move = FLAGGED[verb]
    require(by, move.right)
    rows = Complaint.objects if by is None else Complaint.objects.visible_to(by)
    held = Complaint.objects.select_for_update(no_key=True).get(pk=rows.values("pk").get(pk=complaint.pk)["pk"])
    if version is not None and version != held.version:
        raise Conflict(held)
    move.insist(held.flood, number=held.number)
    reason = require_words(reason, "reason", _("Say what you found."))
    held.flood = flood
    keep(held, f"{verb}_flood", by=by, at=at, note=reason, is_public=False, columns=["flood"], tell=False)
    return caught_up(complaint, held)
