"""Writing many records into the ledger at once: priced in Python, resolved to who was responsible in SQL.

A record is priced by the rulebook in force on the day it happened, once, when it is recorded. Who was responsible for
an estate is the contract's answer for that day; where there is none, the posting waits without a company and every
night asks again.
"""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from zlib import crc32

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from credit.models import Item, Rulebook, RulebookState
from credit.rules import Item as RuleItem
from credit.rules import RuleFault, price, price_for
from credit.validity import FOREVER, first_day_after


@dataclass(slots=True)
class NewEvidence:
    """One record to be. `centipoints` only where the item leaves a range; `effective_on` is `decided_on` by default."""

    number: str
    item_code: str
    occurred_on: date
    decided_on: date
    source: str
    enterprise_id: int | None = None
    estate_id: int | None = None
    manager_id: int | None = None
    level: str = ""
    centipoints: int | None = None
    matter: str = ""
    fact: str = ""
    document: str = ""
    effective_on: date | None = None
    withdrawn_on: date | None = None
    repaired_on: date | None = None
    step_reason: str = ""


class EvidenceFault(ValueError):
    """Some records are not sound. `faults` holds (place in the list, field, sentence)."""

    def __init__(self, faults: list[tuple[int, str, str]]) -> None:
        super().__init__("; ".join(sentence for _place, _field, sentence in faults[:5]))
        self.faults = faults


class Lawbook:
    """The published rulebooks by day, with their items by code, read once."""

    def __init__(self) -> None:
        from credit.law import item_of

        books = Rulebook.objects.filter(state=RulebookState.PUBLISHED).order_by("-effective_from")
        self.books: list[tuple[date, str, dict[str, RuleItem]]] = [
            (book.effective_from or date.max, book.combine, {}) for book in books
        ]
        places = {book.pk: place for place, book in enumerate(books)}
        for row in Item.objects.filter(rulebook__in=places):
            self.books[places[row.rulebook_id]][2][row.code] = item_of(row)

    def on(self, day: date):
        """(combine, items by code) of the rulebook in force on a day, or None."""
        return next((book[1:] for book in self.books if book[0] <= day), None)


def faults_of(entry: NewEvidence, law: Lawbook, *, today: date) -> list[tuple[str, str]]:
    """What is wrong with one record that is written down on `today`, as (field, sentence)."""
    book = law.on(entry.occurred_on)
    if book is None:
        return [("occurred_on", _("No rulebook was in force on %(day)s.") % {"day": entry.occurred_on})]
    item = book[1].get(entry.item_code)
    if item is None:
        return [
            (
                "item_code",
                _("The rulebook in force on %(day)s has no item %(code)s.")
                % {"day": entry.occurred_on, "code": entry.item_code},
            )
        ]
    found = []
    try:
        price(item, level=entry.level, given=entry.centipoints)
    except RuleFault as fault:
        found.append(("level" if item.mode == "by_level" else "centipoints", str(fault)))
    if entry.centipoints is not None and item.mode != "range":
        found.append(("centipoints", _("Item %(code)s leaves no choice of points.") % {"code": item.code}))
    for name in ("occurred_on", "decided_on"):
        if getattr(entry, name) > today:
            found.append((name, _("This day has not come yet.")))
    if entry.decided_on < entry.occurred_on:
        found.append(("decided_on", _("It cannot be decided before it happened.")))
    if entry.effective_on and entry.effective_on < entry.decided_on:
        found.append(("effective_on", _("It cannot be in effect before it is decided.")))
    field = {"enterprise": "enterprise_id", "project": "estate_id", "manager": "manager_id"}[item.subject]
    if getattr(entry, field) is None and not (item.subject == "manager" and entry.estate_id):
        found.append((field, _("Item %(code)s needs to know whom it is about.") % {"code": item.code}))
    return found + faults_of_end(entry, today=today)


def faults_of_end(entry: NewEvidence, *, today: date) -> list[tuple[str, str]]:
    """What is wrong with the end of a record that was withdrawn or repaired before it came here."""
    ended = {name: day for name in ("withdrawn_on", "repaired_on") if (day := getattr(entry, name))}
    found = [
        (name, fault)
        for name, day in ended.items()
        if (fault := fault_of_step_day(day, decided_on=entry.decided_on, today=today))
    ]
    if len(ended) == 2:
        found.append(("repaired_on", _("A record is withdrawn or repaired: keep one of the two days.")))
    if ended and not entry.step_reason.strip():
        found.append(("step_reason", _("Say why the record was withdrawn or repaired.")))
    return found


def fault_of_step_day(on: date, *, decided_on: date, today: date) -> str:
    """What is wrong with the day of a step; empty when nothing is."""
    if on > today:
        return _("This day has not come yet.")
    if on < decided_on:
        return _("It is before the day of the decision.")
    return ""


def write(entries: list[NewEvidence], *, by_id: int | None, at: datetime, batch_id: int | None) -> list[int]:
    """Add the records, their postings and steps; returns their ids. Raises EvidenceFault with every fault."""
    law, today = Lawbook(), timezone.localdate(at)
    faults = [(place, *fault) for place, entry in enumerate(entries) for fault in faults_of(entry, law, today=today)]
    if faults:
        raise EvidenceFault(faults)
    with connection.cursor() as cursor:
        ids = new_ids(cursor, len(entries))
        evidence: list[tuple] = []
        postings: list[tuple] = []
        steps: list[tuple] = []
        for key, entry in zip(ids, entries, strict=True):
            book = law.on(entry.occurred_on)
            assert book is not None
            combine, items = book
            item = items[entry.item_code]
            points = price(item, level=entry.level, given=entry.centipoints)
            start = entry.effective_on or entry.decided_on
            counted_from = entry.occurred_on if item.counts_from == "occurred" else entry.decided_on
            expires = first_day_after(counted_from, item.validity, item.validity_months)
            evidence.append(
                (key, entry.number, item.key, entry.enterprise_id, entry.estate_id, entry.manager_id, entry.level,
                 points, entry.matter, entry.fact, entry.occurred_on, entry.decided_on, start,
                 None if expires == FOREVER else expires, entry.source, entry.document, at, by_id, batch_id)
            )  # fmt: skip
            ended = min(filter(None, (expires, entry.withdrawn_on, entry.repaired_on)))
            postings += posting_rows(key, entry, item, points, start, max(start, ended), combine)
            steps += step_rows(key, entry, at, by_id)
        copy(cursor, "credit_evidence", EVIDENCE_COLUMNS, evidence)
        copy(cursor, "credit_evidencestep", ("evidence_id", "verb", '"on"', "at", "by_id", "reason"), steps)
        add_postings(cursor, postings)
    return ids


REPLACING = 0x72657073
"""The key of the advisory lock under which postings are replaced."""

EVIDENCE_COLUMNS = (
    "id", "number", "item_id", "enterprise_id", "estate_id", "manager_id", "level", "centipoints", "matter", "fact",
    "occurred_on", "decided_on", "effective_on", "expires_on", "source", "document", "recorded_at", "recorded_by_id",
    "batch_id",
)  # fmt: skip
PENDING_COLUMNS = (
    "evidence_id", "item_id", "subject", "enterprise_id", "estate_id", "manager_id", "reaches_enterprise",
    "centipoints", "matter", "counts_from", "counts_until", "day",
)  # fmt: skip


TEXT_COLUMNS = {"number", "level", "matter", "fact", "source", "document", "verb", "reason"}
"""Columns of text, in which an empty value is a text and not a null."""


def posting_rows(key, entry: NewEvidence, item, points: int, start: date, until: date, combine: str) -> Iterable[tuple]:
    """One row for each subject of the event. One of them reaches the company: its own, else the item's subject's."""
    subjects = {item.subject: points}
    for subject in item.also:
        subjects[subject] = price_for(item, subject, level=entry.level, centipoints=points)
    matter = crc32(entry.matter.encode()) if entry.matter else -key
    reaching = "enterprise" if "enterprise" in subjects else item.subject
    moves_a_score = combine == "mean" or item.mode == "veto"
    for subject, centipoints in subjects.items():
        reaches = subject == reaching and (centipoints != 0 or moves_a_score)
        own = entry.enterprise_id if subject == "enterprise" or entry.estate_id is None else None
        yield (
            key, item.key, subject, own, entry.estate_id, entry.manager_id, reaches, centipoints, matter, start,
            until, entry.occurred_on,
        )  # fmt: skip


def step_rows(key: int, entry: NewEvidence, at: datetime, by_id: int | None) -> Iterable[tuple]:
    for verb, on in (("withdraw", entry.withdrawn_on), ("repair", entry.repaired_on)):
        if on:
            yield (key, verb, on, at, by_id, entry.step_reason)


def add_postings(cursor, rows: list[tuple]) -> None:
    """Add postings, asking the contracts who was responsible for an estate on the day."""
    cursor.execute(
        "CREATE TEMPORARY TABLE pending_posting (evidence_id bigint, item_id int, subject text, enterprise_id bigint,"
        " estate_id bigint, manager_id bigint, reaches_enterprise boolean, centipoints int, matter bigint,"
        " counts_from date, counts_until date, day date) ON COMMIT DROP"
    )
    copy(cursor, "pending_posting", PENDING_COLUMNS, rows)
    cursor.execute("""
        INSERT INTO credit_posting (evidence_id, item_id, subject, enterprise_id, estate_id, manager_id,
                                    reaches_enterprise, centipoints, matter, counts_from, counts_until)
        SELECT p.evidence_id, p.item_id, p.subject,
               coalesce(p.enterprise_id, c.enterprise_id, CASE WHEN p.estate_id IS NULL THEN m.enterprise_id END),
               p.estate_id, coalesce(p.manager_id, CASE WHEN p.subject = 'manager' THEN c.manager_id END),
               p.reaches_enterprise, p.centipoints, p.matter, p.counts_from, p.counts_until
        FROM pending_posting p
        LEFT JOIN enterprises_servicecontract c
               ON c.estate_id = p.estate_id AND c.begins_on <= p.day AND (c.ends_on IS NULL OR c.ends_on > p.day)
        LEFT JOIN enterprises_projectmanager m ON m.id = p.manager_id
        ORDER BY p.evidence_id""")
    cursor.execute("DROP TABLE pending_posting")


def one_at_a_time(cursor) -> None:
    """Whoever replaces postings holds this lock until the end of the transaction: each is replaced once."""
    cursor.execute("SELECT pg_advisory_xact_lock(%s)", [REPLACING])


def end_postings(evidence_ids: list[int], *, on: date) -> None:
    """Replace the postings of some records by ones that end on a day, or never begin."""
    with connection.cursor() as cursor:
        one_at_a_time(cursor)
        cursor.execute(
            """
            INSERT INTO credit_posting (evidence_id, item_id, subject, enterprise_id, estate_id, manager_id,
                                        reaches_enterprise, centipoints, matter, counts_from, counts_until, replaces_id)
            SELECT p.evidence_id, p.item_id, p.subject, p.enterprise_id, p.estate_id, p.manager_id,
                   p.reaches_enterprise, p.centipoints, p.matter, p.counts_from, greatest(p.counts_from, %(on)s), p.id
            FROM credit_posting p
            WHERE p.evidence_id = ANY(%(ids)s) AND p.counts_until > %(on)s
              AND NOT EXISTS (SELECT 1 FROM credit_posting n WHERE n.replaces_id = p.id)
            ORDER BY p.id""",
            {"ids": evidence_ids, "on": on},
        )


def new_ids(cursor, count: int) -> list[int]:
    cursor.execute(
        "SELECT nextval(pg_get_serial_sequence('credit_evidence', 'id')) FROM generate_series(1, %s)", [count]
    )
    return [row[0] for row in cursor.fetchall()]


def copy(cursor, table: str, columns: Iterable[str], rows: Iterable[tuple]) -> None:
    """COPY rows of plain values into a table: None is null, an empty text stays one. Raises Django's own errors."""
    columns = list(columns)
    texts = [name for name in columns if name in TEXT_COLUMNS]
    kept = f", FORCE_NOT_NULL ({', '.join(texts)})" if texts else ""
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows(rows)
    text.seek(0)
    with connection.wrap_database_errors:
        cursor.cursor.copy_expert(f"COPY {table} ({', '.join(columns)}) FROM STDIN (FORMAT csv{kept})", text)
