"""What the nights counted, for an area. Every function takes one query, however many nights, counties or rows."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Sum

from accounts.scope import within
from credit.models import Grade, GradeCount, Night
from credit.rules import UNGRADED, Rules
from credit.story import direction_of
from enterprises.models import Enterprise, ServiceContract
from estates.models import Estate, EstateKind
from oversight.figures.areas import KEPT_BY, Area
from oversight.models import CoverageCount
from oversight.queries import served

GradeCounts = dict[int, dict[str, dict[str, int]]]
"""How many companies, by night, county and grade."""


@dataclass(frozen=True)
class Coverage:
    """How many estates, and of how many something is true."""

    estates: int = 0
    served: int = 0
    old: int = 0
    households: int = 0

    def __add__(self, other: "Coverage") -> "Coverage":
        return Coverage(
            self.estates + other.estates,
            self.served + other.served,
            self.old + other.old,
            self.households + other.households,
        )

    @property
    def percent(self) -> float | None:
        return percent(self.served, self.estates)

    @property
    def old_percent(self) -> float | None:
        return percent(self.old, self.estates)


def percent(part: int, whole: int) -> float | None:
    """With two decimals; None of nothing."""
    return round(100 * part / whole, 2) if whole else None


def grade_counts(nights: Iterable[Night], area: Area) -> GradeCounts:
    """Companies registered in the area by night, county and grade."""
    nights = list(nights)
    if not area.is_kept:
        return street_grade_counts(nights, area)
    found: GradeCounts = {night.pk: defaultdict(dict) for night in nights}
    for night, county, grade, count in kept(nights, area).values_list("night_id", "county_code", "grade", "count"):
        found[night][county][grade] = count
    return found


def grade_sums(nights: Iterable[Night], area: Area) -> dict[int, dict[str, int]]:
    """Companies registered in the area by night and grade."""
    nights = list(nights)
    if not area.is_kept:
        return {night: total(counties) for night, counties in street_grade_counts(nights, area).items()}
    found: dict[int, dict[str, int]] = {night.pk: {} for night in nights}
    for night, grade, count in kept(nights, area).values_list("night_id", "grade").annotate(Sum("count")):
        found[night][grade] = count
    return found


def kept(nights: list[Night], area: Area) -> QuerySet[GradeCount]:
    return GradeCount.objects.filter(night__in=[night.pk for night in nights], county_code__startswith=area.prefix)


def street_grade_counts(nights: list[Night], area: Area) -> GradeCounts:
    """The same for a street, where few companies are registered and more are at work: who was present that day.

    From the contracts and the grades themselves, three queries: a street has some dozens of estates.
    """
    county = area.prefix[:KEPT_BY] + "000000"
    presence = presence_in(area)
    found: GradeCounts = {night.pk: {county: defaultdict(int)} for night in nights}
    grades = Grade.objects.filter(enterprise__in=presence)
    for company, grade, first, ended in grades.values_list("enterprise_id", "grade", "night_id", "until_night"):
        for night in nights:
            held = first <= night.pk and (ended is None or ended > night.pk)
            if held and any(begins <= night.on < ends for begins, ends in presence[company]):
                found[night.pk][county][grade] += 1
    return found


def presence_in(area: Area) -> dict[int, list[tuple[date, date]]]:
    """When which company was registered in a street or managed an estate there, from a day until before another."""
    found: dict[int, list[tuple[date, date]]] = defaultdict(list)
    for company in Enterprise.objects.filter(within("region_id", area.prefix)).values_list("pk", flat=True):
        found[company].append((date.min, date.max))
    contracts = ServiceContract.objects.filter(within("estate__region_id", area.prefix))
    for company, begins, ends in contracts.values_list("enterprise_id", "begins_on", "ends_on"):
        found[company].append((begins, ends or date.max))
    return found


def total(counties: dict[str, dict[str, int]]) -> dict[str, int]:
    """Companies by grade, over all counties."""
    summed: dict[str, int] = defaultdict(int)
    for counts in counties.values():
        for grade, count in counts.items():
            summed[grade] += count
    return dict(summed)


def rated(counts: dict[str, int]) -> int:
    return sum(count for grade, count in counts.items() if grade not in UNGRADED)


def coverage_counts(nights: Iterable[Night], area: Area) -> dict[int, dict[str, Coverage]]:
    """Coverage by night and county; nights whose counts were not taken are left out."""
    nights = list(nights)
    if not area.is_kept:
        return street_coverage(nights, area)
    found: dict[int, dict[str, Coverage]] = defaultdict(dict)
    rows = CoverageCount.objects.filter(night__in=[night.pk for night in nights], county_code__startswith=area.prefix)
    for row in rows:
        found[row.night_id][row.county_code] = Coverage(
            row.estate_count, row.served_count, row.old_count, row.household_count
        )
    return dict(found)


def street_coverage(nights: list[Night], area: Area) -> dict[int, dict[str, Coverage]]:
    """The same for a street, counted from its estates: some dozens."""
    sums = Estate.objects.within(area.prefix).aggregate(
        estates=Count("pk"),
        old=Count("pk", filter=Q(kind=EstateKind.OLD)),
        households=Sum("households", default=0),
        **{f"served_{night.pk}": Count("pk", filter=served(on=night.on)) for night in nights},
    )
    county = area.prefix[:KEPT_BY] + "000000"
    return {
        night.pk: {county: Coverage(sums["estates"], sums[f"served_{night.pk}"], sums["old"], sums["households"])}
        for night in nights
    }


def in_area(area: Area, *, on: date) -> Q:
    """Grades of companies registered in the area when the grade was made; of a street, of those present on a day."""
    if area.is_city:
        return Q()
    if area.is_kept:
        return within("county_code", area.prefix)
    return Q(enterprise__in=Enterprise.objects.present_in(area.prefix, on=on))


def moved_counts(night: Night, area: Area, rules: Rules) -> dict[str, int]:
    """How many companies of the area a night moved up and down. The city's sums stand on the night itself."""
    if area.is_city:
        return {"up": night.up_count, "down": night.down_count}
    before = Grade.objects.filter(enterprise_id=OuterRef("enterprise_id"), until_night=night.pk)
    pairs = (
        Grade.objects.filter(in_area(area, on=night.on), night=night)
        .annotate(before=Subquery(before.values("grade")[:1]))
        .exclude(before=None)
        .exclude(before=F("grade"))
        .order_by()
        .values_list("before", "grade")
        .annotate(count=Count("pk"))
    )
    found = {"up": 0, "down": 0}
    for old, new, count in pairs:
        direction = direction_of(rules, old, new)
        if direction in found:
            found[direction] += count
    return found
