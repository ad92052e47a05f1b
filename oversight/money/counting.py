"""Counts every area of the registers at once: each register in one statement by region, then summed upwards."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, datetime
from fractions import Fraction

from dateutil.relativedelta import relativedelta
from django.db import connection, transaction
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Sum
from django.db.models.aggregates import Aggregate

from accounts.city import figure, rule_values
from enterprises.models import ServiceContract
from estates.models import BoardEntry, EntryState, Equipment
from fees.models import EstateLevel, FeeFiling, FilingState, Finding, FundBlock, RevenueReport
from fees.models.findings import OPEN
from fees.models.revenue import ReportState
from oversight.areas import in_areas
from oversight.models import MoneyCount

LOCK = 0x6D6F6E65
"""The key of the advisory lock that only one counter holds."""
TOLD = relativedelta(months=12)
"""Of how long the revenue is told."""
Column = tuple[str, Counter[str]]
"""The name of a column, and its figure by region code."""


@transaction.atomic
def take(*, on: date, at: datetime) -> None:
    """As things stand now; counts of the same day are replaced."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    rows: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for name, by_region in columns(on):
        for area, value in in_areas(by_region).items():
            rows[area][name] = value
    MoneyCount.objects.filter(on=on).delete()
    MoneyCount.objects.bulk_create(MoneyCount(on=on, at=at, area_code=area, **row) for area, row in rows.items())


def columns(on: date) -> Iterator[Column]:
    yield from of_contracts(on)
    yield from by_region(Finding.objects.filter(state__in=OPEN), finding_count=Count("pk"))
    yield from of_funds(on)
    yield from of_revenue(on)
    yield from of_boards(on)
    yield from of_equipment(on)


def by_region(rows: QuerySet, **told: Aggregate) -> Iterator[Column]:
    """Each figure of the rows, by the region of their `estate`."""
    found = rows.order_by().values("estate__region_id").annotate(**told)
    for name in told:
        yield name, Counter({row["estate__region_id"]: int(row[name] or 0) for row in found})


def of_contracts(on: date) -> Iterator[Column]:
    in_force = Q(from_on__lte=on) & (Q(until_on=None) | Q(until_on__gt=on))
    here = {"estate": OuterRef("estate")}
    filed = Exists(FeeFiling.objects.filter(in_force, state=FilingState.ACCEPTED, **here))
    verified = Exists(EstateLevel.objects.filter(in_force, **here))
    yield from by_region(
        ServiceContract.objects.running(on=on).annotate(filed=filed, verified=verified),
        managed_count=Count("pk"),
        fee_count=Count("pk", filter=Q(filed=True)),
        level_count=Count("pk", filter=Q(verified=True)),
    )


def of_funds(on: date) -> Iterator[Column]:
    """Below the line is below: exactly on it, nothing has to be topped up; and nothing without a line."""
    ratio = figure(rule_values(on=on).get("fund_low_ratio")) or Fraction(0)
    line, held = F("first_deposit_fen") * ratio.numerator, F("balance_fen") * ratio.denominator
    yield from by_region(
        FundBlock.objects.alias(line=line, held=held),
        fund_blocks=Count("pk"),
        fund_low=Count("pk", filter=Q(held__lt=F("line"))),
        fund_first_fen=Sum("first_deposit_fen"),
        fund_balance_fen=Sum("balance_fen"),
    )


def of_revenue(on: date) -> Iterator[Column]:
    reports = RevenueReport.objects.filter(state__in=[ReportState.OWED, ReportState.POSTED])
    in_time = Q(state=ReportState.POSTED, posted_on__lte=F("due_on"))
    yield from by_region(
        reports.filter(due_on__gt=on - TOLD, due_on__lte=on),
        revenue_due=Count("pk"), revenue_in_time=Count("pk", filter=in_time),
    )  # fmt: skip
    yield from by_region(
        reports.filter(state=ReportState.POSTED, until_on__gt=on - TOLD, until_on__lte=on),
        revenue_fen=Sum("receipts_fen"), revenue_to_fund_fen=Sum("to_fund_fen"),
    )  # fmt: skip


def of_boards(on: date) -> Iterator[Column]:
    """What has to hang by now, of the items and periods that are still told."""
    entries = BoardEntry.objects.filter(due_on__lte=on).filter(Q(due_on__gt=on - TOLD) | Q(until_on=None))
    yield from by_region(
        entries, board_due=Count("pk"), board_held=Count("pk", filter=Q(state=EntryState.POSTED))
    )  # fmt: skip


def of_equipment(on: date) -> Iterator[Column]:
    overdue = Q(next_due_on=None) | Q(next_due_on__lt=on)
    yield from by_region(
        Equipment.objects.in_use(on=on),
        equipment_count=Count("pk"), equipment_overdue=Count("pk", filter=overdue),
    )  # fmt: skip
