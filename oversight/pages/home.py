"""The city at a glance."""

from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.city import figure, profile, rule_values
from accounts.models import Level, Region
from accounts.pages import public_page
from complaints import telling
from credit.marks import Mark
from credit.rules import MISSING
from oversight.figures.committees import public_committees
from oversight.figures.counts import percent
from oversight.figures.public import Published, published
from oversight.open_day import next_open_day, when
from oversight.shares import shares
from oversight.skyline import skyline

COUNTIES_SHOWN = 12
REST = "rest"


@dataclass(frozen=True)
class GradeShare:
    """How many companies hold a grade; `percent` of all, its piece of the bar beginning at `start` percent.

    `count` is None where it is not told (see `oversight.suppression`). Such grades share the last piece of the bar.
    """

    mark: Mark
    count: int | None
    percent: float = 0.0
    start: float = 0.0


@public_page
def home(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    found = published(today) if profile() else None
    estates, served = (found.coverage[-1][2], found.coverage[-1][0]) if found else (None, None)
    grades = grade_shares(found) if found else []
    return render(
        request,
        "oversight/home.html",
        {
            "night": found and found.night,
            "grades": [share for share in grades if share.mark.shape != REST],
            "pieces": [share for share in grades if share.percent],
            "enterprise_count": found and found.grades[-1][-1],
            "estates": estates,
            "served": served,
            "served_percent": percent(served, estates) if estates and served is not None else None,
            "skyline": skyline(estates, served) if estates and served is not None else None,
            "counties": counties_with(found),
            "counties_shown": COUNTIES_SHOWN,
            "open_day": open_day(today),
            "told": telling.city(),
            "taken": telling.taken(),
            **governed_of(today),
        },
    )


def governed_of(today: date) -> dict:
    """How many estates have a committee; nothing before the first count, or without a city."""
    if profile() is None:
        return {}
    found = public_committees(on=today)
    if found["total"] is None or not found["total"]["estates"]:
        return {}
    return {
        "governed": found["total"],
        "governed_target": found["target_percent"],
        "governed_at": found["as_of"],
    }


def grade_shares(found: Published) -> list[GradeShare]:
    """The grades of the city after a night, best first, ungraded last; what is not told singly in one piece behind."""
    counts, total = found.city_grades, found.grades[-1][-1]
    marks = [mark for mark in found.marks if mark.grade != MISSING or counts[MISSING] != 0]
    if total is None:
        return [GradeShare(mark, counts[mark.grade]) for mark in marks]
    if not total:
        return []
    told = [counts[mark.grade] or 0 for mark in marks]
    pieces, start = [], 0.0
    rest = Mark(REST, _("grades whose small numbers are not told singly"), REST, 100)
    numbers = [*told, total - sum(told)]
    for mark, number, share in zip([*marks, rest], numbers, shares(numbers), strict=True):
        pieces.append(GradeShare(mark, counts.get(mark.grade, number), share, round(start, 1)))
        start += share
    return pieces


def counties_with(found: Published | None) -> list[tuple[Region, int | None]]:
    """The city's counties with how many estates each had last night (None: not told), those with most first."""
    counts = {place.code: row[2] for place, row in zip(found.places, found.coverage, strict=False)} if found else {}
    counties = Region.objects.filter(level=Level.COUNTY)
    return sorted(((county, counts.get(county.code)) for county in counties), key=lambda pair: -(pair[1] or 0))


def open_day(on: date) -> dict | None:
    """The next open day, or None in a city that has no such rule."""
    rule = rule_values(on=on).get("open_day_of_month")
    day_of_month = int(figure(rule) or 0)
    if not 1 <= day_of_month <= 31:
        return None
    day = next_open_day(day_of_month, on=on)
    return {"day": day, "when": when(day, on=on), "rule": rule}
