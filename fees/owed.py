"""What a page says in place of a figure that nobody has reported yet."""

from dataclasses import dataclass
from datetime import date, timedelta

from accounts.city import NoRuleValue, figure, rule_value


@dataclass(frozen=True)
class Owed:
    """Who owes it, by which day (None where the city set no term), how late that is (0: there is time), by which
    article."""

    by: str
    due_on: date | None = None
    days_late: int = 0
    article: str = ""


def owed(by: str, key: str, *, since: date, on: date) -> Owed:
    """Owed within the days of rule `key` after `since`. The city may have set no such term."""
    try:
        rule = rule_value(key, on=on)
    except NoRuleValue:
        return Owed(by)
    days = figure(rule)
    if days is None:
        return Owed(by, article=rule.article)
    due_on = since + timedelta(days=int(days))
    return Owed(by, due_on, max(0, (on - due_on).days), rule.article)
