"""Committees by county and street: how many estates have one, and which need attention. Counted as it stands now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, F, OuterRef, Q
from django.db.models.functions import Left

from accounts.city import NoRuleValue
from accounts.codes import STEM_LENGTH
from accounts.models import Level, Region, User
from accounts.scope import covers, regions_seen, stem_for, within
from committees.committee_desk.filters import QUESTIONS
from committees.models import Committee, CommitteeKind, CommitteeState, Formation
from committees.models.formations import OVER
from estates.models import Estate

COUNTED = ("running_out", "run_out", "idle", "audit")


@dataclass(frozen=True)
class Area:
    """One division. `needs` are (question of the list's filter, count)."""

    region: Region
    estates: int
    owners: int
    management: int
    forming: int
    needs: Sequence[tuple[str, int]]

    @property
    def percent(self) -> float | None:
        """Estates with a committee of either kind in office, of all; None where there are none."""
        return 100 * (self.owners + self.management) / self.estates if self.estates else None


@dataclass(frozen=True)
class Coverage:
    level: str
    areas: Sequence[Area]
    heads: Sequence[str]
    missing_rule: str = ""


def coverage_of(user: User, code: str, *, on: date) -> Coverage:
    """The counties of the city; or the streets of the county `code`, or of the person's own. Seven queries."""
    stem = stem_for(user) or ""
    inside = Region.objects.filter(pk=code, level=Level.COUNTY).first() if code and covers(user, code) else None
    level = Level.STREET if inside or len(stem) >= STEM_LENGTH[Level.COUNTY] else Level.COUNTY
    regions = Region.objects.filter(regions_seen(user), level=level).order_by("code")
    if inside:
        regions = regions.filter(within("code", inside))
    width = STEM_LENGTH[level]
    estates, forming = estates_by(user, width), forming_by(user, width)
    needs, missing = needs_by(user, width, on=on)
    areas = [
        Area(
            region, **estates.get(region.code[:width], {"estates": 0, "owners": 0, "management": 0}),
            forming=forming.get(region.code[:width], 0),
            needs=[(name, counts.get(region.code[:width], 0)) for name, counts in needs.items()],
        )
        for region in regions
    ]  # fmt: skip
    return Coverage(level, areas, [str(QUESTIONS[name][0]) for name in needs], missing)


def estates_by(user: User, width: int) -> dict[str, dict[str, int]]:
    """By the first digits of the region: estates, and how many have a committee of each kind in office."""
    held = Committee.objects.filter(estate=OuterRef("pk"), state=CommitteeState.FILED)
    rows = Estate.objects.visible_to(user).annotate(
        stem=Left("region_id", width),
        has_owners=Exists(held.filter(kind=CommitteeKind.OWNERS)),
        has_management=Exists(held.filter(kind=CommitteeKind.MANAGEMENT)),
    )
    counted = rows.order_by().values("stem").annotate(
        estates=Count("pk"),
        owners=Count("pk", filter=Q(has_owners=True)),
        management=Count("pk", filter=Q(has_management=True)),
    )  # fmt: skip
    return {row.pop("stem"): row for row in counted}


def forming_by(user: User, width: int) -> dict[str, int]:
    rows = Formation.objects.visible_to(user).exclude(state__in=OVER)
    return by_stem(rows, width)


def needs_by(user: User, width: int, *, on: date) -> tuple[dict[str, dict[str, int]], str]:
    """What needs attention, by question; and what the city never set, if that stands in the way."""
    seen = Committee.objects.visible_to(user)
    try:
        return {name: by_stem(QUESTIONS[name][1](seen, on=on), width) for name in COUNTED}, ""
    except NoRuleValue as missing:
        return {}, str(missing)


def by_stem(rows, width: int) -> dict[str, int]:
    """How many rows with an estate there are, by the first digits of its region."""
    stems = rows.order_by().annotate(stem=Left(F("estate__region_id"), width)).values_list("stem")
    return dict(stems.annotate(count=Count("pk")))
