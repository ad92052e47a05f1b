"""Working days: which days count, as the State Council's notices of each year say. Values in, values out.

Mondays to Fridays are worked, except where a notice gives the day off; a few Saturdays and Sundays are worked instead.
Days for which no notice is known follow the weekday alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

SATURDAY = 5
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Calendar:
    """`rest` and `work`: days off and days made up for, each with the name of its holiday."""

    rest: Mapping[date, str]
    work: Mapping[date, str]

    def is_workday(self, day: date) -> bool:
        return day in self.work or (day.weekday() < SATURDAY and day not in self.rest)

    def after(self, day: date, n: int) -> date:
        """The `n`-th working day after `day`, which itself does not count; for 0 the first one from `day` on."""
        if n == 0:
            day, n = day - ONE_DAY, 1
        while n:
            day += ONE_DAY
            n -= self.is_workday(day)
        return day

    def between(self, a: date, b: date) -> int:
        """How many working days lie after `a`, up to and with `b`; 0 where `b` is not later."""
        return sum(self.is_workday(a + ONE_DAY * number) for number in range(1, (b - a).days + 1))

    def name_of(self, day: date) -> str:
        """The holiday for which a day is off or made up for; "" on any other day."""
        return self.rest.get(day) or self.work.get(day, "")

    def reaches_to(self) -> int | None:
        """The last year whose notice is known."""
        return max((day.year for days in (self.rest, self.work) for day in days), default=None)
