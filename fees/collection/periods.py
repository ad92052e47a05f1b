"""The periods of which collections are reported, and by when."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from accounts.city import whole
from enterprises.models import ServiceContract
from fees.models import Collection as FeeCollection


@dataclass(frozen=True)
class Period:
    """`[from_on, until_on)`, to be reported by `due_on`."""

    from_on: date
    until_on: date
    due_on: date


@dataclass(frozen=True)
class Owed:
    """A report that a contract owes, whole or cut to its time."""

    contract: ServiceContract
    period: Period

    def is_late(self, *, on: date) -> bool:
        return self.period.due_on < on


def last_period(*, on: date) -> Period:
    """The last one that is over on a day: quarters, or as many months as the city says. Raises NoRuleValue."""
    months, days = whole("collection_report_months", on=on), whole("collection_report_days", on=on)
    return period_before(on, months, days)


def period_before(on: date, months: int, days: int) -> Period:
    """Periods begin with the year. `months` divide twelve."""
    until_on = date(on.year, (on.month - 1) // months * months + 1, 1)
    return Period(until_on - relativedelta(months=months), until_on, until_on + timedelta(days=days - 1))


def owed(contracts: Iterable[ServiceContract], *, on: date) -> list[Owed]:
    """What running contracts have not reported of the last period yet: one query beside the rules'."""
    period = last_period(on=on)
    told = told_of([contract.pk for contract in contracts], period)
    return [
        Owed(contract, cut(period, contract))
        for contract in contracts
        if contract.pk not in told and contract.begins_on < period.until_on
    ]


def told_of(contracts: Collection[int], period: Period) -> set[int]:
    """The contracts that reported up to the end of the period."""
    rows = FeeCollection.objects.filter(contract__in=contracts, until_on__gte=period.until_on)
    return set(rows.values_list("contract_id", flat=True))


def cut(period: Period, contract: ServiceContract) -> Period:
    return Period(max(period.from_on, contract.begins_on), period.until_on, period.due_on)
