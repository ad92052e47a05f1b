"""What disclosure boards show, as the ledger takes it up (`taking_up.py`)."""

from datetime import datetime

from dateutil.relativedelta import relativedelta
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from credit.models import Source
from credit.taking_up import Floor, Shown
from estates import evidence
from estates.evidence import KINDS, Fact
from estates.models import FaultKind


def shown(*, since: datetime, until: datetime) -> list[Shown]:
    """The facts decided in [`since`, `until`). They name no company: the contract of their day does."""
    return [taken(fact) for fact in evidence.facts(since=since, until=until)]


def taken(fact: Fact) -> Shown:
    return Shown(
        key=fact.key, kind=fact.kind, document=fact.number, told=sentence(fact), estate_id=fact.estate_id,
        occurred_on=fact.on, decided_on=fact.decided_on,
    )  # fmt: skip


def sentence(fact: Fact) -> str:
    words = {
        KINDS[FaultKind.MISSING]: _("Left items out of the disclosure board (%(day)s), and did not add them when told"),
        KINDS[FaultKind.UTILITIES]: _("Did not disclose shares of water and power (%(day)s), nor when told to"),
        KINDS[FaultKind.OBJECTION]: _("Did not answer an objection to the board in time (%(day)s), nor when told to"),
    }[fact.kind]
    return words % {"day": fact.on.isoformat()}


BOARDS = Floor(
    source=Source.BOARD,
    items={kind: f"{kind}_item" for kind in KINDS.values()},
    shown=shown,
    gone=gettext_lazy("The decision was revoked."),
    looked_back=relativedelta(months=37),
)
