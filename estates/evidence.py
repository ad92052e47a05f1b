"""What disclosure boards show about property companies: facts for `credit`, with neither points nor judgement.

A fact is there when a fault was reported, checked, ordered to be put right, and decided not to have been; it goes when
the decision is revoked. It names the estate and the day: whose contract it was that day is known upstairs.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils import timezone

from estates.models import BoardFault, FaultKind

KINDS: dict[str, str] = {
    FaultKind.MISSING: "board_missing",
    FaultKind.UTILITIES: "board_utilities",
    FaultKind.OBJECTION: "board_objection",
}
"""What a fault is called upstairs. `<kind>_item` is the city's rule value with the item of the rulebook."""


@dataclass(frozen=True)
class Fact:
    """One fact. `key` names it for good and begins with the number of its fault or report."""

    key: str
    kind: str
    number: str
    estate_id: int
    on: date
    decided_on: date


def facts(*, since: datetime, until: datetime) -> list[Fact]:
    """Every fact that was decided in [`since`, `until`), oldest first, as things stand now."""
    return decided(BoardFault.objects.all(), since=since, until=until, kinds=KINDS)


def decided(rows: QuerySet, *, since: datetime, until: datetime, kinds: Mapping[str, str]) -> list[Fact]:
    """What was decided in [`since`, `until`) among reports that somebody checked; `kinds`: what each is called."""
    found = rows.filter(state="decided", decided_at__gte=since, decided_at__lt=until)
    return [
        Fact(
            key=f"{row.number}-D", kind=kinds[row.kind], number=row.number, estate_id=row.estate_id,
            on=row.happened_on, decided_on=timezone.localdate(row.decided_at),
        )
        for row in found.order_by("decided_at", "pk")
    ]  # fmt: skip
