"""Accounting periods of so many months, counted from January. Values in, values out."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from dateutil.relativedelta import relativedelta
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from committees.disclosure.periods import begins

DAY = timedelta(days=1)
QUARTERS = (
    gettext_lazy("1st quarter"),
    gettext_lazy("2nd quarter"),
    gettext_lazy("3rd quarter"),
    gettext_lazy("4th quarter"),
)


@dataclass(frozen=True, order=True)
class Period:
    """From `from_on`, before `until_on`."""

    from_on: date
    until_on: date

    @property
    def last_on(self) -> date:
        return self.until_on - DAY

    def due_on(self, days: int) -> date:
        """The last day to post its report: so many days after its end."""
        return self.last_on + timedelta(days=days)

    @property
    def short(self) -> str:
        """The same where there is little room, without the year of a quarter; else its last month."""
        first, months = self.from_on, months_of(self)
        if first.day == 1 and months == 3 and first.month % 3 == 1:
            return str(QUARTERS[first.month // 3])
        return f"{self.last_on:%Y-%m}"

    @property
    def label(self) -> str:
        """As people call it: a quarter, a year, or its days."""
        first, months = self.from_on, months_of(self)
        if first.day == 1 and months == 3 and first.month % 3 == 1:
            return _("quarter %(n)d of %(year)d") % {"n": first.month // 3 + 1, "year": first.year}
        if first.day == 1 and months == 12 and first.month == 1:
            return _("year %(year)d") % {"year": first.year}
        return _("%(first)s to %(last)s") % {"first": f"{first:%Y-%m-%d}", "last": f"{self.last_on:%Y-%m-%d}"}


def period_of(day: date, months: int) -> Period:
    first = begins(day, months)
    return Period(first, first + relativedelta(months=months))


def last_over(on: date, months: int) -> Period:
    """The latest period that is over on a day."""
    return period_of(begins(on, months) - DAY, months)


def months_of(period: Period) -> Fraction:
    """How many months, a part of one by its days: exact."""
    months, day = Fraction(0), period.from_on
    while day < period.until_on:
        length = monthrange(day.year, day.month)[1]
        following = min(day.replace(day=1) + relativedelta(months=1), period.until_on)
        months += Fraction((following - day).days, length)
        day = following
    return months


def overlap(one: Period, other: Period) -> Period | None:
    """The days that both have."""
    both = Period(max(one.from_on, other.from_on), min(one.until_on, other.until_on))
    return both if both.from_on < both.until_on else None
