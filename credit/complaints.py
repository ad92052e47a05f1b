"""What complaints show, as the ledger takes it up (`taking_up.py`)."""

from datetime import datetime

from dateutil.relativedelta import relativedelta
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from complaints import evidence
from complaints.evidence import Fact, FactKind
from credit.models import Source
from credit.taking_up import Floor, Shown


def shown(*, since: datetime, until: datetime) -> list[Shown]:
    """The facts that happened in [`since`, `until`). A fact of a complaint is decided on the day it happens."""
    return [taken(fact) for fact in evidence.facts(since=since, until=until)]


def taken(fact: Fact) -> Shown:
    return Shown(
        key=fact.key, kind=fact.kind, document=fact.number, told=sentence(fact), estate_id=fact.estate_id,
        enterprise_id=fact.enterprise_id, occurred_on=fact.on, decided_on=fact.on, is_held_back=fact.is_held_back,
        appealed_on=fact.appealed_on, refused_on=fact.decided_on, was_upheld=fact.was_upheld,
    )  # fmt: skip


def sentence(fact: Fact) -> str:
    words = {
        FactKind.OVERDUE: _("%(topic)s: an answer was due on %(day)s and was not given in time"),
        FactKind.FALSE_ANSWER: _("%(topic)s: answered as solved; a check on %(day)s found that it was not"),
        FactKind.FAULT: _("%(topic)s: sent back, and a further check on %(day)s found it unsolved again"),
        FactKind.JOINT: _("%(topic)s: a joint case of many households, found to be so on %(day)s"),
    }[FactKind(fact.kind)]
    return words % {"topic": fact.topic, "day": fact.on.isoformat()}


COMPLAINTS = Floor(
    source=Source.COMPLAINT,
    items={
        FactKind.OVERDUE: "complaint_overdue_item",
        FactKind.FALSE_ANSWER: "complaint_false_answer_item",
        FactKind.FAULT: "complaint_fault_item",
        FactKind.JOINT: "complaint_joint_item",
    },
    shown=shown,
    gone=gettext_lazy("The complaint no longer counts: withdrawn, unfounded, discounted or joined to another."),
    looked_back=relativedelta(months=13),
)
