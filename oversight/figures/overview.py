"""The city, a county or a street in a few figures, each beside what it was a month and a year ago."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.utils import timezone

from accounts.models import Region
from credit.rules import UNGRADED
from oversight.counting import Counted
from oversight.figures import counts, records
from oversight.figures.areas import Area
from oversight.figures.counts import Table, table
from oversight.figures.moments import Moment, moment_of, source_of, why_nothing
from oversight.figures.words import lettered


def overview(area: Area, *, on: date, by: str | None = None) -> dict[str, Any]:
    """A few figures of an area as of a day; broken down `by` county or street when asked. Raises NotDivided."""
    parts = area.parts(by) if by else []
    moment = moment_of(on)
    told = heading(area, moment, on=on) | {"by": by, "figures": {}, "parts": []}
    if moment is None:
        return told
    kept = table(moment, [area.region, *parts])
    grades = ",".join(lettered(moment.night, kept.of(area.region)))
    told["figures"] = figures(kept, area.region, grades)
    told["parts"] = [part_of(kept, region, grades) for region in parts]
    return told


def part_of(kept: Table, region: Region, grades: str) -> dict[str, Any]:
    return {
        "code": region.code,
        "name": region.name,
        "figures": figures(kept, region, grades),
        "down": records.below("overview", region),
    }


def figures(kept: Table, region: Region, grades: str) -> dict[str, dict]:
    """The figures of one area. `grades` are those that count as rated, separated by commas."""
    moment, day = kept.moment, kept.moment.day

    def one(unit: str, value_of: Callable[[Counted], float | None], rows: str) -> dict[str, Any]:
        return figure(
            value_of(kept.of(region)),
            unit=unit,
            as_of=moment.as_of,
            source=moment.source,
            records=rows,
            compared=kept.compare(region, value_of),
        )

    def companies(value_of, grade: str = "") -> dict[str, Any]:
        return one("enterprises", value_of, records.companies_of(moment, region, grade=grade))

    def estates(value_of, unit: str = "estates", **narrower: object) -> dict[str, Any]:
        return one(unit, value_of, records.estates_of(region, **narrower))

    return {
        "enterprises": companies(counts.companies),
        "rated": companies(counts.rated, grades),
        "unrated": companies(counts.unrated, ",".join(UNGRADED)),
        "estates": estates(lambda area: area.estates),
        "served": estates(lambda area: area.served, served_on=day),
        "unserved": estates(lambda area: area.estates - area.served, unserved_on=day),
        "coverage_percent": estates(counts.coverage_percent, "percent", served_on=day),
        "old_estates": estates(lambda area: area.old, kind="old"),
        "old_percent": estates(counts.old_percent, "percent", kind="old"),
        "households": estates(lambda area: area.households, "households"),
        "moved_up": moved(kept, region, "up"),
        "moved_down": moved(kept, region, "down"),
    }


def moved(kept: Table, region: Region, direction: str) -> dict[str, Any]:
    """What the last night moved. Nights are not compared with each other: moves are events, not a state."""
    night = kept.moment.night
    counted = kept.nights[night.pk].get(region.code, counts.NOTHING)
    return figure(
        counted.up if direction == "up" else counted.down,
        unit="enterprises",
        as_of=night.ended_at and timezone.localtime(night.ended_at),
        source=source_of(night),
        records=records.moves_of(kept.moment, region, direction),
        compared={"last_month": None, "last_year": None},
    )


def figure(
    value: float | None, *, unit: str, as_of: datetime | None, source: str, records: str, compared: dict[str, Any]
) -> dict[str, Any]:
    """One figure with its moment, its source, the rows behind it and what it was before."""
    return {"value": value, "unit": unit, "as_of": as_of, "source": source, "records": records, "compared": compared}


def heading(area: Area, moment: Moment | None, *, on: date) -> dict[str, Any]:
    """What stands over every answer: where, which day was asked about, which run answers, as of when, from what.

    Before the first night `run` and `as_of` are None, and `reason` says why there is nothing.
    """
    told = {"region": area.told, "on": on, "run": None, "as_of": None, "source": "", "reason": ""}
    if moment is None:
        return told | {"reason": why_nothing(on)}
    ended_at = moment.night.ended_at and timezone.localtime(moment.night.ended_at)
    run = {"id": moment.night.pk, "on": moment.night.on, "ended_at": ended_at}
    return told | {"run": run, "as_of": moment.as_of, "source": moment.source}
