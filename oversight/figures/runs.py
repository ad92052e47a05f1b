"""What the nights moved, and how the last one went."""

from datetime import date
from typing import Any

from accounts.models import User
from credit.models import Grade, Night, NightState
from credit.story import Move, moves_of
from oversight.figures.areas import Area, area_for
from oversight.figures.counts import in_area
from oversight.figures.moments import night_of
from oversight.figures.overview import heading


def moves(area: Area, *, on: date, limit: int) -> dict[str, Any]:
    """Whose grade the night of `on` moved, and why; the gravest first."""
    night = night_of(on)
    found = moves_in(night, area) if night else []
    return {**heading(area, night, on=on), "count": len(found), "moves": found[:limit]}


def moves_in(night: Night, area: Area) -> list[Move]:
    """What a night moved among the companies of an area."""
    found = moves_of(night)
    if area.is_city:
        return found
    mine = set(Grade.objects.filter(in_area(area, on=night.on), night=night).values_list("enterprise_id", flat=True))
    return [move for move in found if move.enterprise.pk in mine]


def moves_within(night: Night, user: User) -> list[Move]:
    """What a night moved in the part of the city that a person sees. Raises NoSuchArea."""
    return moves_in(night, area_for(user))


def last_run(*, on: date) -> dict[str, Night | None]:
    """The last published night, and the one that is running right now, if any."""
    return {"last": night_of(on), "running": Night.objects.filter(state=NightState.RUNNING).first()}
