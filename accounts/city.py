"""Which city this is, and what its rules say on a day. Nothing about a city stands in code."""

import json
from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from functools import lru_cache
from types import MappingProxyType

from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

from accounts.models import CityProfile, RuleValue


class NoRuleValue(LookupError):
    """The city has no value for a rule on a day. The message names both."""


def profile() -> CityProfile | None:
    """The city's profile, or None on an empty portal."""
    return CityProfile.objects.select_related("region").first()


def rule_value(key: str, *, on: date) -> RuleValue:
    """The city's value of rule `key` in force on a day, with its unit and article.

    Raises NoRuleValue when the city never set one, or only for later days.
    """
    found = RuleValue.objects.filter(key=key, from_on__lte=on).order_by("-from_on").first()
    if found is None:
        raise no_value(key, on)
    return found


def no_value(key: str, on: date) -> NoRuleValue:
    return NoRuleValue(
        _("The city has no value for “%(key)s” on %(day)s. Add one under rule values.") % {"key": key, "day": on}
    )


IN_FORCE = """
    SELECT json_agg(rule)::text FROM (
        SELECT DISTINCT ON (key) * FROM accounts_rulevalue WHERE from_on <= %s ORDER BY key, from_on DESC
    ) rule
"""


def rule_values(*, on: date) -> Mapping[str, RuleValue]:
    """Every value of the city in force on a day, by key: one query for a page that cites several.

    They come as one text, which is taken apart only when it has changed.
    """
    with connection.cursor() as cursor:
        cursor.execute(IN_FORCE, [on])
        (told,) = cursor.fetchone()
    return taken_apart(told or "[]")


@lru_cache(maxsize=4)
def taken_apart(told: str) -> Mapping[str, RuleValue]:
    rows = [row | {"from_on": date.fromisoformat(row["from_on"])} for row in json.loads(told)]
    return MappingProxyType({row["key"]: RuleValue(**row) for row in rows})


def figure(rule: RuleValue | None) -> Fraction | None:
    """The value of a rule as a number (`15`, `2/3`, `0.3`); None without a rule or where its text is no number."""
    try:
        return Fraction(rule.value) if rule else None
    except (ValueError, ZeroDivisionError):
        return None


def number(rule: RuleValue) -> Fraction:
    """The value of a rule that must be a number. Raises NoRuleValue."""
    found = figure(rule)
    if found is None:
        raise NoRuleValue(_("The rule value “%(key)s” is no number.") % {"key": rule.key})
    return found


def exact(key: str, *, on: date) -> Fraction:
    """The city's value of a rule that is a number. Raises NoRuleValue, also where it is none."""
    return number(rule_value(key, on=on))


def whole(key: str, *, on: date) -> int:
    """The same of one that counts days, months or years."""
    return int(exact(key, on=on))


def context(request) -> dict:
    """For every template: the city, and whether its data are invented. Asked once for a request."""
    if not hasattr(request, "city"):
        request.city = profile()
    city = request.city
    return {"city": city, "is_demo": bool(settings.DEMO and city and city.is_demo)}
