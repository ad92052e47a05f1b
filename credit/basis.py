"""What stands behind the lines of a grade: records with their fact, term and objection."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet

from credit.models import Evidence, Night, Posting, StepVerb
from enterprises.models import Enterprise

READ_AT_MOST = 400
SHOWN_PER_LINE, SHOWN_IN_ALL = 3, 20
"""More are one tap away; a page stays under 100 KB. Each line shows one at least."""


@dataclass(frozen=True)
class Record:
    """One record as the public page shows it. `last_day` None: it counts until it is repaired."""

    evidence: Evidence
    last_day: date | None
    objected_on: date | None
    """The day of an objection that is still being looked into."""


def records_of(company: Enterprise, night: Night) -> QuerySet[Evidence]:
    """All records behind a company's present grade, newest first, as the last night, `night`, knew them.

    A grade holds while its result stays the same, so the records behind it may be younger than its row. The conditions
    are those of the index `posting_of_tonight`; `story.records_behind` answers for any past grade.
    """
    postings = Posting.objects.counting(on=night.on).filter(
        enterprise=company,
        reaches_enterprise=True,
        known_from__isnull=False,
        known_from__lte=night.pk,
        known_until=None,
    )
    return (
        Evidence.objects.filter(pk__in=postings.values("evidence_id"))
        .select_related("item", "estate")
        .prefetch_related("steps")
        .order_by("-decided_on", "-pk")
    )


def newest_by_code(company: Enterprise, night: Night) -> dict[str, list[Record]]:
    """The newest records of each item (by code: a record keeps the version that priced it), a few for each line."""
    found: dict[str, list[Record]] = defaultdict(list)
    shown = 0
    for record in as_records(records_of(company, night)[:READ_AT_MOST]):
        of_item = found[record.evidence.item.code]
        if not of_item or (len(of_item) < SHOWN_PER_LINE and shown < SHOWN_IN_ALL):
            of_item.append(record)
            shown += 1
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
