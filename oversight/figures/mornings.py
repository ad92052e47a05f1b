"""Tables of an area and its parts, from what the clock counts every morning: a row for each area and day."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Region
from oversight.figures.areas import Area

RowOf = Callable[[Any, Region], dict[str, Any]]


def table(nothing: Model, row_of: RowOf, area: Area, *, on: date, by: str | None, source: str) -> dict[str, Any]:
    """An area and its parts as last counted until a day. Raises NotDivided.

    `nothing` stands for the count of an area that has none; `row_of` tells the count of a region.
    """
    parts, rows = area.parts(by), type(nothing)._default_manager
    counted: Any = rows.filter(area_code=area.city.region_id, on__lte=on).order_by("-on").first()
    told = heading(area, counted, on=on, source=source) | {"by": by or area.usual_part, "total": None, "parts": []}
    if counted is None:
        return told
    kept: Any = rows.filter(on=counted.on, area_code__in=[region.code for region in (area.region, *parts)])
    found = {row.area_code: row for row in kept}
    return told | {
        "total": row_of(found.get(area.region.code, nothing), area.region),
        "parts": [row_of(found.get(region.code, nothing), region) for region in parts],
    }


def heading(area: Area, counted: Any, *, on: date, source: str) -> dict[str, Any]:
    """What figures are of, as of when, from what; where nothing was counted, why there are none."""
    return {
        "region": area.told,
        "on": on,
        "counted_on": counted.on if counted else None,
        "as_of": timezone.localtime(counted.at) if counted else None,
        "source": source if counted else "",
        "reason": "" if counted else _("Nothing has been counted yet: the clock counts every morning."),
    }
