"""The figures behind the dashboard's charts: who holds which grade, how many are served, and how that went."""

from datetime import date, datetime
from typing import Any

from accounts.models import Region
from credit.marks import Mark, marks_of
from credit.models import Night
from oversight.figures.areas import Area
from oversight.figures.counts import Coverage, coverage_counts, grade_counts, grade_sums, total
from oversight.figures.moments import Moment, compared, last_nights, moment_of
from oversight.figures.overview import heading, link


def grades(area: Area, *, on: date) -> dict[str, Any]:
    """How many companies hold which grade, in the area and in each of its counties."""
    moment = moment_of(on)
    if moment is None:
        return {**heading(area, None, on=on), "grades": [], "total": None, "counties": []}
    night = moment.night
    by_night = grade_counts(moment.nights, area)
    sums = {key: total(counties) for key, counties in by_night.items()}
    marks = marks_held(night, sums[night.pk])
    rows = [
        grade_row(county, by_night[night.pk].get(county.code, {}), marks, night.on) for county in counties_shown(area)
    ]
    whole = grade_row(area.region, sums[night.pk], marks, night.on)
    whole["compared"] = {mark.grade: compared_sums(moment, sums, mark.grade) for mark in marks}
    return {
        **heading(area, night, on=on),
        "grades": [{"grade": mark.grade, "word": mark.word, "shape": mark.shape} for mark in marks],
        "total": whole,
        "counties": rows,
    }


def compared_sums(moment: Moment, sums: dict[int, dict[str, int]], grade: str) -> dict[str, dict | None]:
    earlier = {period: (night, sums[night.pk].get(grade, 0)) for period, night in moment.earlier.items()}
    return compared(sums[moment.night.pk].get(grade, 0), earlier)


def grade_row(region: Region, counts: dict[str, int], marks: list[Mark], on: date) -> dict[str, Any]:
    return {
        "code": region.code,
        "name": region.name,
        "count": sum(counts.values()),
        "grades": {mark.grade: counts.get(mark.grade, 0) for mark in marks},
        "records": link("api:grade-list", on=on, region=region.code),
    }


def counties_shown(area: Area) -> list[Region]:
    """The counties of an area; none for a street, whose county is not its to see."""
    return area.counties if area.is_kept else []


def marks_held(night: Night, counts: dict[str, int]) -> list[Mark]:
    """Every grade of the night's rulebook, best first, and any other that somebody still holds."""
    marks = list(marks_of(night.rulebook_id))
    known = {mark.grade for mark in marks}
    return marks + [Mark(grade, "", "", len(marks)) for grade in sorted(set(counts) - known)]


def coverage(area: Area, *, on: date, at: datetime) -> dict[str, Any]:
    """How many estates have property service, against the city's target, in the area and in each of its counties.

    `at` is the moment at which a street's estates are counted.
    """
    goals = {
        "target_percent": float(area.city.coverage_target_percent),
        "lower_mark_percent": float(area.city.coverage_lower_mark_percent),
    }
    moment = moment_of(on)
    if moment is None:
        return {**heading(area, None, on=on), **goals, "total": None, "counties": []}
    night = moment.night
    by_night = coverage_counts(moment.nights, area)
    sums = {key: sum(counties.values(), Coverage()) for key, counties in by_night.items()}
    mine = by_night.get(night.pk, {})
    whole = coverage_row(area.region, sums.get(night.pk, Coverage()), night.on, goals)
    earlier = {period: (other, sums[other.pk].percent) for period, other in moment.earlier.items() if other.pk in sums}
    whole["compared"] = compared(whole["percent"], earlier)
    return {
        **heading(area, night, on=on, as_of=None if area.is_kept else at),
        **goals,
        "total": whole,
        "counties": [
            coverage_row(county, mine.get(county.code, Coverage()), night.on, goals) for county in counties_shown(area)
        ],
    }


def coverage_row(region: Region, counts: Coverage, on: date, goals: dict[str, float]) -> dict[str, Any]:
    share = counts.percent
    return {
        "code": region.code,
        "name": region.name,
        "estates": counts.estates,
        "served": counts.served,
        "percent": share,
        "old": counts.old,
        "households": counts.households,
        "meets_target": share is not None and share >= goals["target_percent"],
        "below_lower_mark": share is not None and share < goals["lower_mark_percent"],
        "records": link("api:estate-list", region=region.code),
        "unserved": link("api:estate-list", region=region.code, unserved_on=on),
    }


def trend(area: Area, *, until: date, nights: int, only: list[str], by_county: bool) -> dict[str, Any]:
    """How many companies held each grade after each of the last `nights` nights until a day, oldest first.

    `only`: these grades; every one if empty. `by_county`: a series for each county besides those of the area.
    """
    found = last_nights(nights, until=until)
    if not found:
        return {**heading(area, None, on=until), "nights": [], "series": []}
    counties = grade_counts(found, area) if by_county else {}
    sums = {key: total(rows) for key, rows in counties.items()} or grade_sums(found, area)
    held = {grade: 1 for counts in sums.values() for grade in counts}
    marks = [mark for mark in marks_held(found[-1], held) if not only or mark.grade in only]
    series = [series_of(None, mark, [sums[night.pk] for night in found]) for mark in marks]
    for county in counties_shown(area) if by_county else []:
        mine = [counties[night.pk].get(county.code, {}) for night in found]
        series += [series_of(county.code, mark, mine) for mark in marks]
    return {
        **heading(area, found[-1], on=until),
        "nights": [{"run": night.pk, "on": night.on} for night in found],
        "series": series,
    }


def series_of(county: str | None, mark: Mark, counts: list[dict[str, int]]) -> dict[str, Any]:
    return {
        "county": county,
        "grade": mark.grade,
        "word": mark.word,
        "shape": mark.shape,
        "counts": [count.get(mark.grade, 0) for count in counts],
    }
