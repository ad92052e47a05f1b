"""万家灯火: one window for each estate, lit in the colour of its company's grade. Kept, not counted."""

from collections import Counter, defaultdict
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.codes import STEM_LENGTH
from accounts.models import Region
from oversight.figures import records
from oversight.figures.areas import Area
from oversight.figures.moments import moment_of
from oversight.figures.overview import heading
from oversight.figures.words import as_words, marks_held
from oversight.models import Window

DARK = "none"
"""Nobody manages the estate under a contract."""


def windows(area: Area, *, at: datetime, by: str | None = None) -> dict[str, Any]:
    """A building for each part of an area (a street is one), a window for each estate, in the order of their codes.

    A window is the place of its company's grade in `grades`, or None. Only now: past windows are not kept.
    Raises NotDivided.
    """
    parts = area.parts(by) or [area.region]
    day = timezone.localdate(at)
    moment = moment_of(day)
    told = heading(area, moment, on=day) | {"by": by or area.usual_part, "grades": [], "counts": {}, "buildings": []}
    if moment is None or moment.followed is None:
        return told | {"reason": told["reason"] or _("The windows are being counted; they appear within a minute.")}
    lit = grades_by_part(area, parts)
    counts = Counter(grade or DARK for grades in lit.values() for grade in grades)
    marks = marks_held(moment.night, set(counts) - {DARK})
    place = {mark.grade: number for number, mark in enumerate(marks)}
    return told | {
        "grades": as_words(marks),
        "counts": {mark.grade: counts[mark.grade] for mark in marks} | {DARK: counts[DARK]},
        "buildings": [building(part, [place.get(grade) for grade in lit[part.code]]) for part in parts],
    }


def grades_by_part(area: Area, parts: list[Region]) -> dict[str, list[str]]:
    """The grade behind each window by part. One query."""
    length = STEM_LENGTH[parts[0].level]
    found: dict[str, list[str]] = defaultdict(list)
    rows = Window.objects.filter(area_code__startswith=area.prefix).order_by("estate_code")
    for code, grade in rows.values_list("area_code", "grade"):
        found[code[:length].ljust(12, "0")].append(grade)
    return found


def building(part: Region, panes: list[int | None]) -> dict[str, Any]:
    return {
        "code": part.code,
        "name": part.name,
        "count": len(panes),
        "windows": panes,
        "records": records.estates_of(part),
    }
