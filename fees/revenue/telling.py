"""What everybody may read of an estate's public revenue: the last account posted, and the one that is owed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.city import figure
from accounts.models import RuleValue
from enterprises.models import ServiceContract
from estates.models import Estate
from fees.models.revenue import ReportState, RevenueLine, RevenueReport, Side
from fees.models.revenue_audits import AuditState, RevenueAudit
from fees.revenue.periods import DAY, Period, period_of

Rules = Mapping[str, RuleValue]
MOST_SHOWN = 12
"""Periods on the page of an estate's accounts: three years of quarters."""


@dataclass(frozen=True)
class PartTold:
    """One segment of a bar: where it `begins` and how wide it is, in percent of the whole, for its drawing only."""

    words: str
    fen: int
    begins: Decimal
    percent: Decimal


@dataclass(frozen=True)
class QuarterTold:
    """A posted account. `sources` and `uses` each sum to `total_fen`: what came in and what was taken from before; what
    it was used for and what is kept."""

    number: str
    label: str
    from_on: date
    last_on: date
    due_on: date
    posted_on: date
    shown_until_on: date
    is_late: bool
    days_late: int
    opening_fen: int
    receipts_fen: int
    closing_fen: int
    sources: tuple[PartTold, ...]
    uses: tuple[PartTold, ...]
    opening_note: str = ""
    corrected_why: str = ""

    @property
    def total_fen(self) -> int:
        return sum(part.fen for part in self.sources)

    @property
    def short(self) -> str:
        return Period(self.from_on, self.last_on + DAY).short


@dataclass(frozen=True)
class OwedTold:
    """The account that is still to come: who owes it and by which day. `days_late` is 0 while there is time."""

    label: str
    last_on: date
    due_on: date
    days_late: int
    by: str
    article: str

    @property
    def is_late(self) -> bool:
        return self.days_late > 0


@dataclass(frozen=True)
class RevenueTold:
    posted: QuarterTold | None
    owed: OwedTold | None
    audit: RevenueAudit | None
    href: str


def of_estate(estate: Estate, contract: ServiceContract | None, rules: Rules, *, on: date) -> RevenueTold:
    """The latest posted account, and the earliest that is owed: late, or the one of the running period.

    It is owed by the company of the `contract` that runs.
    """
    shown, open_one = latest_posted([estate]).get(estate.pk), earliest_owed([estate]).get(estate.pk)
    audits = RevenueAudit.objects.filter(estate=estate).exclude(state=AuditState.REVOKED).select_related("report")
    return RevenueTold(
        quarter(shown) if shown else None, owed_of(open_one, rules, by=keeper(contract), on=on),
        audits.order_by("-opened_on", "-pk").first(), reverse("fees:revenue", args=[estate.code]),
    )  # fmt: skip


def of_estates(estates: Sequence[Estate], rules: Rules, *, on: date) -> dict[int, RevenueTold]:
    """The same for several, without their audits, in as many queries as for one."""
    shown, open_ones = latest_posted(estates), earliest_owed(estates)
    anybody = keeper(None)
    return {
        each.pk: RevenueTold(
            quarter(shown[each.pk]) if each.pk in shown else None,
            owed_of(open_ones.get(each.pk), rules, by=anybody, on=on),
            None,
            reverse("fees:revenue", args=[each.code]),
        )
        for each in estates
    }


def latest_posted(estates: Sequence[Estate]) -> dict[int, RevenueReport]:
    """By estate, with its lines."""
    rows = RevenueReport.objects.filter(estate__in=estates, state=ReportState.POSTED)
    latest = rows.order_by("estate_id", "-until_on").distinct("estate_id").prefetch_related("lines")
    return {report.estate_id: report for report in latest}


def earliest_owed(estates: Sequence[Estate]) -> dict[int, RevenueReport]:
    """By estate. A correction that is being written is nobody's affair."""
    rows = RevenueReport.objects.filter(estate__in=estates, state=ReportState.OWED, corrects__isnull=True)
    return {report.estate_id: report for report in rows.order_by("estate_id", "from_on").distinct("estate_id")}


def keeper(contract: ServiceContract | None) -> str:
    """Who owes the accounts: the company that manages the estate, by name."""
    return contract.enterprise.name if contract else _("whoever manages the estate")


def quarter(report: RevenueReport) -> QuarterTold:
    assert report.posted_on is not None
    assert report.shown_until_on is not None
    lines = list(report.lines.all())
    change = report.closing_fen - report.opening_fen
    sources = of_side(lines, Side.RECEIPT)
    if change < 0:
        sources.append((_("taken from what was kept before"), -change))
    uses = [(_("reasonable costs"), report.costs_fen), (_("into the maintenance fund"), report.to_fund_fen)]
    uses += of_side(lines, Side.TO_OWNERS)
    if change > 0:
        uses.append((_("kept in the owners' joint account"), change))
    late = max(0, (report.posted_on - report.due_on).days) if report.was_late else 0
    return QuarterTold(
        number=report.number, label=Period(report.from_on, report.until_on).label, from_on=report.from_on,
        last_on=report.until_on - DAY, due_on=report.due_on, posted_on=report.posted_on,
        shown_until_on=report.shown_until_on, is_late=report.was_late, days_late=late,
        opening_fen=report.opening_fen, receipts_fen=report.receipts_fen, closing_fen=report.closing_fen,
        sources=parts(sources), uses=parts(uses), opening_note=report.opening_note, corrected_why=report.reason,
    )  # fmt: skip


def of_side(lines: Iterable[RevenueLine], side: Side) -> list[tuple[str, int]]:
    """Sums by kind, the biggest first."""
    sums: dict[str, int] = {}
    for line in lines:
        if line.side == side:
            words = str(line.get_kind_display())
            sums[words] = sums.get(words, 0) + line.amount_fen
    return sorted(sums.items(), key=lambda each: -each[1])


def parts(sums: Iterable[tuple[str, int]]) -> tuple[PartTold, ...]:
    """Only what is more than nothing."""
    rows = [(words, fen) for words, fen in sums if fen]
    total, before, told = sum(fen for _words, fen in rows), 0, []
    for words, fen in rows:
        told.append(PartTold(words, fen, share(before, total), share(fen, total)))
        before += fen
    return tuple(told)


def share(fen: int, total: int) -> Decimal:
    return (Decimal(fen) * 100 / total).quantize(Decimal("0.01"))


def owed_of(report: RevenueReport | None, rules: Rules, *, by: str, on: date) -> OwedTold | None:
    """A report that is owed, or else the one of the period that is running. None without the city's rules."""
    row = rules.get("revenue_disclosure_months")
    months, days = int(figure(row) or 0), int(figure(rules.get("revenue_report_days")) or 0)
    if report is not None:
        period, due_on = Period(report.from_on, report.until_on), report.due_on
    elif months > 0:
        period = period_of(on, months)
        due_on = period.due_on(days)
    else:
        return None
    article = row.article if row is not None else ""
    return OwedTold(period.label, period.last_on, due_on, max(0, (on - due_on).days), by, article)
