"""Half-years, as the calendar has them, cut where a committee began or ended. Values in, values out."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from dateutil.relativedelta import relativedelta


@dataclass(frozen=True)
class Period:
    """From `from_on`, before `until_on`."""

    from_on: date
    until_on: date

    @property
    def last_on(self) -> date:
        return self.until_on - relativedelta(days=1)


def begins(day: date, months: int) -> date:
    """The first day of the period of the year in which a day lies."""
    return day.replace(month=(day.month - 1) // months * months + 1, day=1)


def periods(began_on: date, over_on: date, months: int) -> Iterator[Period]:
    """All that are over by `over_on`, the earliest first."""
    start = began_on
    while True:
        until = begins(start, months) + relativedelta(months=months)
        if until > over_on:
            return
        yield Period(start, until)
        start = until
