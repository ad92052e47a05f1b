"""What the nights moved, how the last one went, and how fresh everything is."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import F, OuterRef, Q, Subquery
from django.utils import timezone

from accounts.models import User
from accounts.scope import within
from credit.law import rules_of
from credit.models import Grade, Night, NightState
from credit.rules import Rules
from credit.story import Move, direction_of, lines_of_many, move_of
from enterprises.models import Enterprise
from oversight.figures.areas import Area, area_for
from oversight.figures.moments import Moment, last_nights, night_of
from oversight.figures.overview import heading
from oversight.models import Followed
from oversight.queries import bare_nights

DIRECTIONS = ("down", "up", "other")
"""The gravest first. «other» leads into or out of not graded."""
IN_STEP = timedelta(minutes=3)
"""Tallies that were brought up to date in that time are in step: they are every minute."""


@dataclass(frozen=True)
class Moved:
    """The grades that a night moved, each with its direction, the gravest first."""

    night: Night
    pairs: list[tuple[str, Any]]
    rules: Rules | None

    def __len__(self) -> int:
        return len(self.pairs)

    def __getitem__(self, place: slice) -> list[Move]:
        """Moves with their reasons. Four queries, none where nothing moved."""
        grades = [grade for _direction, grade in self.pairs[place]]
        if not grades or self.rules is None:
            return []
        old = Grade.objects.in_bulk([grade.old_pk for grade in grades])
        lines = lines_of_many([*grades, *old.values()])
        return [move_of(grade, old[grade.old_pk], lines, self.rules) for grade in grades]


def moves(area: Area, *, on: date, limit: int, direction: str | None = None) -> dict[str, Any]:
    """Whose grade the night of `on` moved (up or down only, if asked), and why; the gravest first."""
    night = night_of(on)
    told = heading(area, Moment(night, {}) if night else None, on=on)
    if night is None:
        return told | {"count": 0, "moves": []}
    found = moved_in(night, area, direction)
    return told | {"count": len(found), "moves": found[:limit]}


def moves_before(area: Area, *, night: Night, nights: int, limit: int) -> list[tuple[Night, Move]]:
    """What the nights before one moved, the latest first, until there are `limit`. At most `nights` are looked at."""
    found: list[tuple[Night, Move]] = []
    for earlier in last_nights(nights, until=night.on - timedelta(days=1))[::-1] if limit else []:
        found += [(earlier, move) for move in moved_in(earlier, area)[: limit - len(found)]]
        if len(found) >= limit:
            break
    return found


def moves_within(night: Night, user: User, *, code: str | None = None, direction: str | None = None) -> list[Move]:
    """What a night moved in the part of the city that a person sees, or in a division of it. Raises NoSuchArea."""
    return moved_in(night, area_for(user, code), direction)[:]


def moved_in(night: Night, area: Area, direction: str | None = None) -> Moved:
    """The grades of an area that a night moved. One query where there are none."""
    before = Grade.objects.filter(enterprise_id=OuterRef("enterprise_id"), until_night=night.pk)
    fresh = list(
        Grade.objects.filter(in_area(area, on=night.on), night=night)
        .annotate(
            old_pk=Subquery(before.values("pk")[:1]),
            old_grade=Subquery(before.values("grade")[:1]),
            old_score=Subquery(before.values("score_centipoints")[:1]),
        )
        .filter(Q(old_grade__isnull=False) & ~Q(old_grade=F("grade")))
        .select_related("enterprise")
    )
    rules = rules_of(night.rulebook) if fresh else None
    pairs = [(direction_of(rules, grade.old_grade, grade.grade), grade) for grade in fresh if rules]
    return Moved(night, sorted((pair for pair in pairs if direction in (None, pair[0])), key=gravity), rules)


def gravity(pair: tuple[str, Any]) -> tuple[int, int, int]:
    """The gravest first: down before up, the largest step first."""
    direction, grade = pair
    return DIRECTIONS.index(direction), -abs(grade.score_centipoints - grade.old_score), grade.enterprise_id


def in_area(area: Area, *, on: date) -> Q:
    """Grades of companies registered in the area when the grade was made; of a street, of those present on a day."""
    if area.is_city:
        return Q()
    if area.is_street:
        return Q(enterprise__in=Enterprise.objects.present_in(area.prefix, on=on))
    return within("county_code", area.prefix)


def last_run(*, on: date) -> dict[str, Night | None]:
    """The last published night, and the one that is running right now, if any."""
    last = Night.objects.published().filter(on__lte=on).select_related("rulebook").order_by("-pk").first()
    return {"last": last, "running": Night.objects.filter(state=NightState.RUNNING).first()}


def freshness(*, at: datetime) -> dict[str, Any]:
    """How old what the figures rest on is: the last night, and the tallies that follow the registers since."""
    night, followed = night_of(timezone.localdate(at)), Followed.objects.first()
    behind = (at - followed.at).total_seconds() if followed else None
    return {
        "at": timezone.localtime(at),
        "night": night and {"id": night.pk, "on": night.on, "ended_at": timezone.localtime(night.ended_at)},
        "days_since_night": night and (timezone.localdate(at) - night.on).days,
        "nights_not_counted": bare_nights().count(),
        "registers_as_of": followed and timezone.localtime(followed.at),
        "seconds_behind": behind and max(0, round(behind)),
        "is_in_step": bool(followed and at - followed.at <= IN_STEP and followed.night_id == (night and night.pk)),
    }
