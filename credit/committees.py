"""What owners' self-government shows, as the ledger takes it up (`taking_up.py`)."""

from datetime import datetime

from django.utils.translation import gettext as _

from committees import evidence
from committees.evidence import DutyKind, Fact
from credit.models import Source
from credit.taking_up import Floor, Shown, decided


def shown(*, since: datetime, until: datetime) -> list[Shown]:
    """The facts decided in [`since`, `until`). They name no company: the contract of their day does."""
    return [decided(fact, sentence(fact)) for fact in evidence.facts(since=since, until=until)]


def sentence(fact: Fact) -> str:
    words = {
        DutyKind.OWNER_LIST: _("Did not hand over the list of owners (%(day)s), and did not put it right when told to"),
        DutyKind.ASSEMBLY: _("Obstructed an owners' assembly (%(day)s), and did not put it right when told to"),
        DutyKind.VOTE: _("Did not support a vote of the owners (%(day)s), and did not put it right when told to"),
    }[DutyKind(fact.kind)]
    return words % {"day": fact.on.isoformat()}


COMMITTEES = Floor(
    source=Source.COMMITTEE,
    items={
        DutyKind.OWNER_LIST: "duty_owner_list_item",
        DutyKind.ASSEMBLY: "duty_assembly_item",
        DutyKind.VOTE: "duty_vote_item",
    },
    shown=shown,
)
