"""What everybody may read: the accounts of an estate by period, and how samples were drawn."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from accounts.city import rule_values
from accounts.pages import public_page
from estates.finding import estate_coded, place_of
from fees.models.revenue import ReportState, RevenueContract, RevenueReport
from fees.models.revenue_audits import AuditState, RevenueAudit, RevenueDraw
from fees.revenue import telling
from fees.revenue.looking import STANDS

MOST_AUDITS = 10


@dataclass(frozen=True)
class Account:
    """One posted period as its page shows it: the bars, every line, and which proofs there are."""

    told: telling.QuarterTold
    report: RevenueReport

    @property
    def lines(self):
        return self.report.lines.all()

    @property
    def proofs(self):
        return self.report.proofs.all()


@public_page
def quarters(request: HttpRequest, code: str) -> HttpResponse:
    estate = estate_coded(code)
    if estate is None:
        raise Http404
    today = timezone.localdate()
    contract = estate.contracts.running(on=today).select_related("enterprise").first()
    posted = RevenueReport.objects.filter(estate=estate, state=ReportState.POSTED).order_by("-until_on", "-pk")
    shown = posted.prefetch_related("lines__contract", "proofs")[: telling.MOST_SHOWN]
    return render(
        request,
        "fees/revenue/quarters.html",
        {
            "estate": estate,
            "place": place_of(estate.region),
            "told": telling.of_estate(estate, contract, rule_values(on=today), on=today),
            "accounts": [Account(telling.quarter(report), report) for report in shown],
            "contracts": RevenueContract.objects.filter(
                estate=estate, state__in=STANDS, until_on__gt=today
            ).exclude(ended_on__lte=today),
            "audits": RevenueAudit.objects.filter(estate=estate)
            .exclude(state=AuditState.REVOKED)
            .select_related("report", "draw", "demand")[:MOST_AUDITS],
            "today": today,
        },
    )  # fmt: skip


@public_page
def draw(request: HttpRequest, number: str) -> HttpResponse:
    """A draw as anybody can repeat it: seed, list, method, and what was drawn."""
    found = get_object_or_404(RevenueDraw.objects.select_related("region"), number=number)
    audits = found.audits.select_related("estate").order_by("rank")
    return render(request, "fees/revenue/draw.html", {"draw": found, "audits": audits})
