"""The city, a county or a street in a few figures, each beside what it was a month and a year ago."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from credit.law import rules_of
from credit.models import Night
from credit.rules import UNGRADED
from oversight.figures.areas import Area
from oversight.figures.counts import Coverage, coverage_counts, grade_sums, moved_counts, rated
from oversight.figures.moments import Moment, compared, moment_of, source_of


def overview(area: Area, *, on: date, at: datetime) -> dict[str, Any]:
    """What the night of `on` says of an area. `at` is the moment at which a street's estates are counted."""
    moment = moment_of(on)
    return {
        **heading(area, moment.night if moment else None, on=on),
        "figures": figures(area, moment, at) if moment else {},
    }


def figures(area: Area, moment: Moment, at: datetime) -> dict[str, dict]:
    return company_figures(area, moment) | estate_figures(area, moment, at) | moved_figures(area, moment)


def company_figures(area: Area, moment: Moment) -> dict[str, dict]:
    counts = grade_sums(moment.nights, area)
    day, bands = moment.night.on, [grade for grade in counts[moment.night.pk] if grade not in UNGRADED]
    values: dict[str, tuple[Callable[[dict[str, int]], int], dict[str, str]]] = {
        "enterprises": (lambda count: sum(count.values()), {}),
        "rated": (rated, {"grade": ",".join(sorted(bands))}),
        "unrated": (lambda count: sum(count.values()) - rated(count), {"grade": ",".join(UNGRADED)}),
    }
    return {
        name: figure(
            value_of(counts[moment.night.pk]),
            unit="enterprises",
            as_of=moment.night.ended_at,
            source=source_of(moment.night),
            records=link("api:grade-list", on=day, region=area.region.code, **narrower),
            earlier={period: (night, value_of(counts[night.pk])) for period, night in moment.earlier.items()},
        )
        for name, (value_of, narrower) in values.items()
    }


def estate_figures(area: Area, moment: Moment, at: datetime) -> dict[str, dict]:
    counts = {
        night: sum(counties.values(), Coverage()) for night, counties in coverage_counts(moment.nights, area).items()
    }
    values: dict[str, tuple[str, str, dict[str, object]]] = {
        "estates": ("estates", "estates", {}),
        "served": ("served", "estates", {"served_on": moment.night.on}),
        "coverage_percent": ("percent", "percent", {"unserved_on": moment.night.on}),
        "old_estates": ("old", "estates", {"kind": "old"}),
        "old_percent": ("old_percent", "percent", {"kind": "old"}),
        "households": ("households", "households", {}),
    }
    return {
        name: figure(
            getattr(counts.get(moment.night.pk), field, None),
            unit=unit,
            as_of=moment.night.ended_at if area.is_kept else at,
            source=source_of(moment.night) if area.is_kept else _("Register of estates and contracts"),
            records=link("api:estate-list", region=area.region.code, **narrower),
            earlier={
                period: (night, getattr(counts.get(night.pk), field, None)) for period, night in moment.earlier.items()
            },
        )
        for name, (field, unit, narrower) in values.items()
    }


def moved_figures(area: Area, moment: Moment) -> dict[str, dict]:
    """What moved that night. Nights are not compared with each other: a night's moves are events, not a state."""
    counts = moved_counts(moment.night, area, rules_of(moment.night.rulebook))
    return {
        f"moved_{direction}": figure(
            count,
            unit="enterprises",
            as_of=moment.night.ended_at,
            source=source_of(moment.night),
            records=reverse("api:run-moves", args=[moment.night.pk]),
            earlier={},
        )
        for direction, count in counts.items()
    }


def figure(
    value: float | None,
    *,
    unit: str,
    as_of: datetime | None,
    source: str,
    records: str,
    earlier: Mapping[str, tuple[Night, float | None]],
) -> dict[str, Any]:
    """One figure with its moment, its source, the rows behind it and what it was before."""
    return {
        "value": value,
        "unit": unit,
        "as_of": as_of,
        "source": source,
        "records": records,
        "compared": compared(value, earlier),
    }


def link(name: str, **query: object) -> str:
    """The address of a list with filters."""
    text = "&".join(f"{key}={value}" for key, value in query.items())
    return f"{reverse(name)}?{text}" if text else reverse(name)


def heading(area: Area, night: Night | None, *, on: date, as_of: datetime | None = None) -> dict[str, Any]:
    """What stands over every answer: where, which day was asked about, which run answers, as of when, from what.

    Before the first night `run` and `as_of` are None.
    """
    region = {"code": area.region.code, "name": area.region.name, "level": area.region.level}
    if night is None:
        return {"region": region, "on": on, "run": None, "as_of": None, "source": ""}
    run = {"id": night.pk, "on": night.on, "ended_at": night.ended_at}
    return {"region": region, "on": on, "run": run, "as_of": as_of or night.ended_at, "source": source_of(night)}
