"""The city at a glance."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from accounts.city import figure, rule_values
from accounts.models import Level, Region
from accounts.pages import public_page
from credit.marks import Mark, marks_of
from credit.models import GradeCount, Night
from credit.rules import MISSING
from oversight.models import NightCount
from oversight.open_day import next_open_day, when
from oversight.shares import shares
from oversight.skyline import skyline

COUNTIES_SHOWN = 12


@dataclass(frozen=True)
class GradeShare:
    """How many companies hold a grade; `percent` of all, its piece of the bar beginning at `start` percent."""

    mark: Mark
    count: int
    percent: float
    start: float


@public_page
def home(request: HttpRequest) -> HttpResponse:
    night = Night.objects.last()
    coverage = list(NightCount.objects.filter(night=night)) if night else []
    estates = sum(row.estate_count for row in coverage)
    served = sum(row.served_count for row in coverage)
    grades = grade_shares(night)
    return render(
        request,
        "oversight/home.html",
        {
            "night": night,
            "grades": grades,
            "enterprise_count": sum(share.count for share in grades),
            "estates": estates,
            "served": served,
            "served_percent": shares([served, estates - served], digits=2)[0],
            "skyline": skyline(estates, served),
            "counties": counties_with({row.county_code: row.estate_count for row in coverage}),
            "counties_shown": COUNTIES_SHOWN,
            "open_day": open_day(timezone.localdate()),
        },
    )


def grade_shares(night: Night | None) -> list[GradeShare]:
    """The grades of the city after `night`, best first, ungraded last; none before the first night."""
    if night is None:
        return []
    counts = dict(GradeCount.objects.filter(night=night).values_list("grade").annotate(Sum("count")).order_by())
    if not counts:
        return []
    marks = [mark for mark in marks_of(night.rulebook_id) if mark.grade != MISSING or counts.get(MISSING)]
    numbers = [counts.get(mark.grade, 0) for mark in marks]
    found, start = [], 0.0
    for mark, count, percent in zip(marks, numbers, shares(numbers), strict=True):
        found.append(GradeShare(mark, count, percent, round(start, 1)))
        start += percent
    return found


def counties_with(estate_counts: dict[str, int]) -> list[tuple[Region, int | None]]:
    """The city's counties with how many estates each had last night (None before), those with most first."""
    counties = Region.objects.filter(level=Level.COUNTY)
    return sorted(((county, estate_counts.get(county.code)) for county in counties), key=lambda pair: -(pair[1] or 0))


def open_day(on: date) -> dict | None:
    """The next open day, or None in a city that has no such rule."""
    rule = rule_values(on=on).get("open_day_of_month")
    day_of_month = int(figure(rule) or 0)
    if not 1 <= day_of_month <= 31:
        return None
    day = next_open_day(day_of_month, on=on)
    return {"day": day, "when": when(day, on=on), "rule": rule}
