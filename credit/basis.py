"""What stands behind the lines of a grade: records with their fact, term and objection."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet

from credit.models import Evidence, Grade, Posting, StepVerb

READ_AT_MOST = 400
SHOWN_PER_LINE = 5


@dataclass(frozen=True)
class Record:
    """One record as the public page shows it. `last_day` None: it counts until it is repaired."""

    evidence: Evidence
    last_day: date | None
    objected_on: date | None
    """The day of an objection that is still being looked into."""


def records_of(grade: Grade) -> QuerySet[Evidence]:
    """All records behind a grade, as its night knew them, newest first. See `story.records_behind` for one line."""
    postings = (
        Posting.objects.known_to(grade.night_id)
        .counting(on=grade.from_on)
        .filter(enterprise_id=grade.enterprise_id, reaches_enterprise=True)
    )
    return (
        Evidence.objects.filter(pk__in=postings.values("evidence_id"))
        .select_related("item", "estate")
        .prefetch_related("steps")
        .order_by("-decided_on", "-pk")
    )


def newest_by_code(grade: Grade) -> dict[str, list[Record]]:
    """The newest records of each item (by code: a record keeps the version that priced it), a few for each line."""
    found: dict[str, list[Record]] = defaultdict(list)
    for record in as_records(records_of(grade)[:READ_AT_MOST]):
        of_item = found[record.evidence.item.code]
        if len(of_item) < SHOWN_PER_LINE:
            of_item.append(record)
    return found


def as_records(evidence: Iterable[Evidence]) -> list[Record]:
    return [Record(row, last_day_of(row), open_objection(row)) for row in evidence]


def last_day_of(evidence: Evidence) -> date | None:
    return evidence.expires_on - timedelta(days=1) if evidence.expires_on else None


def open_objection(evidence: Evidence) -> date | None:
    """When the objection came in that nobody has answered yet."""
    pending = None
    for step in evidence.steps.all():
        pending = step.on if step.verb == StepVerb.OBJECT else None
    return pending
