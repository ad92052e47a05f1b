"""How figures went from night to night."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import Region
from credit.marks import Mark
from credit.models import Night
from oversight.figures.areas import Area
from oversight.figures.counts import NOTHING, Counted, coverage_percent, night_counts
from oversight.figures.moments import Moment, last_nights
from oversight.figures.overview import heading
from oversight.figures.words import as_words, marks_held

MOST = 30_000
"""Points in one answer: nights times areas."""

ByNight = dict[int, dict[str, Counted]]


class TooMuch(ValueError):
    """More points than one answer holds. Carries a sentence."""


def trend(area: Area, *, until: date, nights: int, only: list[str], by: str | None = None) -> dict[str, Any]:
    """How many companies held each grade after each of the last `nights` nights until a day, oldest first.

    `only`: these grades; every one if empty. `by`: each county or street besides. Raises NotDivided, TooMuch.
    """
    parts = parts_of(area, by, nights)
    found = last_nights(nights, until=until)
    told = heading_of(area, found, until) | {"by": by}
    if not found:
        return told | {"nights": [], "series": []}
    kept = night_counts(found, [area.region.code, *(part.code for part in parts)])
    held = {grade for areas in kept.values() for counts in areas.values() for grade in counts.grades}
    marks = [mark for mark in marks_held(found[-1], held) if not only or mark.grade in only]
    series = [series_of(None, area.region, mark, kept) for mark in marks]
    series += [series_of(part.code, part, mark, kept) for part in parts for mark in marks]
    return told | {"nights": nights_told(found), "series": series}


def series_of(code: str | None, region: Region, mark: Mark, kept: ByNight) -> dict[str, Any]:
    counts = [areas.get(region.code, NOTHING).grades.get(mark.grade, 0) for areas in kept.values()]
    return {"county": code, "name": region.name, **as_words([mark])[0], "counts": counts}


def coverage_trend(area: Area, *, until: date, nights: int, by: str | None = None) -> dict[str, Any]:
    """How many estates were served after each of the last `nights` nights until a day, oldest first.

    `by`: the same for each county or street. Raises NotDivided, TooMuch.
    """
    parts = parts_of(area, by, nights)
    found = last_nights(nights, until=until)
    told = heading_of(area, found, until) | {"by": by, "nights": nights_told(found)}
    kept = night_counts(found, [area.region.code, *(part.code for part in parts)])
    rows = [{"code": part.code, "name": part.name, **served_in(part, kept)} for part in parts]
    return told | served_in(area.region, kept) | {"parts": rows}


def served_in(region: Region, kept: ByNight) -> dict[str, list]:
    counts = [areas.get(region.code, NOTHING) for areas in kept.values()]
    return {
        "estates": [each.estates for each in counts],
        "served": [each.served for each in counts],
        "percent": [coverage_percent(each) for each in counts],
    }


def parts_of(area: Area, by: str | None, nights: int) -> list[Region]:
    parts = area.parts(by) if by else []
    if nights * (len(parts) + 1) > MOST:
        raise TooMuch(
            _("That is more than one answer holds. Ask for at most %(nights)d nights.")
            % {"nights": MOST // (len(parts) + 1)}
        )
    return parts


def heading_of(area: Area, found: list[Night], until: date) -> dict[str, Any]:
    return heading(area, Moment(found[-1], {}) if found else None, on=until)


def nights_told(found: list[Night]) -> list[dict[str, Any]]:
    return [{"run": night.pk, "on": night.on} for night in found]
