"""The filings of an estate, and one of them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.attempts import REFUSALS
from accounts.city import NoRuleValue
from accounts.proofs import proof_response
from fees.filings import actions
from fees.filings.desk.acts import items_of
from fees.filings.desk.doors import for_filers, own_contract, own_filing
from fees.filings.lifecycle import FEE_FILING
from fees.filings.missing import missing
from fees.filings.terms import answer_due_on
from fees.models import UNDER_WAY, FeeFiling, FilingState

MOST_SHOWN = 20
LOOKS = {
    FilingState.DRAFT: "", FilingState.SUBMITTED: "near", FilingState.ACCEPTED: "done", FilingState.RETURNED: "late",
    FilingState.REFUSED: "late", FilingState.WITHDRAWN: "",
}  # fmt: skip
"""States as the portal's shapes show them."""


@for_filers
def filings(request: HttpRequest, code: str) -> HttpResponse:
    contract = own_contract(request, code)
    rows = list(FeeFiling.objects.visible_to(request.user).filter(estate=contract.estate)[:MOST_SHOWN])
    return render(
        request,
        "fees/filings/estate.html",
        {
            "estate": contract.estate,
            "contract": contract,
            "filings": [(filing, LOOKS[FilingState(filing.state)], filing.get_state_display()) for filing in rows],
            "may_begin": not any(filing.contract_id == contract.pk and filing.state in UNDER_WAY for filing in rows),
        },
    )


@for_filers
def filing(request: HttpRequest, number: str) -> HttpResponse:
    return filing_page(request, own_filing(request, number))


def filing_page(request: HttpRequest, found: FeeFiling, fault: str = "", status: int = 200) -> HttpResponse:
    return render(
        request,
        "fees/filings/filing.html",
        {
            "filing": found,
            "kind": LOOKS[FilingState(found.state)],
            "word": found.get_state_display(),
            "items": found.items.all(),
            "papers": found.papers.all(),
            "open": {verb for verb, move in FEE_FILING.items() if move.is_open(request.user, found.state)},
            "missing": missing_now(found),
            "due_on": answer_due_on(found),
            "fault": fault,
        },
        status=status,
    )


def missing_now(found: FeeFiling) -> list[str]:
    """What still keeps it from being handed in."""
    if found.state not in FEE_FILING["submit"].open_in:
        return []
    try:
        return [str(each) for each in missing(found)]
    except NoRuleValue as fault:
        return [str(fault)]


@require_POST
@for_filers
def strike_item(request: HttpRequest, number: str, item: int) -> HttpResponse:
    found = own_filing(request, number)
    get_object_or_404(found.items, pk=item)
    try:
        actions.set_items(found, items=items_of(found, without=item), by=request.user, at=timezone.now())
    except REFUSALS as fault:
        return filing_page(request, found, str(fault), 409)
    return redirect("fees:filing", number)


@for_filers
def paper(request: HttpRequest, number: str, key: int) -> HttpResponse:
    found = get_object_or_404(own_filing(request, number).papers, pk=key)
    return proof_response(found.file, found.name)
