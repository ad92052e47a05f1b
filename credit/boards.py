"""What disclosure boards show, as the ledger takes it up (`taking_up.py`)."""

from datetime import datetime

from django.utils.translation import gettext as _

from credit.models import Source
from credit.taking_up import Floor, Shown, decided
from estates import evidence
from estates.evidence import KINDS, Fact
from estates.models import FaultKind


def shown(*, since: datetime, until: datetime) -> list[Shown]:
    """The facts decided in [`since`, `until`). They name no company: the contract of their day does."""
    return [decided(fact, sentence(fact)) for fact in evidence.facts(since=since, until=until)]


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
)
