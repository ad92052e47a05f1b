"""`/fund/`: the form, and the account that it opened. Both come by POST alone."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters

from accounts.city import NoRuleValue, exact
from accounts.middleware import address_of
from accounts.pages import own_page
from estates.finding import estate_coded
from fees.funds.mine.forms import AccountForm
from fees.funds.ratio import is_low, percent
from fees.funds.telling import cut
from fees.models import CallState, FundAccount, FundCall, FundEntry

ENTRIES_SHOWN = 40


@dataclass(frozen=True)
class OwnAccount:
    """What the account of a home shows. `percent` is cut off after one decimal, `low_percent` the city's line."""

    account: FundAccount
    percent: Decimal | None
    low_percent: Decimal
    is_low: bool
    entries: list[FundEntry]
    call: FundCall | None


@sensitive_post_parameters()
@own_page
def mine(request: HttpRequest) -> HttpResponse:
    """Asks for the home and the code; shows the account in the answer."""
    if request.method != "POST":
        return render(request, "fees/funds/mine.html", {"form": AccountForm(initial=estate_asked(request))})
    form = AccountForm(request.POST, address=address_of(request))
    if form.is_valid() and form.account is not None:
        told = own_account(form.account, on=timezone.localdate())
        return render(request, "fees/funds/account.html", {"told": told, "account": form.account})
    return render(request, "fees/funds/mine.html", {"form": form}, status=422)


def estate_asked(request: HttpRequest) -> dict[str, str]:
    """The estate from whose page somebody came."""
    found = estate_coded(request.GET.get("estate", ""))
    return {"estate": found.code} if found else {}


def own_account(account: FundAccount, *, on: date) -> OwnAccount:
    balance, first = account.balance_fen, account.first_deposit_fen
    try:
        low = exact("fund_low_ratio", on=on)
    except NoRuleValue:
        low = None
    share = percent(balance, first)
    return OwnAccount(
        account=account,
        percent=None if share is None else cut(share),
        low_percent=cut(100 * low) if low is not None else Decimal(0),
        is_low=low is not None and is_low(balance, first, low),
        entries=list(account.entries.select_related("voucher")[:ENTRIES_SHOWN]),
        call=account.calls.filter(state=CallState.OPEN).first(),
    )
