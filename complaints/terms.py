"""The clocks' figures as the city has them: rule values by date."""

from collections.abc import Callable
from dataclasses import fields
from datetime import date, time
from typing import Any

from django.utils.translation import gettext as _

from accounts.city import NoRuleValue
from accounts.models import RuleValue
from accounts.moments import remembered
from complaints.clocks import Terms

NAMED_OTHERWISE = {"answer_workdays": "complaint_company_workdays"}
KEYS = {field.name: NAMED_OTHERWISE.get(field.name, f"complaint_{field.name}") for field in fields(Terms)}
"""Which rule value each figure is."""

READERS: dict[Any, Callable[[str], int | time]] = {int: int, time: time.fromisoformat}


@remembered
def terms(on: date) -> Terms:
    """The figures in force on a day. Raises NoRuleValue for one that the city never set, or that cannot be read."""
    found = dict(
        RuleValue.objects.filter(key__in=KEYS.values(), from_on__lte=on)
        .order_by("key", "-from_on")
        .distinct("key")
        .values_list("key", "value")
    )
    figures: dict[str, Any] = {each.name: _figure(each.type, KEYS[each.name], found, on) for each in fields(Terms)}
    return Terms(**figures)


def _figure(kind: Any, key: str, found: dict[str, str], on: date) -> int | time:
    if key not in found:
        raise NoRuleValue(
            _("The city has no value for “%(key)s” on %(day)s. Add one under rule values.") % {"key": key, "day": on}
        )
    try:
        return READERS[kind](found[key].strip())
    except ValueError as fault:
        raise NoRuleValue(
            _("The rule value “%(key)s” is “%(value)s”: write a whole number, or a time such as 17:30.")
            % {"key": key, "value": found[key]}
        ) from fault
