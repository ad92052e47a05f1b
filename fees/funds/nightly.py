"""What the portal does for the fund every night."""

from datetime import date, datetime, timedelta

from accounts.city import NoRuleValue, profile, whole
from committees.disclosure.periods import begins
from fees.funds.actions import call_low, end_paid_calls, roll_forward


def run(*, on: date, at: datetime) -> None:
    """Does nothing on a portal without a city or its rules."""
    if profile() is None:
        return
    try:
        until_on = to_close(on)
    except NoRuleValue:
        return
    end_paid_calls(on, at=at)
    call_low(on, at=at)
    roll_forward(until_on, at=at)


def to_close(on: date) -> date:
    """Before which day the books are closed on a day: the last period of so many months, counted from January, whose
    days to book are over. Raises NoRuleValue."""
    months, days = whole("fund_period_months", on=on), whole("fund_period_close_days", on=on)
    return begins(on - timedelta(days=days), months)
