"""How complete and how fresh the data of an area and its parts are, and what is to be put right by when."""

from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Region
from oversight.figures import records
from oversight.figures.areas import Area
from oversight.figures.counts import percent
from oversight.models import QualityCount

NOTHING = QualityCount(
    estate_count=0, complete_asked=0, complete_held=0, fresh_asked=0, fresh_held=0, gap_count=0, overdue_count=0
)


def quality(area: Area, *, on: date, by: str | None = None) -> dict[str, Any]:
    """An area and its parts, best first. Raises NotDivided."""
    parts = area.parts(by)
    found = counts([area.region, *parts], on=on)
    counted = next(iter(found.values()), None)
    told = {
        "region": {"code": area.region.code, "name": area.region.name, "level": str(area.region.level)},
        "on": on,
        "counted_on": counted.on if counted else None,
        "as_of": timezone.localtime(counted.at) if counted else None,
        "source": _("All registers, against the rules of data quality") if counted else "",
        "reason": "" if counted else _("Nothing has been counted yet: the clock counts every morning."),
        "by": by or area.usual_part,
        "total": None,
        "parts": [],
    }
    if counted is None:
        return told
    rows = [row_of(found.get(region.code, NOTHING), region, on=counted.on) for region in parts]
    return told | {
        "total": row_of(found.get(area.region.code, NOTHING), area.region, on=counted.on),
        "parts": sorted(rows, key=lambda row: (-(row["percent"] or 0), row["code"])),
    }


def counts(regions: list[Region], *, on: date) -> dict[str, QualityCount]:
    """The last counts until a day, by area; empty before the first."""
    last = QualityCount.objects.filter(on__lte=on).order_by("-on").values_list("on", flat=True).first()
    rows = QualityCount.objects.filter(on=last, area_code__in=[region.code for region in regions])
    return {row.area_code: row for row in rows}


def row_of(row: QualityCount, region: Region, *, on: date) -> dict[str, Any]:
    held, asked = row.complete_held + row.fresh_held, row.complete_asked + row.fresh_asked
    return {
        "code": region.code,
        "name": region.name,
        "estates": row.estate_count,
        "percent": percent(held, asked),
        "complete_asked": row.complete_asked,
        "complete_held": row.complete_held,
        "complete_percent": percent(row.complete_held, row.complete_asked),
        "fresh_asked": row.fresh_asked,
        "fresh_held": row.fresh_held,
        "fresh_percent": percent(row.fresh_held, row.fresh_asked),
        "gaps": row.gap_count,
        "overdue": row.overdue_count,
        "next_due_on": row.next_due_on,
        "records": records.link("api:quality-gap-list", region=region.code),
        "down": records.below("quality", region),
    }
