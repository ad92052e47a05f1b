"""Questions to the registers of public revenue."""

from datetime import date

from django.db.models import Sum

from estates.models import Estate
from fees.funds.ratio import is_low
from fees.models.funds import FundBlock
from fees.models.revenue import ContractState, ReportState, RevenueContract, RevenueReport
from fees.revenue.law import RevenueLaw

STANDS = ContractState.RUNNING, ContractState.ENDED


def posted_before(report: RevenueReport) -> RevenueReport | None:
    """The posted report of the period before, whichever is nearest."""
    rows = RevenueReport.objects.filter(estate=report.estate_id, state=ReportState.POSTED)
    return rows.filter(until_on__lte=report.from_on).order_by("-until_on").first()


def balances_before(day: date) -> dict[int, int]:
    """By estate: the closing balance of its latest posted report that ended by a day, in fen."""
    rows = RevenueReport.objects.filter(state=ReportState.POSTED, until_on__lte=day)
    latest = rows.order_by("estate_id", "-until_on").distinct("estate_id")
    return dict(latest.values_list("estate", "closing_fen"))


def contracts_of(report: RevenueReport):
    """The contracts that a receipt of this report may come from: those that had begun by its end."""
    return RevenueContract.objects.filter(
        estate=report.estate_id, state__in=STANDS, from_on__lt=report.until_on
    ).order_by("source", "from_on", "pk")


def fits(contract: RevenueContract, report: RevenueReport, kind: str) -> bool:
    return contract.source == kind and contracts_of(report).filter(pk=contract.pk).exists()


def must_feed_fund(estate: Estate, law: RevenueLaw) -> bool:
    """Whether a share of the revenue has to go into the maintenance fund: always, or only while that is low.

    An estate without a fund has nothing to feed.
    """
    if not law.revenue_to_fund_ratio.applies:
        return False
    sums = FundBlock.objects.filter(estate=estate).aggregate(first=Sum("first_deposit_fen"), now=Sum("balance_fen"))
    first, now = int(sums["first"] or 0), int(sums["now"] or 0)
    if not first:
        return False
    return not law.revenue_to_fund_only_low.applies or is_low(now, first, law.fund_low_ratio.value)
