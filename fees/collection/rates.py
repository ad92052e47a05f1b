"""Collection rates: of one report, of estates, of a district. Sums are divided, never averages of rates."""

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_DOWN, Decimal

from django.db.models import Sum

from accounts.models import Region
from accounts.scope import within
from estates.models import Estate
from fees.models import Collection

A_TENTH = Decimal("0.1")


@dataclass(frozen=True)
class Rate:
    """Sums in fen. `percent` to a tenth, never rounded up; None where nothing was due."""

    due_fen: int
    collected_fen: int
    homes_due: int
    homes_in_arrears: int
    arrears_fen: int

    @property
    def percent(self) -> Decimal | None:
        return percent(self.collected_fen, self.due_fen)


@dataclass(frozen=True)
class CollectionTold:
    """What an estate's company last reported: counts and sums, nobody's."""

    from_on: date
    until_on: date
    rate: Rate


def percent(collected_fen: int, due_fen: int) -> Decimal | None:
    if not due_fen:
        return None
    return (Decimal(collected_fen) * 100 / due_fen).quantize(A_TENTH, ROUND_DOWN)


def of_estate(estate: Estate, *, on: date) -> CollectionTold | None:
    row = Collection.objects.filter(estate=estate, until_on__lte=on).order_by("-until_on").first()
    if row is None:
        return None
    rate = Rate(row.due_fen, row.collected_fen, row.homes_due, row.homes_in_arrears, row.arrears_fen)
    return CollectionTold(row.from_on, row.until_on, rate)


def of_region(region: Region | str, *, from_on: date, until_on: date) -> Rate:
    """All that was reported there for times that ended in (`from_on`, `until_on`]. Arrears are those of these reports:
    take one period, or debts count twice."""
    rows = Collection.objects.filter(within("estate__region_id", region), until_on__gt=from_on, until_on__lte=until_on)
    names = ("due_fen", "collected_fen", "homes_due", "homes_in_arrears", "arrears_fen")
    sums = rows.aggregate(**{name: Sum(name) for name in names})
    return Rate(**{name: int(sums[name] or 0) for name in names})
