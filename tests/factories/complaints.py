"""Complaints in the situations that tests need, made by the verbs themselves."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from accounts.models import User
from committees.models import MediationCommittee
from complaints.actions import answering, handling, residents
from complaints.actions.filing import NewComplaint, file
from complaints.actions.shipping import LISTS, load_lists
from complaints.mediation.actions import NewParty
from complaints.mediation.actions import apply as mediate
from complaints.models import Channel, Complaint, Handler, Mediation, RefusalReason, Side, State, Topic
from enterprises.models import Enterprise
from estates.models import Estate
from tests.factories.rules import the_rules
from tests.factories.shipped import put_in

__all__ = ["FILED", "LIFT", "Road", "a_complaint", "a_mediation", "the_lists", "the_rules"]

FILED = datetime(2026, 11, 17, 0, 42, tzinfo=UTC)
"""A Tuesday, 08:42 in the city."""
LIFT = "0202"


def the_lists() -> None:
    tables = list(dict.fromkeys(model for model, _key, _rows in LISTS))
    if not any(model.objects.exists() for model in tables):
        put_in(tables, lambda: load_lists(by=None, at=FILED))
    elif not Topic.objects.exists():
        load_lists(by=None, at=FILED)


def a_complaint(estate: Estate, *, at: datetime = FILED, topic: str = LIFT, **values) -> Complaint:
    """A resident's complaint about a lift, just filed from the poster."""
    the_lists()
    told = {
        "words": "2 单元电梯这周第三次停在 5 层和 6 层之间。",
        "spot": "3 号楼 2 单元",
        "channel": Channel.QR,
        "name": "王秀兰",
        "phone": "13800000021",
        "consent_version": "2026-3",
        **values,
    }
    return file(NewComplaint(estate=estate, topic=Topic.objects.get(code=topic), **told), by=None, at=at)


@dataclass
class Road:
    """Leads a complaint along its road, an hour at a time. `officer` handles, `other` checks."""

    officer: User
    other: User
    enterprise: Enterprise
    at: datetime = FILED

    def later(self, **more) -> datetime:
        self.at += timedelta(**(more or {"hours": 1}))
        return self.at

    def to(self, complaint: Complaint, state: str) -> Complaint:
        """The complaint in this state, brought there by the shortest road."""
        for step in ROADS[State(state)]:
            getattr(self, step)(complaint)
        return complaint

    def accept(self, complaint):
        handling.accept(complaint, by=self.officer, at=self.later())

    def refuse(self, complaint):
        reason = RefusalReason.objects.get(code="not-property")
        handling.refuse(complaint, reason=reason, by=self.officer, at=self.later())

    def ask(self, complaint):
        handling.ask(complaint, text="请说明是哪个单元的电梯。", by=self.officer, at=self.later())

    def dispatch(self, complaint):
        handling.dispatch(
            complaint, handler=Handler.COMPANY, enterprise=self.enterprise, by=self.officer, at=self.later()
        )

    def contact(self, complaint):
        answering.contact(complaint, by=None, at=self.later())

    def answer(self, complaint):
        answering.answer(complaint, text="已约维保单位明天上门。", solved=False, by=None, at=self.later())

    def review(self, complaint):
        handling.review(complaint, by=self.officer, at=self.later())

    def deny(self, complaint):
        residents.deny(complaint, text="今天早上又停了。", at=self.later())

    def confirm(self, complaint):
        residents.confirm(complaint, at=self.later())

    def withdraw(self, complaint):
        residents.withdraw(complaint, at=self.later())


ANSWERED = ("accept", "dispatch", "answer")
ROADS = {
    State.FILED: (),
    State.SUPPLEMENT: ("ask",),
    State.ACCEPTED: ("accept",),
    State.REFUSED: ("refuse",),
    State.DISPATCHED: ("accept", "dispatch"),
    State.CONTACTED: ("accept", "dispatch", "contact"),
    State.ANSWERED: ANSWERED,
    State.REVIEWED: (*ANSWERED, "review"),
    State.DENIED: (*ANSWERED, "review", "deny"),
    State.CLOSED: (*ANSWERED, "review", "confirm"),
    State.WITHDRAWN: ("withdraw",),
}


def a_mediation(complaint: Complaint) -> Mediation:
    """Between the resident and the company that handles the complaint, before the street's committee."""
    street = complaint.region_id[:9] + "000"
    committee, _new = MediationCommittee.objects.get_or_create(
        name=f"{street} 人民调解委员会",
        defaults={"level": "street", "region_id": street, "member_count": 5, "chosen_on": complaint.filed_at.date()},
    )
    parties = [NewParty(Side.APPLICANT, None, "王秀兰", "13800000021"), NewParty(Side.OPPONENT, None, "对方")]
    return mediate(
        estate=complaint.estate, committee=committee, subject="电梯停运期间的物业费", parties=parties,
        complaint=complaint, by=None, at=complaint.filed_at,
    )  # fmt: skip
