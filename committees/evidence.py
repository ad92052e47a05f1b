"""What owners' self-government shows about property companies: facts for `credit`, with neither points nor judgement.

Only where a company has the duty: it did not hand over the list of owners, obstructed an owners' assembly, did not
support a vote. A fact is there when that was reported, checked, ordered to be put right, and decided not to have been;
it goes when the decision is revoked. It names the estate and the day it happened: whose contract it was that day is
known upstairs. Nobody's data are in it.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from committees.models import DutyKind, DutyReport, DutyState

__all__ = ["DutyKind", "Fact", "facts"]


@dataclass(frozen=True)
class Fact:
    """One fact. `key` names it for good and begins with the number of its report."""

    key: str
    kind: str
    number: str
    estate_id: int
    on: date
    decided_on: date


def facts(*, since: datetime, until: datetime) -> list[Fact]:
    """Every fact that was decided in [`since`, `until`), oldest first, as things stand now."""
    rows = DutyReport.objects.filter(state=DutyState.DECIDED, decided_at__gte=since, decided_at__lt=until)
    return [
        Fact(
            key=f"{row.number}-D", kind=row.kind, number=row.number, estate_id=row.estate_id, on=row.happened_on,
            decided_on=timezone.localdate(row.decided_at),
        )
        for row in rows.order_by("decided_at", "pk")
    ]  # fmt: skip
