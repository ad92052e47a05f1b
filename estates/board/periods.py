"""Periods of the calendar: months, quarters, half-years and years, counted from January. Values in, values out."""

from datetime import date

from dateutil.relativedelta import relativedelta

Period = tuple[date, date]
"""From a day, and up to before another."""


def last_ended(months: int, *, on: date) -> Period:
    """The last period of so many months that is over on a day."""
    begun = (on.month - 1) // months * months
    until = date(on.year, 1, 1) + relativedelta(months=begun)
    return until - relativedelta(months=months), until
