"""What owners' self-government shows, as the ledger takes it up (`taking_up.py`)."""

from datetime import datetime

from dateutil.relativedelta import relativedelta
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from committees import evidence
from committees.evidence import DutyKind, Fact
from credit.models import Source
from credit.taking_up import Floor, Shown


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
    gone=gettext_lazy("The decision was revoked."),
    looked_back=relativedelta(months=37),
)
