"""Letters to the homes of a building, each with the code that opens its account: printed now, kept nowhere."""

from datetime import datetime

from django.conf import settings
from django.http import HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone

from accounts import audit
from accounts.acting import refuse_elsewhere
from accounts.authority import require
from accounts.city import profile
from accounts.models import User
from fees.funds.lifecycle import KEEP
from fees.models import FundAccount, FundBlock

GROUP = 4
TO_LOOK_UP = "/fund/"


def letters(block: FundBlock, *, only: FundAccount | None = None, by: User | None, at: datetime) -> HttpResponse:
    """A page to print, a sheet for each home, in the order in which somebody walks past them. Raises NotAllowed."""
    require(by, KEEP)
    refuse_elsewhere(by, block.estate)
    rows = FundAccount.objects.filter(block=block).select_related("home__building")
    accounts = [only] if only else rows.order_by("home__unit", "home__room", "pk")
    sheets = [(account.home, account.number, grouped(account.code)) for account in accounts]
    facts = {
        "city": profile(), "estate": block.estate, "made_on": timezone.localdate(at),
        "letters": sheets,
        "address": f"{settings.PUBLIC_URL}{TO_LOOK_UP}",
    }  # fmt: skip
    audit.record(by=by, at=at, verb="make_fund_letters", thing=only or block, after={"letters": len(sheets)})
    response = HttpResponse(render_to_string("fees/funds/letters.html", facts))
    response["Cache-Control"] = "no-store, private"
    return response


def grouped(code: str) -> str:
    """For reading and typing: `ABCD-EFGH-JKMN`."""
    return "-".join(code[start : start + GROUP] for start in range(0, len(code), GROUP))
