"""Which days an invented city has lived through, all counted back from the day it is loaded.

Its evidence reaches back for years; its register and the nights begin later. Between nights, files came in.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import count, pairwise, takewhile

from demo.chance import months_before
from demo.cities import City

REGISTER_EVERY_MONTHS = 3


@dataclass(frozen=True)
class Calendar:
    """`today` is the night that is still to come: past nights end the day before."""

    today: date
    evidence_from: date
    nights: tuple[date, ...]
    arrivals: tuple[date, ...]

    @property
    def yesterday(self) -> date:
        return self.today - timedelta(days=1)

    @property
    def first_night(self) -> date:
        return self.nights[0]

    def arrival_after(self, day: date) -> date:
        """When a thing that came about on `day` reached the register."""
        return next((arrival for arrival in self.arrivals if arrival >= day), self.arrivals[-1])

    def periods(self) -> list[tuple[date, date]]:
        """The half-open periods of the evidence files: half-years before the first night, between arrivals, yesterday.

        A file of records comes in when its period begins, as if each record were known on its day; only yesterday's
        records are still new to the night that is to come.
        """
        half_years = takewhile(
            lambda day: day < self.first_night, (months_before(self.evidence_from, -6 * n) for n in count())
        )
        marks = sorted({*half_years, *self.arrivals, self.yesterday, self.today})
        return list(pairwise(marks))


def calendar_of(city: City, today: date) -> Calendar:
    """Month by month at first, then night by night up to yesterday."""
    yesterday = today - timedelta(days=1)
    nightly = [today - timedelta(days=ago) for ago in range(city.nightly_days, 0, -1)]
    monthly = [months_before(yesterday, ago) for ago in range(city.monthly_nights, 0, -1)]
    monthly = [day for day in monthly if day < nightly[0]]
    quarters = monthly[::REGISTER_EVERY_MONTHS]
    lately = [months_before(yesterday, ago) for ago in (2, 1, 0) if months_before(yesterday, ago) >= nightly[0]]
    return Calendar(
        today=today,
        evidence_from=months_before(today, city.evidence_months),
        nights=(*monthly, *nightly),
        arrivals=tuple(sorted({*quarters, *lately})),
    )
