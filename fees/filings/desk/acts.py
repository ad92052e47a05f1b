"""What is done with a fee filing: a page each, with what follows from it, tied to its action."""

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.asking import Act, Ask, NothingForm
from accounts.attempts import attempt
from accounts.models import User
from fees.filings import actions
from fees.filings.actions import AMENDABLE, NewItem, plain_item
from fees.filings.desk import forms
from fees.filings.desk.doors import for_filers, own_contract, own_filing
from fees.filings.lifecycle import FEE_FILING
from fees.models import FeeFiling


def amend(filing: FeeFiling, form: Ask, *, by: User, at: datetime) -> None:
    actions.amend(filing, values=form.cleaned_data, by=by, at=at)


def add_item(filing: FeeFiling, form: Ask, *, by: User, at: datetime) -> None:
    actions.set_items(filing, items=[*items_of(filing), NewItem(**form.cleaned_data)], by=by, at=at)


def items_of(filing: FeeFiling, *, without: int | None = None) -> list[NewItem]:
    """What is written already, but for one."""
    return [NewItem(**plain_item(item)) for item in filing.items.all() if item.pk != without]


def add_paper(filing: FeeFiling, form: Ask, *, by: User, at: datetime) -> None:
    actions.add_paper(filing, **form.cleaned_data, by=by, at=at)


def submit(filing: FeeFiling, form: Ask, *, by: User, at: datetime) -> None:
    actions.submit(filing, by=by, at=at)


def withdraw(filing: FeeFiling, form: Ask, *, by: User, at: datetime) -> None:
    actions.withdraw(filing, by=by, at=at)


UNTIL_IT_IS_HANDED_IN = _("It may be changed until it is handed in.")
ACTS = {
    act.verb: act
    for act in (
        Act("amend", _("Amend"), UNTIL_IT_IS_HANDED_IN, _("Keep"), forms.FilingForm, amend),
        Act("item", _("Add a fee item"), _("Everybody reads it once the filing is accepted."), _("Add"),
            forms.ItemForm, add_item, stands_for="set_items"),
        Act("paper", _("Add a paper"), _("The office reads it. It is not shown to others."), _("Add"),
            forms.PaperForm, add_paper, stands_for="add_paper"),
        Act("submit", _("Hand in"), _("The district answers. Once it is accepted, everybody reads it."),
            _("Hand in"), NothingForm, submit),
        Act("withdraw", _("Withdraw the filing"), _("This filing is over. You may begin another one."),
            _("Withdraw the filing"), NothingForm, withdraw, is_grave=True),
    )
}  # fmt: skip


@for_filers
def begin(request: HttpRequest, code: str) -> HttpResponse:
    """A new filing for the contract that runs at an estate."""
    contract = own_contract(request, code)
    initial = {"from_on": contract.begins_on, "until_on": contract.ends_on}
    form = forms.FilingForm(request.POST or None, thing=contract, initial=initial)
    if request.method == "POST":
        made = attempt(
            form, lambda: actions.draft(contract, values=form.cleaned_data, by=request.user, at=timezone.now())
        )
        if made is not None:
            return redirect("fees:filing", made.number)
    page = {
        "title": _("File the fees"), "about": contract.estate.name, "label": contract.number, "is_open": True,
        "consequence": _("Begin with what holds for the whole filing; then add fee items and papers."),
        "button": _("Begin"), "back": reverse("fees:filings", args=[code]),
    }  # fmt: skip
    return asked(request, form, page)


@for_filers
def act(request: HttpRequest, number: str, verb: str) -> HttpResponse:
    found, filing = ACTS.get(verb), own_filing(request, number)
    if found is None:
        raise Http404
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = found.form(*sent, thing=filing, initial=initial_of(found, filing))
    back = reverse("fees:filing", args=[number])
    if sent:
        attempt(form, lambda: found.do(filing, form, by=request.user, at=timezone.now()))
        if not form.errors:
            return redirect(back)
    page = {
        "title": found.title, "about": filing.estate.name, "label": filing.number, "consequence": found.consequence,
        "button": found.button, "back": back, "is_grave": found.is_grave,
        "is_open": FEE_FILING[found.move].is_open(request.user, filing.state),
    }  # fmt: skip
    return asked(request, form, page)


def initial_of(found: Act, filing: FeeFiling) -> dict[str, Any]:
    return {name: getattr(filing, name) for name in AMENDABLE} if found.verb == "amend" else {}


def asked(request: HttpRequest, form: Ask, page: dict[str, Any]) -> HttpResponse:
    status = 422 if form.errors else 200
    return render(request, "fees/company_desk/act.html", {"form": form, **page}, status=status)
