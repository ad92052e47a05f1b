"""Which days are worked in this city, as the table of days off has them."""

from datetime import date
from functools import lru_cache

from django.db.models import Count, Max

from accounts.models import DayOff
from accounts.moments import remembered
from accounts.workdays import Calendar


def calendar_now() -> Calendar:
    """The days off and made up for, as they are known this instant."""
    return _calendar(tuple(DayOff.objects.aggregate(Count("id"), Max("id"), Max("changed_at")).values()))


@lru_cache(maxsize=1)
def _calendar(stamp: tuple) -> Calendar:
    rest: dict[date, str] = {}
    work: dict[date, str] = {}
    for day, is_worked, name in DayOff.objects.values_list("day", "is_worked", "name"):
        (work if is_worked else rest)[day] = name
    return Calendar(rest, work)


calendar = remembered(calendar_now)
"""The same, from a moment's memory."""
