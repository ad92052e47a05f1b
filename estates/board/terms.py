"""The city's terms for disclosure boards."""

from datetime import date, timedelta

from dateutil.relativedelta import relativedelta
from django.utils.translation import gettext as _

from accounts.city import NoRuleValue, figure, rule_value


def number(key: str, *, on: date) -> int:
    """Raises NoRuleValue."""
    rule = rule_value(key, on=on)
    found = figure(rule)
    if found is None:
        raise NoRuleValue(_("The rule value “%(key)s” is no number.") % {"key": key})
    return int(found)


def after(key: str, on: date) -> date:
    """The last day of a term of days that begins after `on`. Raises NoRuleValue."""
    return on + timedelta(days=number(key, on=on))


def kept_since(key: str, on: date) -> date:
    """What is older than this was kept for the city's months. Raises NoRuleValue."""
    return on - relativedelta(months=number(key, on=on))
