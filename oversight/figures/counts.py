"""What is kept of areas: the tallies of now, the counts of nights. At most two queries, however many areas."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from accounts.models import Region
from credit.models import Night
from credit.rules import UNGRADED
from oversight.counting import Counted
from oversight.figures.moments import Moment, compared
from oversight.models import NightCount, Tally

NOTHING = Counted()
COLUMNS = ("estate_count", "served_count", "old_count", "household_count", "grades")
"""Of a kept count, in the order of `Counted`."""


@dataclass(frozen=True)
class Table:
    """The counts of some areas at a moment and at those it is compared with. What has no row had nothing."""

    moment: Moment
    now: dict[str, Counted]
    nights: dict[int, dict[str, Counted]]

    def of(self, region: Region) -> Counted:
        return self.now.get(region.code, NOTHING)

    def compare(self, region: Region, value_of: Callable[[Counted], float | None]) -> dict[str, dict | None]:
        """What a value of an area was a month and a year before."""
        earlier = {
            period: (night, value_of(self.nights[night.pk].get(region.code, NOTHING)))
            for period, night in self.moment.earlier.items()
        }
        return compared(value_of(self.of(region)), earlier)


def table(moment: Moment, regions: Iterable[Region]) -> Table:
    """The counts of areas."""
    codes = {region.code for region in regions}
    nights = night_counts(moment.nights, codes)
    now = nights[moment.night.pk]
    if moment.followed:
        rows = Tally.objects.filter(area_code__in=codes).values_list("area_code", *COLUMNS)
        now = {code: Counted(*numbers) for code, *numbers in rows}
    return Table(moment, now, nights)


def night_counts(nights: Iterable[Night], codes: Iterable[str]) -> dict[int, dict[str, Counted]]:
    """The counts of areas by night and area. One query."""
    found: dict[int, dict[str, Counted]] = {night.pk: {} for night in nights}
    kept = NightCount.objects.filter(night__in=list(found), area_code__in=list(codes))
    for night, code, *numbers in kept.values_list("night_id", "area_code", *COLUMNS, "up_count", "down_count"):
        found[night][code] = Counted(*numbers)
    return found


def companies(counts: Counted) -> int:
    return sum(counts.grades.values())


def rated(counts: Counted) -> int:
    return sum(count for grade, count in counts.grades.items() if grade not in UNGRADED)


def unrated(counts: Counted) -> int:
    return companies(counts) - rated(counts)


def coverage_percent(counts: Counted) -> float | None:
    return percent(counts.served, counts.estates)


def old_percent(counts: Counted) -> float | None:
    return percent(counts.old, counts.estates)


def percent(part: int, whole: int) -> float | None:
    """With two decimals; None of nothing."""
    return round(100 * part / whole, 2) if whole else None


def holding(grade: str) -> Callable[[Counted], Any]:
    """How many companies hold a grade."""
    return lambda counts: counts.grades.get(grade, 0)
