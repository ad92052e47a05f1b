"""The day of the month on which companies open their plant rooms to residents."""

from calendar import monthrange
from datetime import date, timedelta

from django.utils import formats
from django.utils.translation import gettext as _


def next_open_day(day_of_month: int, *, on: date) -> date:
    """The open day that is today or comes next; in a month without that day, its last day."""
    this_month = _in_month(on.year, on.month, day_of_month)
    if this_month >= on:
        return this_month
    following = on.replace(day=1) + timedelta(days=32)
    return _in_month(following.year, following.month, day_of_month)


def _in_month(year: int, month: int, day: int) -> date:
    return date(year, month, min(day, monthrange(year, month)[1]))


def when(day: date, *, on: date) -> str:
    """How one says the day: today, tomorrow, this or next week's weekday, else how many days off."""
    ahead = (day - on).days
    weekday = formats.date_format(day, "l")
    weeks = ((day - timedelta(days=day.weekday())) - (on - timedelta(days=on.weekday()))).days // 7
    if ahead == 0:
        return _("Today")
    if ahead == 1:
        return _("Tomorrow")
    if weeks == 0:
        return _("This %(weekday)s") % {"weekday": weekday}
    if weeks == 1:
        return _("Next %(weekday)s") % {"weekday": weekday}
    return _("In %(days)d days, a %(weekday)s") % {"days": ahead, "weekday": weekday}
