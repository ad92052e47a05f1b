"""The city's rules for the fund, as numbers."""

from datetime import date
from fractions import Fraction

from accounts.city import rule_values
from committees.terms import figure_of


def ratio(key: str, *, on: date) -> Fraction:
    """Raises NoRuleValue, also for a text that is no number."""
    return figure_of(key, rule_values(on=on), on).value


def whole(key: str, *, on: date) -> int:
    """Raises NoRuleValue."""
    return int(ratio(key, on=on))
