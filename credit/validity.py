"""How long a record counts. Pure dates in, dates out.

Periods are half-open. A period of months ends with the corresponding day of its last month, or with that month's end
where there is none (Civil Code art. 202): 12 months from 29 February 2024 last until 28 February 2025, that day too.
"""

from datetime import date, timedelta
from functools import cache

from dateutil.relativedelta import relativedelta

FOREVER = date(9999, 12, 31)
"""The open end: no calendar of ours reaches it."""


def first_day_after(start: date, validity: str, months: int | None) -> date:
    """The first day on which a record counted from `start` counts no more.

    `validity` is `months` (with `months`), `year_end` or `open`.
    """
    if validity == "open":
        return FOREVER
    if validity == "year_end":
        return date(start.year + 1, 1, 1)
    if not months:
        raise ValueError("a validity in months needs its months")
    return start + relativedelta(months=months) + timedelta(days=1)


@cache
def end_of_newness(joined_on: date, months: int) -> date:
    """The first day on which a company that joined on `joined_on` is new no more."""
    return joined_on + relativedelta(months=months)
