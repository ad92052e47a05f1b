from datetime import date

from accounts.actions import shipped_rule_values
from accounts.models import RuleValue
from tests.factories.shipped import put_in


def the_rules(city) -> None:
    """The city's default rule values, as `start_city` sets them, for a city that a fixture made."""

    def make() -> None:
        RuleValue.objects.bulk_create(shipped_rule_values(date(2020, 1, 1)), ignore_conflicts=True)

    make() if RuleValue.objects.exists() else put_in([RuleValue], make)
