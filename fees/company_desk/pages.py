"""The list by day, an estate with its accounts and contracts, one report."""

from dataclasses import dataclass

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.asking import NothingForm
from accounts.attempts import attempt
from accounts.authority import may
from accounts.city import NoRuleValue
from accounts.models import User
from accounts.proofs import proof_response
from committees.desk.dues import how_near
from enterprises.models import Employment
from estates.board.lifecycle import REPORT as BOARD
from estates.equipment.lifecycle import REPORT as UPKEEP
from fees.company_desk import acts, forms
from fees.company_desk.doors import estates_of, for_reporters, own_contract, own_estate, own_report, reports_of
from fees.company_desk.owed import ABOUTS, Owed, owed_by
from fees.filings.lifecycle import FILE
from fees.fund_uses.lifecycle import PROPOSE
from fees.models.revenue import ReportState, RevenueContract, RevenueReport, Side
from fees.revenue import looking, reporting
from fees.revenue.accounts import earned_fen
from fees.revenue.law import revenue_law
from fees.revenue.lifecycle import CONTRACT, REPORT
from fees.revenue.periods import Period

A_PAGE = 20
MOST_REPORTS = 8
ALL = "all"


@dataclass(frozen=True)
class Tab:
    name: str
    label: str
    count: int
    is_here: bool


@for_reporters
def desk(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate()
    fault, rows = "", []
    try:
        rows = owed_by(request.user, on=today)
    except NoRuleValue as missing:
        fault = str(missing)
    here = request.GET.get("about", ALL)
    here = here if here in ABOUTS else ALL
    shown = [row for row in rows if here in (ALL, row.about)]
    employment = Employment.objects.select_related("enterprise").filter(user=request.user).first()
    return render(
        request,
        "fees/company_desk/list.html",
        {
            "company": employment and employment.enterprise,
            "tabs": tabs(rows, here),
            "here": here,
            "page": (page := Paginator(shown, A_PAGE).get_page(request.GET.get("page"))),
            "rows": page.object_list,
            "late": sum(row.kind == "late" for row in rows),
            "estates": estates_of(request.user, on=today),
            "fault": fault,
        },
        status=503 if fault else 200,
    )


def tabs(rows: list[Owed], here: str) -> list[Tab]:
    """All, and each room that something is owed to."""
    counts = {about: sum(row.about == about for row in rows) for about in ABOUTS}
    some = [Tab(about, str(ABOUTS[about]), n, about == here) for about, n in counts.items() if n or about == here]
    return [Tab(ALL, _("All"), len(rows), here == ALL), *some]


@for_reporters
def estate(request: HttpRequest, code: str) -> HttpResponse:
    found, today = own_estate(request, code), timezone.localdate()
    reports = reports_of(request.user).filter(estate=found).exclude(state=ReportState.DROPPED)
    return render(
        request,
        "fees/company_desk/estate.html",
        {
            "estate": found,
            "reports": [(report, *state_of(report)) for report in reports.order_by("-until_on", "-pk")[:MOST_REPORTS]],
            "contracts": RevenueContract.objects.filter(estate=found, state__in=looking.STANDS)[:50],
            "today": today,
            "rooms": rooms_of(request.user, code),
        },
    )


def rooms_of(user: User, code: str) -> list[tuple[str, str]]:
    """What else a person reports for an estate: its words and its page."""
    rooms = (
        (FILE, _("Fee filings"), reverse("fees:filings", args=[code])),
        (BOARD, _("Disclosure board"), reverse("estates:board", args=[code])),
        (UPKEEP, _("Inspections and hazards"), f"{reverse('estates:upkeep')}?estate={code}"),
        (PROPOSE, _("Uses of the maintenance fund"), reverse("fees:fund-uses")),
    )
    return [(words, href) for verb, words, href in rooms if may(user, verb)]


def state_of(report: RevenueReport) -> tuple[str, str]:
    """How a report stands, as a shape and a word."""
    if report.state == ReportState.OWED:
        return how_near(report.due_on, timezone.localdate())
    if report.state == ReportState.POSTED and report.was_late:
        return "late", _("posted late")
    return ("done" if report.state == ReportState.POSTED else ""), report.get_state_display()


@for_reporters
def report(request: HttpRequest, number: str) -> HttpResponse:
    return report_page(request, own_report(request, number))


def report_page(request: HttpRequest, found: RevenueReport, fault: str = "", status: int = 200) -> HttpResponse:
    kind, word = state_of(found)
    lines = list(found.lines.select_related("contract"))
    period = Period(found.from_on, found.until_on)
    return render(
        request,
        "fees/company_desk/report.html",
        {
            "report": found,
            "period": period,
            "kind": kind,
            "word": word,
            "sides": [(side, [line for line in lines if line.side == side], verb) for side, verb in SIDES],
            "proofs": found.proofs.all(),
            "before": looking.posted_before(found),
            "open": {verb for verb, move in REPORT.items() if found.state in move.open_in},
            "expected": expected(found, period, lines),
            "missing": missing(found),
            "fault": fault,
        },
        status=status,
    )


SIDES = ((Side.RECEIPT, "receipt"), (Side.COST, "cost"), (Side.TO_FUND, "to-fund"), (Side.TO_OWNERS, "to-owners"))


def expected(found: RevenueReport, period: Period, lines) -> list[tuple[RevenueContract, int]]:
    """Contracts that earn in the period and of which no receipt is written down yet, with what they are worth in it."""
    named = {line.contract_id for line in lines}
    rows = [(each, earned_fen(each, period)) for each in looking.contracts_of(found) if each.pk not in named]
    return [(each, fen) for each, fen in rows if fen]


def missing(found: RevenueReport) -> list[str]:
    """What still keeps it from being posted."""
    if found.state != ReportState.OWED:
        return []
    today = timezone.localdate()
    try:
        return reporting.faults_of(found, revenue_law(today), today)
    except NoRuleValue as fault:
        return [str(fault)]


@for_reporters
def act(request: HttpRequest, number: str, verb: str) -> HttpResponse:
    if verb not in acts.ACTS:
        raise Http404
    return acts.act_page(request, acts.ACTS[verb], own_report(request, number))


@require_POST
@for_reporters
def strike(request: HttpRequest, number: str, line: int) -> HttpResponse:
    found = own_report(request, number)
    form = NothingForm({}, thing=found)
    at = timezone.now()
    attempt(form, lambda: reporting.strike_line(found, line=line, by=request.user, at=at))
    if form.errors:
        return report_page(request, own_report(request, number), " ".join(form.non_field_errors()), 409)
    return redirect("fees:owed-report", number)


@for_reporters
def proof(request: HttpRequest, number: str, key: int) -> HttpResponse:
    found = get_object_or_404(own_report(request, number).proofs, pk=key)
    return proof_response(found.file, found.title)


@for_reporters
def new_contract(request: HttpRequest, code: str) -> HttpResponse:
    place, at = own_estate(request, code), timezone.now()
    return ask(
        request, forms.ContractForm, place, lambda form: acts.register(place, form, by=request.user, at=at),
        title=_("Register a contract"), button=_("Register it"), about=place.name, label="", place=place,
        consequence=_("What earns with shared parts is registered when it is signed."),
    )  # fmt: skip


@for_reporters
def end_contract(request: HttpRequest, number: str) -> HttpResponse:
    found, at = own_contract(request, number), timezone.now()
    return ask(
        request, forms.EndForm, found, lambda form: acts.end_early(found, form, by=request.user, at=at),
        title=_("End a contract early"), button=_("End"), about=found.payer, label=found.number, place=found.estate,
        consequence=_("From that day on nothing is expected from it."),
        is_open=found.state in CONTRACT["end_early"].open_in,
    )  # fmt: skip


def ask(request: HttpRequest, form_class, thing, do, *, place, is_open: bool = True, **told) -> HttpResponse:
    """A form whose action leads back to the estate's page."""
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = form_class(*sent, thing=thing)
    if sent and attempt(form, lambda: do(form)) is not None:
        return redirect("fees:owed-estate", place.code)
    context = {"form": form, "is_open": is_open, "back": reverse("fees:owed-estate", args=[place.code]), **told}
    return render(request, "fees/company_desk/act.html", context, status=422 if form.errors else 200)
