"""What fees, the maintenance fund and public revenue show, as the ledger takes it up (`taking_up.py`)."""

from datetime import datetime

from dateutil.relativedelta import relativedelta
from django.utils.translation import gettext_lazy

from credit.models import Source
from credit.taking_up import Floor, Shown
from fees import evidence
from fees.evidence import Fact, FactKind


def shown(*, since: datetime, until: datetime) -> list[Shown]:
    """The facts decided in [`since`, `until`), each with the company that it found."""
    return [taken(fact) for fact in evidence.facts(since=since, until=until)]


def taken(fact: Fact) -> Shown:
    return Shown(
        key=fact.key, kind=fact.kind, document=fact.number, told=fact.told, estate_id=fact.estate_id,
        enterprise_id=fact.enterprise_id, occurred_on=fact.on, decided_on=fact.decided_on,
    )  # fmt: skip


MONEY = Floor(
    source=Source.MONEY,
    items={
        FactKind.OVERCHARGE: "finding_overcharge_item",
        FactKind.REVENUE_NOT_POSTED: "finding_revenue_item",
        FactKind.MISUSED: "finding_misused_item",
    },
    shown=shown,
    gone=gettext_lazy("The decision was revoked."),
    looked_back=relativedelta(months=37),
)
