"""What the money shows about property companies: facts for `credit`, with neither points nor judgement.

A fact is a finding that was checked, ordered to be put right, and decided not to have been; it goes when the decision
is revoked. It names the estate, the day that it counts for and the company, and bears the finding's number, so that a
line of a grade opens it. Nobody's data are in it. Its kind is the finding's: the city says of each by a rule value of
its own (`item_key`) under which item of the rulebook it falls.

What is odd about the maintenance fund itself is the keeper's to mend, not a company's. A price that is out of line is
a lead: where the owners agreed to it, it is no breach; an officer who finds one raises it as what it is. Who goes on
where nobody followed may charge (Civil Code 948, 950). None of these makes a fact.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from fees.findings.wording import sentence_of
from fees.models import Finding, FindingKind, FindingState

COUNTED = frozenset(FindingKind) - {FindingKind.PRICE_OUTLIER, FindingKind.FUND_UNEVEN, FindingKind.FUND_UNMATCHED}
GOES_ON = frozenset(
    {
        FindingKind.ABOVE_CAP, FindingKind.LEVEL_LOWER, FindingKind.RISE_UNDECIDED, FindingKind.PREPAID_LONG,
        FindingKind.TERM_OVER,
    }
)  # fmt: skip
"""What is charged goes on month after month, since a day that may lie years back, before the first rulebook."""
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Fact:
    """One fact. `key` names it for good and begins with the `number` of its finding; `told` is what that says."""

    key: str
    kind: str
    number: str
    estate_id: int
    enterprise_id: int
    on: date
    decided_on: date
    told: str


UNCOUNTED: list[Callable[[Fact], str]] = []
"""Those above who count facts say of one why they would not; empty when they do."""


def item_key(kind: str) -> str:
    """The rule value by which the city says under which item of the rulebook such a finding falls."""
    return f"finding_{kind}_item"


def facts(*, since: datetime, until: datetime) -> list[Fact]:
    """Every fact that was decided in [`since`, `until`), oldest first, as things stand now."""
    rows = Finding.objects.filter(
        state=FindingState.DECIDED, decided_at__gte=since, decided_at__lt=until, kind__in=COUNTED
    ).select_related("contract")
    return [
        fact_of(row, row.enterprise_id, timezone.localdate(row.decided_at))
        for row in rows.order_by("decided_at", "pk")
        if row.enterprise_id is not None and not is_allowed(row)
    ]


def uncounted(row: Finding, *, on: date) -> str:
    """Why a finding that is decided on a day brings nothing into the ledger; empty where it does."""
    if row.kind not in COUNTED:
        return _("Findings of this kind count nowhere.")
    if row.enterprise_id is None:
        return _("No company is to answer for it.")
    if is_allowed(row):
        return _("Nobody followed: the company may go on and charge (Civil Code, articles 948 and 950).")
    fact = fact_of(row, row.enterprise_id, on)
    return next(filter(None, (why(fact) for why in UNCOUNTED)), "")


def is_allowed(row: Finding) -> bool:
    return row.kind == FindingKind.TERM_OVER and not row.facts.get("followed_by")


def fact_of(row: Finding, enterprise_id: int, decided_on: date) -> Fact:
    return Fact(
        key=f"{row.number}-D", kind=row.kind, number=row.number, estate_id=row.estate_id, enterprise_id=enterprise_id,
        on=counts_for(row), decided_on=decided_on, told=sentence_of(row),
    )  # fmt: skip


def counts_for(row: Finding) -> date:
    """The day by which it is judged: what goes on, by the day on which it was found to be so and ordered put right.

    Never after the contract: the estate is somebody else's then, and so is what happens there.
    """
    is_seen = row.kind in GOES_ON and row.checked_at is not None
    day = max(row.happened_on, timezone.localdate(row.checked_at)) if is_seen else row.happened_on
    ends_on = row.contract.ends_on if row.contract else None
    return min(day, ends_on - DAY) if ends_on else day
