"""The city's rules for the fund, as numbers."""

from datetime import date
from fractions import Fraction

from django.utils.translation import gettext as _

from accounts.city import NoRuleValue, figure, rule_value


def ratio(key: str, *, on: date) -> Fraction:
    """Raises NoRuleValue, also for a text that is no number."""
    found = figure(rule_value(key, on=on))
    if found is None:
        raise NoRuleValue(_("The rule value “%(key)s” is no number.") % {"key": key})
    return found


def whole(key: str, *, on: date) -> int:
    """Raises NoRuleValue."""
    return int(ratio(key, on=on))
