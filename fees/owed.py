"""What a page says in place of a figure that nobody has reported yet."""

from dataclasses import dataclass
from datetime import date, timedelta

from accounts.city import NoRuleValue, figure, rule_value


@dataclass(frozen=True)
class Owed:
    """Who owes it, by which day (None where the city set no term), by which article."""

    by: str
    due_on: date | None = None
    article: str = ""

    def is_late(self, *, on: date) -> bool:
        return self.due_on is not None and self.due_on < on


def owed(by: str, key: str, *, since: date, on: date) -> Owed:
    """Owed within the days of rule `key` after `since`. The city may have set no such term."""
    try:
        rule = rule_value(key, on=on)
    except NoRuleValue:
        return Owed(by)
    days = figure(rule)
    return Owed(by, since + timedelta(days=int(days)) if days is not None else None, rule.article)
