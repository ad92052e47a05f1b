"""How long an inspection lasts, by the city's rules of its day."""

from datetime import date, timedelta

from dateutil.relativedelta import relativedelta
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts.city import rule_value, whole
from estates.models import CheckResult


def due_after(kind: str, inspected_on: date, result: str) -> date:
    """When equipment of a kind is due after an inspection with that result. Raises NoRuleValue."""
    if result == CheckResult.FAILED:
        return inspected_on + timedelta(days=whole("equipment_retest_days", on=inspected_on))
    return inspected_on + relativedelta(months=whole(f"equipment_months_{kind}", on=inspected_on))


def sound_due_day(kind: str, inspected_on: date, result: str, wanted: date | None) -> date:
    """The day that the report itself names (`wanted`), where it is no later than the rule allows; else the rule's.

    Raises ValidationError on `next_due_on`, NoRuleValue.
    """
    latest = due_after(kind, inspected_on, result)
    if wanted is None:
        return latest
    if wanted <= inspected_on:
        raise ValidationError({"next_due_on": _("The next inspection follows this one.")})
    if wanted > latest:
        key = "equipment_retest_days" if result == CheckResult.FAILED else f"equipment_months_{kind}"
        raise ValidationError(
            {
                "next_due_on": _("The next inspection is due by %(day)s at the latest (%(article)s).")
                % {"day": latest, "article": rule_value(key, on=inspected_on).article}
            }
        )
    return wanted
