"""The city's terms for disclosure boards."""

from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from accounts.city import whole


def after(key: str, on: date) -> date:
    """The last day of a term of days that begins after `on`. Raises NoRuleValue."""
    return on + timedelta(days=whole(key, on=on))


def kept_since(key: str, on: date) -> date:
    """What is older than this was kept for the city's months. Raises NoRuleValue."""
    return on - relativedelta(months=whole(key, on=on))
