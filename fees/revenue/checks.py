"""What is odd about public revenue on a day: pure questions to its registers, a few queries for the whole city."""

from collections.abc import Iterator
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta
from django.db.models import F, Max, Min, QuerySet, Window
from django.db.models.functions import Lag

from enterprises.models import ServiceContract
from fees.findings.trouble import Check, Trouble, looks_for
from fees.models.findings import FindingKind
from fees.models.revenue import Pays, ReportState, RevenueContract, RevenueReport
from fees.models.revenue_audits import AuditState, RevenueAudit
from fees.revenue.accounts import MONTHS_OF
from fees.revenue.arriving import arrived_fen
from fees.revenue.law import revenue_law
from fees.revenue.looking import STANDS
from fees.revenue.periods import DAY


class Managers:
    """Who managed estates on the last day of a period: whose report it is. One query for each period."""

    def __init__(self) -> None:
        self.by_day: dict[date, dict[int, tuple[int, int]]] = {}

    def of(self, estate_id: int, until_on: date) -> dict[str, int]:
        """The names that a `Trouble` has for them; nothing where nobody did."""
        last_on = until_on - DAY
        if last_on not in self.by_day:
            rows = ServiceContract.objects.running(on=last_on).values_list("estate", "enterprise", "pk")
            self.by_day[last_on] = {estate: (enterprise, pk) for estate, enterprise, pk in rows}
        found = self.by_day[last_on].get(estate_id)
        return {"enterprise_id": found[0], "contract_id": found[1]} if found else {}


def about(kind: str, report: RevenueReport, since_on: date, managers: Managers, **facts) -> Trouble:
    """What is odd about the account of a period."""
    told = {**days_of(report), **facts}
    key, whose = f"{report.estate_id}:{report.from_on}", managers.of(report.estate_id, report.until_on)
    return Trouble(kind, report.estate_id, key, told, since_on, **whose)


def posted() -> QuerySet[RevenueReport]:
    return RevenueReport.objects.filter(state=ReportState.POSTED)


def day_of(report: RevenueReport) -> date:
    """On which a posted report was posted."""
    assert report.posted_on is not None
    return report.posted_on


def days_of(report: RevenueReport) -> dict[str, str]:
    """The days of a period as a finding tells them: the last one, not the first after it."""
    return {"from_on": str(report.from_on), "until_on": str(report.until_on - DAY)}


@looks_for(FindingKind.REVENUE_MISSING)
def not_posted(on: date) -> Iterator[Trouble]:
    """A period's report that is owed and late. A correction that is being written is not owed."""
    late = RevenueReport.objects.filter(state=ReportState.OWED, corrects__isnull=True, due_on__lt=on)
    managers = Managers()
    for report in late.order_by("pk"):
        yield about("revenue_missing", report, report.due_on + DAY, managers, due_on=str(report.due_on))


@looks_for(FindingKind.REVENUE_IDLE)
def idle_contracts(on: date) -> Iterator[Trouble]:
    """A contract that ran for the whole time in which it pays once, and no posted report has a receipt from it.

    The time ends with the estate's latest posted report, so that a report that is owed is not counted twice.
    """
    reported = {
        estate: (first, last)
        for estate, first, last in posted().values_list("estate").annotate(Min("from_on"), Max("until_on"))
    }
    paid = last_paid()
    managers = Managers()
    for contract in RevenueContract.objects.filter(state__in=STANDS, estate__in=reported).order_by("pk"):
        first_on, until_on = reported[contract.estate_id]
        since_on = asked_since(contract, first_on, until_on)
        if since_on is not None and paid.get(contract.pk, date.min) <= since_on:
            yield Trouble(
                "revenue_idle", contract.estate_id, contract.number,
                {"contract": contract.number, "from_on": str(since_on), "until_on": str(until_on - DAY)}, until_on,
                **managers.of(contract.estate_id, until_on),
            )  # fmt: skip


def last_paid() -> dict[int, date]:
    """By contract: the end of the latest posted period with a receipt from it."""
    rows = RevenueContract.objects.filter(lines__report__state=ReportState.POSTED)
    return dict(rows.values_list("pk").annotate(Max("lines__report__until_on")))


def asked_since(contract: RevenueContract, first_on: date, until_on: date) -> date | None:
    """From when on a receipt is looked for in what is reported; None while, or where, it cannot be asked."""
    if contract.pays == Pays.TERM:
        since_on = contract.from_on if contract.over_on <= until_on else date.min
    else:
        since_on = min(contract.over_on, until_on) - relativedelta(months=MONTHS_OF[Pays(contract.pays)])
    return since_on if max(contract.from_on, first_on) <= since_on else None


@looks_for(FindingKind.REVENUE_UNEVEN)
def uneven(on: date) -> Iterator[Trouble]:
    """A posted period that does not open with what the period right before it closed with."""
    rows = posted().annotate(
        was=Window(Lag("closing_fen"), partition_by="estate", order_by="from_on"),
        ended=Window(Lag("until_on"), partition_by="estate", order_by="from_on"),
    )
    managers = Managers()
    for report in rows.filter(ended=F("from_on")).exclude(was=F("opening_fen")).order_by("pk"):
        facts = {"opening_fen": report.opening_fen, "closing_fen": report.was}
        yield about("revenue_uneven", report, day_of(report), managers, **facts)


@looks_for(FindingKind.REVENUE_UNBANKED)
def unbanked(on: date) -> Iterator[Trouble]:
    """A posted balance that its separate account at the bank does not show."""
    managers = Managers()
    for report in posted().filter(bank_fen__isnull=False).exclude(bank_fen=F("closing_fen")).order_by("pk"):
        facts = {"closing_fen": report.closing_fen, "bank_fen": report.bank_fen}
        yield about("revenue_unbanked", report, day_of(report), managers, **facts)


@looks_for(FindingKind.REVENUE_WITHHELD)
def withheld(on: date) -> Iterator[Trouble]:
    """Money that a posted report sends into the fund, and that did not arrive in time. Raises NoRuleValue."""
    term = timedelta(days=revenue_law(on).revenue_transfer_days.count)
    arrived = arrived_fen()
    managers = Managers()
    for report in posted().filter(to_fund_fen__gt=0, posted_on__lt=on - term).order_by("pk"):
        awaited = report.to_fund_fen - arrived[report.estate_id, report.from_on]
        if awaited > 0:
            due_on = day_of(report) + term
            facts = {"awaited_fen": awaited, "due_on": str(due_on)}
            yield about("revenue_withheld", report, due_on + DAY, managers, **facts)


@looks_for(FindingKind.REVENUE_AUDITED)
def audited(on: date) -> Iterator[Trouble]:
    """What audits found wrong, as long as the report that they looked at still stands."""
    faulty = RevenueAudit.objects.filter(state=AuditState.FAULTY, report__state=ReportState.POSTED)
    managers = Managers()
    for each in faulty.select_related("report").order_by("pk"):
        assert each.finished_on is not None
        yield Trouble(
            "revenue_audited", each.estate_id, each.number,
            {**days_of(each.report), "audit": each.number, "wrong_fen": each.wrong_fen}, each.finished_on,
            **managers.of(each.estate_id, each.report.until_on),
        )  # fmt: skip


CHECKS: tuple[Check, ...] = (not_posted, idle_contracts, uneven, unbanked, withheld, audited)
