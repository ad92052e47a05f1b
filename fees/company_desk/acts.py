"""What is done with public revenue: a page each, with what follows from it, tied to its action."""

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.asking import Act, Ask, NothingForm
from accounts.attempts import attempt
from accounts.models import User
from fees.company_desk import forms
from fees.models.revenue import FUND, RevenueContract, RevenueReport
from fees.revenue import contracts, reporting
from fees.revenue.accounts import Entry
from fees.revenue.lifecycle import REPORT
from intake.money import FEN


def put_balances(report: RevenueReport, form: Ask, *, by: User, at: datetime) -> None:
    reporting.put_balances(report, **form.cleaned_data, by=by, at=at)


def add_line(report: RevenueReport, form: forms.LineForm, *, by: User, at: datetime) -> None:
    reporting.add_line(report, entry=Entry(**{"kind": FUND, **form.cleaned_data}, side=form.side), by=by, at=at)


def add_proof(report: RevenueReport, form: Ask, *, by: User, at: datetime) -> None:
    reporting.add_proof(report, **form.cleaned_data, by=by, at=at)


def post(report: RevenueReport, form: Ask, *, by: User, at: datetime) -> None:
    reporting.post(report, by=by, at=at)


def drop(report: RevenueReport, form: Ask, *, by: User, at: datetime) -> None:
    reporting.drop(report, by=by, at=at)


def correct(report: RevenueReport, form: Ask, *, by: User, at: datetime) -> RevenueReport:
    return reporting.correct(report, reason=form.cleaned_data["reason"], by=by, at=at)


EVERYBODY_READS = _("Everybody reads it on the estate's page once the report is posted.")
ACTS = {
    act.verb: act
    for act in (
        Act("balances", _("Balances"), EVERYBODY_READS, _("Keep"), forms.BalancesForm, put_balances,
            stands_for="write"),
        Act("receipt", _("Add a receipt"), EVERYBODY_READS, _("Add"), forms.ReceiptForm, add_line, stands_for="write"),
        Act("cost", _("Add a cost"), _("Only what is reasonable for what was earned."), _("Add"),
            forms.CostForm, add_line, stands_for="write"),
        Act("to-fund", _("Put into the maintenance fund"),
            _("The owners' accounts move when the bank shows that it arrived."), _("Add"), forms.FundForm, add_line,
            stands_for="write"),
        Act("to-owners", _("Use as the owners decided"), EVERYBODY_READS, _("Add"), forms.OwnersForm,
            add_line, stands_for="write"),
        Act("proof", _("Add a proof"),
            _("Everybody sees that it is there; its content stays with the office and the committee."), _("Add"),
            forms.ProofForm, add_proof, stands_for="add_proof"),
        Act("post", _("Post the report"),
            _("From now on everybody reads it and nobody changes it. What was wrong is corrected by another report."),
            _("Post"), NothingForm, post),
        Act("correct", _("Correct the report"),
            _("A new report of the same period begins with the same lines. When you post it, it takes this one's "
              "place; everybody reads why."), _("Begin the correction"), forms.ReasonForm, correct),
        Act("drop", _("Drop the correction"), _("What was posted stays as it is."), _("Drop"),
            NothingForm, drop, is_grave=True),
    )
}  # fmt: skip


def initial_of(act: Act, report: RevenueReport) -> dict[str, Any]:
    if act.verb != "balances":
        return {}
    bank = None if report.bank_fen is None else f"{report.bank_fen // FEN}.{report.bank_fen % FEN:02d}"
    opening = f"{report.opening_fen // FEN}.{report.opening_fen % FEN:02d}"
    return {"opening_fen": opening, "opening_note": report.opening_note, "bank_fen": bank}


def act_page(request: HttpRequest, act: Act, report: RevenueReport) -> HttpResponse:
    """Ask, and do it. What cannot be done is said on the page; what was typed stays."""
    if request.method == "POST":
        form = act.form(request.POST, request.FILES, thing=report)
        done = attempt(form, lambda: act.do(report, form, by=request.user, at=timezone.now()))
        if not form.errors:
            return redirect("fees:owed-report", done.number if isinstance(done, RevenueReport) else report.number)
    else:
        form = act.form(initial=initial_of(act, report), thing=report)
    is_open = report.state in REPORT[act.move].open_in
    context = {
        "title": act.title, "consequence": act.consequence, "button": act.button, "is_grave": act.is_grave,
        "form": form, "is_open": is_open, "about": report.estate.name, "label": report.number,
        "back": reverse("fees:owed-report", args=[report.number]),
    }  # fmt: skip
    status = 422 if form.errors else 200 if is_open else 409
    return render(request, "fees/company_desk/act.html", context, status=status)


def register(estate, form: Ask, *, by: User, at: datetime) -> RevenueContract:
    return contracts.register(new=contracts.NewContract(estate=estate, **form.cleaned_data), by=by, at=at)


def end_early(contract: RevenueContract, form: Ask, *, by: User, at: datetime) -> RevenueContract:
    return contracts.end_early(contract, **form.cleaned_data, by=by, at=at)
