"""Counting areas from the registers and the grades, in statements over whole sets. Reads only.

Areas are divisions by their 12 digits. What is counted in a street (or directly in a larger division, where the
register knows no street) counts for every division around it; only companies present in several streets do not add up.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db import connection
from django.db.models import (
    BooleanField,
    Case,
    Count,
    ExpressionWrapper,
    FilteredRelation,
    Q,
    QuerySet,
    Sum,
    Value,
    When,
)
from django.db.models.functions import Coalesce, Concat, Left

from accounts.codes import STEM_LENGTH
from accounts.filters import prefix_of
from credit.law import rules_of
from credit.models import Night
from credit.rules import NEW, Rules
from credit.story import direction_of
from estates.models import Estate, EstateKind
from oversight.areas import around
from oversight.models import Presence, Window
from oversight.queries import served

STREET, COUNTY = STEM_LENGTH["street"], STEM_LENGTH["county"]
ABOVE_STREETS = "000000"
"""How the code of a county or of a larger division ends."""

IN_STREETS = """
SELECT id AS enterprise_id, left(region_id, 9) || '000' AS area_code
FROM enterprises_enterprise WHERE substr(region_id, 7, 3) <> '000'
UNION
SELECT c.enterprise_id, left(e.region_id, 9) || '000'
FROM enterprises_servicecontract c JOIN estates_estate e ON e.id = c.estate_id
WHERE substr(e.region_id, 7, 3) <> '000' AND c.begins_on <= %(on)s AND (c.ends_on IS NULL OR c.ends_on > %(on)s)
"""
"""In which streets companies are registered or manage an estate on a day."""

HELD = f"""
WITH held AS MATERIALIZED (
    SELECT enterprise_id, county_code, grade FROM credit_grade
    WHERE night_id <= %(night)s AND (until_night IS NULL OR until_night > %(night)s)
)
SELECT county_code, grade, count(*) FROM held GROUP BY 1, 2
UNION ALL
SELECT area_code, grade, count(*) FROM held JOIN ({IN_STREETS}) present USING (enterprise_id) GROUP BY 1, 2
"""
MOVED = f"""
WITH moved AS MATERIALIZED (
    SELECT new.enterprise_id, new.county_code, old.grade AS old_grade, new.grade
    FROM credit_grade new
    JOIN credit_grade old ON old.enterprise_id = new.enterprise_id AND old.until_night = new.night_id
    WHERE new.night_id = %(night)s AND new.grade <> old.grade
)
SELECT county_code, old_grade, grade, count(*) FROM moved GROUP BY 1, 2, 3
UNION ALL
SELECT area_code, old_grade, grade, count(*) FROM moved JOIN ({IN_STREETS}) present USING (enterprise_id)
GROUP BY 1, 2, 3
"""
PRESENCES = f"""
SELECT p.enterprise_id, p.area_code, coalesce(g.grade, 'NEW') AS grade
FROM (
    SELECT id AS enterprise_id, left(region_id, 6) || '000000' AS area_code FROM enterprises_enterprise
    UNION ALL ({IN_STREETS})
) p
JOIN enterprises_enterprise e ON e.id = p.enterprise_id AND e.status = 'operating'
LEFT JOIN credit_grade g ON g.enterprise_id = p.enterprise_id AND g.until_on IS NULL
WHERE %(only)s::bigint[] IS NULL OR p.enterprise_id = ANY(%(only)s)
"""
"""Where the operating companies are today, each with the grade that the last night gave it; NEW where it gave none."""


@dataclass
class Counted:
    """What one area has. `served` and `old` are estates; `up` and `down` companies that a night moved."""

    estates: int = 0
    served: int = 0
    old: int = 0
    households: int = 0
    grades: dict[str, int] = field(default_factory=Counter)
    up: int = 0
    down: int = 0

    def columns(self) -> dict:
        """The columns of `Counts`."""
        return {
            "estate_count": self.estates,
            "served_count": self.served,
            "old_count": self.old,
            "household_count": self.households,
            "grades": {grade: count for grade, count in sorted(self.grades.items()) if count},
        }


Areas = dict[str, Counted]


def is_street(code: str) -> bool:
    return not code.endswith(ABOVE_STREETS)


def count_night(night: Night, *, coverage: Areas) -> Areas:
    """Every area after a night, from what the registers say now (see `served`) and the grades that held then.

    `coverage`: counties whose estates were counted when the night was; they stand as they were kept. Three queries.
    """
    areas: Areas = defaultdict(Counted)
    for code, estates in estates_by_area(night, coverage).items():
        areas[code].estates, areas[code].served = estates.estates, estates.served
        areas[code].old, areas[code].households = estates.old, estates.households
    values = {"night": night.pk, "on": night.on}
    for code, grade, count in rows(HELD, values):
        for area in [code] if is_street(code) else around(code):
            areas[area].grades[grade] += count
    if moved := rows(MOVED, values):
        add_moves(areas, moved, rules_of(night.rulebook))
    return dict(areas)


def add_moves(areas: Areas, moved: Iterable[tuple[str, str, str, int]], rules: Rules) -> None:
    for code, old, new, count in moved:
        direction = direction_of(rules, old, new)
        for area in [code] if is_street(code) else around(code):
            areas[area].up += count if direction == "up" else 0
            areas[area].down += count if direction == "down" else 0


def estates_by_area(night: Night, kept: Areas) -> Areas:
    """Streets and counties as counted, or as kept; what is around them is their sum."""
    areas: Areas = defaultdict(Counted)
    counties: Areas = defaultdict(Counted)
    for code, *numbers in estates_by_street(night.on):
        found = Counted(*numbers)
        if is_street(code):
            areas[code] = found
        add(counties[code[:COUNTY].ljust(12, "0")], found)
    for code, found in (counties | kept).items():
        for area in around(code):
            add(areas[area], found)
    return areas


def add(total: Counted, part: Counted) -> None:
    total.estates += part.estates
    total.served += part.served
    total.old += part.old
    total.households += part.households


def estates_by_street(on: date) -> QuerySet:
    """`code, estates, served, old, households` of each street, and of each larger division that holds some directly."""
    return (
        Estate.objects.annotate(area_code=Concat(Left("region_id", STREET), Value("000")))
        .values("area_code")
        .annotate(
            Count("pk"),
            served=Count("pk", filter=served(on=on)),
            old=Count("pk", filter=Q(kind=EstateKind.OLD)),
            homes=Sum("households", default=0),
        )
        .order_by("area_code")
        .values_list("area_code", "pk__count", "served", "old", "homes")
    )


def rows(statement: str, values: dict) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()


def tallied(codes: Iterable[str]) -> Areas:
    """What the windows and the presences say of areas. Areas that have nothing are left out. At most eight queries."""
    areas: Areas = {}
    by_length: dict[int, list[str]] = defaultdict(list)
    for code in codes:
        by_length[len(prefix_of(code))].append(prefix_of(code))
    for length, stems in by_length.items():
        for stem, *numbers in windows_within(length, stems):
            areas[stem.ljust(12, "0")] = Counted(*numbers)
        for stem, grade, count in presences_within(length, stems):
            areas.setdefault(stem.ljust(12, "0"), Counted()).grades[grade] = count
    return areas


def windows_within(length: int, stems: list[str]) -> QuerySet:
    return (
        Window.objects.annotate(stem=Left("area_code", length))
        .filter(stem__in=stems)
        .values("stem")
        .annotate(
            n=Count("pk"),
            served=Count("pk", filter=Q(is_served=True)),
            old=Count("pk", filter=Q(is_old=True)),
            homes=Sum("households"),
        )
        .order_by()
        .values_list("stem", "n", "served", "old", "homes")
    )


def presences_within(length: int, stems: list[str]) -> QuerySet:
    """Of a county or a larger division those registered there; of a street those present there."""
    found = Presence.objects.annotate(stem=Left("area_code", length)).filter(stem__in=stems)
    if length < STREET:
        found = found.filter(area_code__endswith=ABOVE_STREETS)
    return found.values("stem", "grade").annotate(n=Count("pk")).order_by().values_list("stem", "grade", "n")


def windows_of(*, on: date, only: Iterable[int] | None) -> QuerySet:
    """The columns of `Window`, of all estates or `only` those with these keys, as the registers are on a day."""
    begun = Q(contracts__begins_on__lte=on) & (Q(contracts__ends_on=None) | Q(contracts__ends_on__gt=on))
    company = "running__enterprise"
    estates = Estate.objects.all() if only is None else Estate.objects.filter(pk__in=list(only))
    return (
        estates.annotate(
            running=FilteredRelation("contracts", condition=begun),
            held=FilteredRelation(f"{company}__grades", condition=Q(**{f"{company}__grades__until_on": None})),
        )
        .order_by()
        .values_list(
            "pk",
            "code",
            Concat(Left("region_id", STREET), Value("000")),
            ExpressionWrapper(served(on=on), output_field=BooleanField()),
            ExpressionWrapper(Q(kind=EstateKind.OLD), output_field=BooleanField()),
            "households",
            "running__pk",
            "running__enterprise_id",
            Case(When(running__pk=None, then=Value("")), default=Coalesce("held__grade", Value(NEW))),
        )
    )
