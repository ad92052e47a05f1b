"""What the money shows about property companies: facts for `credit`, with neither points nor judgement.

A fact is a finding that was checked, ordered to be put right, and decided not to have been; it goes when the decision
is revoked. It names the estate, the day it dates from and the company, and bears the finding's number, so that a line
of a grade opens it. Nobody's data are in it.

- `overcharge`: a fee above what may be charged, not decided, too far in advance, or after the term.
- `revenue_not_posted`: public revenue that was not posted, or that does not add up, at the bank or in the fund.
- `fund_or_revenue_misused`: the bureau found that the fund or public revenue was taken for something else.

What is odd about the maintenance fund itself is the keeper's to mend, not a company's; and who charges less than others
overcharges nobody: neither makes a fact.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from fees.findings.wording import sentence_of
from fees.models import Finding, FindingKind, FindingState


class FactKind(models.TextChoices):
    OVERCHARGE = "overcharge", _("overcharged")
    REVENUE_NOT_POSTED = "revenue_not_posted", _("public revenue not posted, or posted falsely")
    MISUSED = "fund_or_revenue_misused", _("maintenance fund or public revenue misused")


KINDS = {
    FindingKind.ABOVE_CAP: FactKind.OVERCHARGE,
    FindingKind.LEVEL_LOWER: FactKind.OVERCHARGE,
    FindingKind.RISE_UNDECIDED: FactKind.OVERCHARGE,
    FindingKind.PRICE_OUTLIER: FactKind.OVERCHARGE,
    FindingKind.PREPAID_LONG: FactKind.OVERCHARGE,
    FindingKind.TERM_OVER: FactKind.OVERCHARGE,
    FindingKind.OVERCHARGED: FactKind.OVERCHARGE,
    FindingKind.REVENUE_MISSING: FactKind.REVENUE_NOT_POSTED,
    FindingKind.REVENUE_IDLE: FactKind.REVENUE_NOT_POSTED,
    FindingKind.REVENUE_UNEVEN: FactKind.REVENUE_NOT_POSTED,
    FindingKind.REVENUE_UNBANKED: FactKind.REVENUE_NOT_POSTED,
    FindingKind.REVENUE_WITHHELD: FactKind.REVENUE_NOT_POSTED,
    FindingKind.REVENUE_AUDITED: FactKind.REVENUE_NOT_POSTED,
    FindingKind.MONEY_MISUSED: FactKind.MISUSED,
}


@dataclass(frozen=True)
class Fact:
    """One fact. `key` names it for good and begins with the `number` of its finding; `told` is what that says.

    A finding for which no company is to answer makes none.
    """

    key: str
    kind: str
    number: str
    estate_id: int
    enterprise_id: int
    on: date
    decided_on: date
    told: str


def facts(*, since: datetime, until: datetime) -> list[Fact]:
    """Every fact that was decided in [`since`, `until`), oldest first, as things stand now."""
    rows = Finding.objects.filter(
        state=FindingState.DECIDED, decided_at__gte=since, decided_at__lt=until, kind__in=KINDS
    ).order_by("decided_at", "pk")
    return [fact_of(row, row.enterprise_id) for row in rows if row.enterprise_id is not None and not is_low_price(row)]


def is_low_price(row: Finding) -> bool:
    return row.kind == FindingKind.PRICE_OUTLIER and row.facts["price_fen"] <= row.facts["median_fen"]


def fact_of(row: Finding, enterprise_id: int) -> Fact:
    return Fact(
        key=f"{row.number}-D", kind=KINDS[FindingKind(row.kind)], number=row.number, estate_id=row.estate_id,
        enterprise_id=enterprise_id, on=row.happened_on, decided_on=timezone.localdate(row.decided_at),
        told=sentence_of(row),
    )  # fmt: skip
