"""Who holds which grade, how many estates are served, where most and least: an area and its parts as rows."""

from datetime import date
from typing import Any

from accounts.models import CityProfile, Region
from credit.marks import Mark
from oversight.figures import records
from oversight.figures.areas import Area
from oversight.figures.counts import Table, companies, coverage_percent, holding, table
from oversight.figures.moments import moment_of
from oversight.figures.overview import heading
from oversight.figures.words import as_words, marks_held


def grades(area: Area, *, on: date, by: str | None = None) -> dict[str, Any]:
    """How many companies hold which grade, in the area and in each of its parts. Raises NotDivided."""
    parts, moment = area.parts(by), moment_of(on)
    told = heading(area, moment, on=on) | {"by": by or area.usual_part, "grades": [], "total": None}
    if moment is None:
        return told | {"parts": [], "counties": []}
    kept = table(moment, [area.region, *parts, *area.counties])
    marks = marks_held(moment.night, {grade for counts in kept.now.values() for grade in counts.grades})
    return told | {
        "grades": as_words(marks),
        "total": grade_row(kept, area.region, marks),
        "parts": [grade_row(kept, region, marks) for region in parts],
        "counties": [grade_row(kept, region, marks) for region in area.counties],
    }


def grade_row(kept: Table, region: Region, marks: list[Mark]) -> dict[str, Any]:
    counts = kept.of(region)
    return {
        "code": region.code,
        "name": region.name,
        "count": companies(counts),
        "grades": {mark.grade: counts.grades.get(mark.grade, 0) for mark in marks},
        "compared": {mark.grade: kept.compare(region, holding(mark.grade)) for mark in marks},
        "records": records.companies_of(kept.moment, region),
        "down": records.below("grades", region),
    }


def coverage(area: Area, *, on: date, by: str | None = None) -> dict[str, Any]:
    """How many estates have property service, against the city's target: an area and its parts. Raises NotDivided."""
    parts, moment = area.parts(by), moment_of(on)
    goals = goals_of(area.city)
    told = heading(area, moment, on=on) | goals | {"by": by or area.usual_part, "total": None}
    if moment is None:
        return told | {"parts": [], "counties": []}
    kept = table(moment, [area.region, *parts, *area.counties])
    return told | {
        "total": coverage_row(kept, area.region, goals),
        "parts": [coverage_row(kept, region, goals) for region in parts],
        "counties": [coverage_row(kept, region, goals) for region in area.counties],
    }


def goals_of(city: CityProfile) -> dict[str, float]:
    return {
        "target_percent": float(city.coverage_target_percent),
        "lower_mark_percent": float(city.coverage_lower_mark_percent),
    }


def coverage_row(kept: Table, region: Region, goals: dict[str, float]) -> dict[str, Any]:
    counts, share, day = kept.of(region), coverage_percent(kept.of(region)), kept.moment.day
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
        "compared": kept.compare(region, coverage_percent),
        "records": records.estates_of(region),
        "served_records": records.estates_of(region, served_on=day),
        "unserved": records.estates_of(region, unserved_on=day),
        "old_records": records.estates_of(region, kind="old"),
        "down": records.below("coverage", region),
    }


def ranking(area: Area, *, on: date, by: str | None, limit: int) -> dict[str, Any]:
    """The parts of an area with the least and with the most of their estates served. Raises NotDivided.

    Where shares are equal, the part with more estates stands first. Parts without estates take no part.
    """
    found = coverage(area, on=on, by=by)
    del found["counties"], found["total"]
    rows = [row for row in found.pop("parts") if row["percent"] is not None]
    worst = sorted(rows, key=lambda row: (row["percent"], -row["estates"], row["code"]))
    best = sorted(rows, key=lambda row: (-row["percent"], -row["estates"], row["code"]))
    return found | {"count": len(rows), "worst": worst[:limit], "best": best[:limit]}
