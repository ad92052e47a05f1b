"""How far owners' self-government reaches in the city, a county or a street, against what the city wants."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Region
from committees.coverage import telling
from committees.coverage.counting import COLUMNS
from committees.coverage.telling import Goals
from committees.models import CommitteeCount
from oversight.figures import records
from oversight.figures.areas import Area
from oversight.figures.counts import percent
from oversight.figures.moments import PERIODS
from oversight.figures.public import the_city

NOTHING = CommitteeCount(**dict.fromkeys(COLUMNS, 0))


@dataclass(frozen=True)
class Kept:
    """The counts of some areas on a day and on those it is compared with."""

    on: date
    earlier: dict[str, date]
    rows: Any

    def of(self, region: Region, on: date | None = None) -> CommitteeCount:
        return self.rows.get((on or self.on, region.code), NOTHING)

    @property
    def as_of(self) -> datetime | None:
        moments = [row.at for (on, _code), row in self.rows.items() if on == self.on]
        return timezone.localtime(max(moments)) if moments else None

    def compare(self, region: Region, value_of: Callable[[CommitteeCount], float | None]) -> dict[str, dict | None]:
        """What a value was a month and a year before, where that was counted."""
        now, found = value_of(self.of(region)), dict.fromkeys(PERIODS)
        for period, on in self.earlier.items():
            value = value_of(self.of(region, on))
            if now is not None and value is not None:
                found[period] = {"on": on, "value": value, "change": round(now - value, 2)}
        return found


def kept(regions: list[Region], *, on: date) -> Kept | None:
    """None before the first count."""
    day = telling.last_day(on=on)
    if day is None:
        return None
    earlier = {name: last for name, period in PERIODS.items() if (last := telling.last_day(on=day - period))}
    rows = telling.counts([day, *earlier.values()], [region.code for region in regions])
    return Kept(day, earlier, rows)


def with_committee(row: CommitteeCount) -> int:
    return row.owners_count + row.management_count


def formation_percent(row: CommitteeCount) -> float | None:
    """The share of the estates that have a committee of either kind (组建率)."""
    return percent(with_committee(row), row.estate_count)


def mediation_percent(row: CommitteeCount) -> float | None:
    return percent(row.mediated_count, row.estate_count)


def committees(area: Area, *, on: date, by: str | None = None) -> dict[str, Any]:
    """Committees by kind, terms, formations and mediation: an area and its parts. Raises NotDivided."""
    parts, goals = area.parts(by), telling.goals(on=on)
    found = kept([area.region, *parts], on=on)
    head = heading(area, found, goals, on=on) | {"by": by or area.usual_part, "total": None, "parts": []}
    if found is None:
        return head
    return head | {
        "total": row_of(found, area.region, goals),
        "parts": [row_of(found, region, goals) for region in parts],
    }


def heading(area: Area, found: Kept | None, goals: Goals, *, on: date) -> dict[str, Any]:
    return {
        "region": area.told,
        "on": on,
        "counted_on": found.on if found else None,
        "as_of": found.as_of if found else None,
        "source": _("Registers of estates, committees and mediation committees") if found else "",
        "reason": "" if found else _("Nothing has been counted yet: the clock counts every ten minutes."),
        "target_percent": goals.committees.percent,
        "target_article": goals.committees.article,
        "mediation_target_percent": goals.mediation.percent,
        "mediation_target_article": goals.mediation.article,
        "mediation_level": str(goals.level),
    }


def row_of(found: Kept, region: Region, goals: Goals) -> dict[str, Any]:
    row = found.of(region)
    formed, reached = formation_percent(row), mediation_percent(row)
    return {
        "code": region.code,
        "name": region.name,
        "estates": row.estate_count,
        "owners_committees": row.owners_count,
        "management_committees": row.management_count,
        "with_committee": with_committee(row),
        "without_committee": row.estate_count - with_committee(row),
        "percent": formed,
        "meets_target": meets(formed, goals.committees.percent),
        "run_out": row.run_out_count,
        "running_out": row.running_out_count,
        "forming": row.forming_count,
        "mediated": row.mediated_count,
        "mediation_percent": reached,
        "meets_mediation_target": meets(reached, goals.mediation.percent),
        "mediation_committees": row.mediation_bodies,
        "mediation_over": row.mediation_over,
        "compared": found.compare(region, formation_percent),
        "mediation_compared": found.compare(region, mediation_percent),
        "records": records.link("api:committee-list", region=region.code, in_office_on=found.on),
        "down": records.below("committees", region),
    }


def meets(value: float | None, target: float | None) -> bool | None:
    return None if value is None or target is None else value >= target


def public_committees(*, on: date) -> dict[str, Any]:
    """The same for everybody: the city and its counties. Raises NoSuchArea.

    Small numbers are told as well: which estate has which committee is public already, on the estate's own page.
    """
    area, goals = the_city(), telling.goals(on=on)
    found = kept([area.region, *area.counties], on=on)
    head = heading(area, found, goals, on=on) | {"total": None, "counties": []}
    if found is None:
        return head
    return head | {
        "total": public_row(found, area.region, goals),
        "counties": [public_row(found, region, goals) for region in area.counties],
    }


TOLD_TO_ALL = (
    "code", "name", "estates", "owners_committees", "management_committees", "with_committee", "without_committee",
    "percent", "meets_target", "mediated", "mediation_percent", "meets_mediation_target", "mediation_committees",
)  # fmt: skip


def public_row(found: Kept, region: Region, goals: Goals) -> dict[str, Any]:
    row = row_of(found, region, goals)
    return {name: row[name] for name in TOLD_TO_ALL}
