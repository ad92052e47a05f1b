"""How one invented complaint goes on, act by act: the same acts, terms and traces as the portal's own verbs leave.

A case ends where the present begins: what would come later has not happened yet.
"""

import random
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any

from accounts.workdays import Calendar
from complaints import clocks
from complaints.clocks import Terms
from complaints.models import (
    Actor,
    Complaint,
    Extension,
    Handler,
    Outcome,
    Rating,
    RefusalReason,
    State,
    Step,
)
from enterprises.models import Enterprise

OPENS = time(8, 30)
"""When the offices open."""


class NotYet(Exception):
    """The next act lies in the future."""


@dataclass(frozen=True)
class Office:
    """The names that stand in the steps, and the law of the day."""

    street: str
    community: str
    company: str
    terms: Terms
    days: Calendar
    now: datetime


@dataclass
class Case:
    """A complaint with its steps, and the chances of the company that answers it.

    `company` manages the estate; one that follows another complaint has that one as its `lead`.
    """

    complaint: Complaint
    office: Office
    company: Enterprise
    chances: dict[str, float]
    words: dict[str, Any]
    draw: random.Random
    steps: list[Step] = field(default_factory=list)
    rating: Rating | None = None
    lead: Complaint | None = None
    refusal: RefusalReason | None = None
    is_event: bool = False

    def act(self, verb: str, at: datetime, actor: str, state: State | None = None, **values) -> None:
        """One step, unless it lies in the future. Raises NotYet."""
        at = self.in_office_hours(at) if actor in {Actor.STREET, Actor.COMMUNITY} else at
        if at > self.office.now:
            raise NotYet
        office = self.office
        names = {Actor.STREET: office.street, Actor.COMMUNITY: office.community, Actor.COMPANY: office.company}
        text = values.pop("text", "")
        complaint = self.complaint
        if state:
            complaint.state, complaint.state_since = state, at
        complaint.version += bool(self.steps)
        self.at = at
        self.steps.append(
            Step(
                complaint=complaint, verb=verb, state=complaint.state, at=at, actor=actor,
                actor_name=names.get(Actor(actor), ""), text=text, is_public=values.pop("is_public", True),
                values=values,
            )
        )  # fmt: skip

    def in_office_hours(self, at: datetime) -> datetime:
        """The same time on a working day between half past eight and half past five, at once for a danger."""
        if self.complaint.is_urgent:
            return at
        day = clocks.day_of(at)
        opens = clocks.at_time(day, OPENS)
        closes = clocks.at_time(day, self.office.terms.day_ends)
        if not self.office.days.is_workday(day) or at > closes:
            following = clocks.at_time(self.office.days.after(day, 1), OPENS)
            return following + timedelta(minutes=self.draw.randint(5, 150))
        return max(at, opens + timedelta(minutes=self.draw.randint(0, 60)))

    def happens(self, chance: float) -> bool:
        return self.draw.random() < chance

    def while_(self, least: int, most: int) -> timedelta:
        """Some minutes; a few where there is danger."""
        return timedelta(
            minutes=self.draw.randint(2, 12) if self.complaint.is_urgent else self.draw.randint(least, most)
        )

    def one_of(self, what: str) -> str:
        return self.draw.choice(self.words[what])

    def live(self) -> None:
        """From the filing to the present."""
        complaint = self.complaint
        try:
            self.act("file", complaint.filed_at, Actor.RESIDENT, channel=complaint.channel)
            if self.lead is not None:
                return self.joined(self.lead)
            self.taken_on()
            self.handled()
        except NotYet:
            pass

    def joined(self, lead: Complaint) -> None:
        at = self.at + timedelta(minutes=self.draw.randint(20, 900))
        self.act("join", at, Actor.STREET, State.JOINED, to=lead.number)
        self.complaint.joined_to, self.complaint.due_at = lead, None
        lead.households += 1
        lead.is_joint = lead.households >= self.office.terms.joint_households

    def refused(self, at: datetime, reason: RefusalReason) -> None:
        """Raises NotYet in any case."""
        self.finish("refuse", at, Actor.STREET, State.REFUSED, reason=reason.code)

    def taken_on(self) -> None:
        complaint = self.complaint
        at = complaint.filed_at + self.while_(3, 260)
        if not self.is_event and self.happens(self.words["withdrawn"]):
            self.finish("withdraw", at, Actor.RESIDENT, State.WITHDRAWN)
        if self.refusal is not None:
            self.refused(at, self.refusal)
        if self.happens(self.words["asked"]):
            complaint.due_at = None
            self.act("ask", at, Actor.STREET, State.SUPPLEMENT, text=self.one_of("questions"))
            at = self.at + timedelta(hours=self.draw.randint(2, 30))
            self.start_anew(at)
            self.act("supplement", at, Actor.RESIDENT, State.FILED, text=self.one_of("supplements"))
            at = self.at + timedelta(hours=1)
        self.act("accept", at, Actor.STREET, State.ACCEPTED)
        complaint.accepted_at, complaint.due_at = self.at, complaint.accept_due_at

    def finish(self, verb: str, at: datetime, actor: str, state: State, outcome: str = "", **values) -> None:
        """The last act. Raises NotYet afterwards: nothing follows."""
        self.act(verb, at, actor, state, **values, **({"outcome": outcome} if outcome else {}))
        self.complaint.closed_at, self.complaint.due_at, self.complaint.outcome = self.at, None, outcome
        if state == State.REFUSED:
            self.complaint.refusal = self.refusal
        if state == State.CLOSED and self.happens(self.words["rated"]):
            service = self.draw.choices([5, 4, 3, 2, 1], [38, 30, 17, 9, 6])[0]
            result = max(1, min(5, service + self.draw.choice([-1, 0, 0, 0, 1])))
            rated_at = min(self.at + timedelta(minutes=3), self.office.now)
            self.rating = Rating(complaint=self.complaint, service=service, result=result, at=rated_at)
        raise NotYet

    def start_anew(self, at: datetime) -> None:
        complaint, terms, days = self.complaint, self.office.terms, self.office.days
        urgent = complaint.is_urgent
        complaint.accept_due_at = complaint.due_at = clocks.accept_due(at, terms, days, urgent=urgent, joint=False)
        complaint.answer_due_at = clocks.answer_due(
            at, terms, days, urgent=urgent, workdays=complaint.topic.answer_workdays
        )

    def handled(self) -> None:
        """Dispatched, answered, reviewed, judged by the resident; again where an answer was found false."""
        complaint, terms, days = self.complaint, self.office.terms, self.office.days
        self.dispatched(self.at + self.while_(4, 70))
        while True:
            self.answered()
            self.act("review", self.at + timedelta(hours=self.draw.randint(2, 30)), Actor.COMMUNITY, State.REVIEWED,
                     text=self.one_of("reviews"))  # fmt: skip
            complaint.reviewed_at = self.at
            complaint.verdict_due_at = complaint.due_at = clocks.verdict_due(self.at, terms, days)
            self.verdict()

    def dispatched(self, at: datetime) -> None:
        complaint, topic = self.complaint, self.complaint.topic
        complaint.handler = topic.handler
        complaint.enterprise = self.company if topic.handler == Handler.COMPANY else None
        complaint.body = topic.body if topic.handler == Handler.BODY else None
        named = str(complaint.enterprise or complaint.body or "")
        try:
            self.act(
                "dispatch", at, Actor.STREET, State.DISPATCHED, handler=complaint.handler, name=named,
                enterprise=complaint.enterprise_id,
            )  # fmt: skip
        except NotYet:
            complaint.handler, complaint.enterprise, complaint.body = "", None, None
            raise
        self.given(self.at)

    def given(self, at: datetime) -> None:
        complaint, terms, days = self.complaint, self.office.terms, self.office.days
        complaint.dispatched_at, complaint.contacted_at, complaint.answered_at = at, None, None
        complaint.contact_due_at = clocks.contact_due(at, terms, days, urgent=complaint.is_urgent)
        complaint.due_at = min(complaint.contact_due_at, complaint.answer_due_at)

    def answered(self) -> None:
        complaint = self.complaint
        actor = Actor(complaint.handler)
        since = self.at
        self.act("contact", since + self.while_(6, 400), actor, State.CONTACTED,
                 text=self.one_of("contacts"))  # fmt: skip
        complaint.contacted_at, complaint.due_at = self.at, complaint.answer_due_at
        self.maybe_extended(actor)
        at = self.time_of_answer()
        solved = self.happens(0.93)
        due = complaint.answer_due_at
        self.act(
            "answer", at, actor, State.ANSWERED, text=self.answer_words(), solved=solved, due_at=due.isoformat(),
            late=at > due, enterprise=complaint.enterprise_id,
        )  # fmt: skip
        complaint.answered_at, complaint.claims_solved = self.at, solved
        complaint.review_due_at = complaint.due_at = clocks.review_due(self.at, self.office.terms, self.office.days)

    def maybe_extended(self, actor: str) -> None:
        complaint = self.complaint
        if complaint.extension or complaint.is_urgent or not self.happens(self.words["extended"]):
            return
        workdays = self.draw.randint(2, self.office.terms.extension_workdays)
        complaint.extension, complaint.extension_workdays = Extension.ASKED, workdays
        complaint.extension_reason = self.one_of("extensions")
        self.act("ask_extension", self.at + timedelta(hours=1), actor, workdays=workdays, is_public=False)
        due = clocks.extended(complaint.answer_due_at, workdays, self.office.terms, self.office.days)
        self.act("grant_extension", self.at + timedelta(hours=2), Actor.STREET, text=complaint.extension_reason,
                 workdays=workdays, due_at=due.isoformat())  # fmt: skip
        complaint.extension, complaint.answer_due_at, complaint.due_at = Extension.GRANTED, due, due

    def time_of_answer(self) -> datetime:
        """Most often well within the term; sometimes late, by hours or days."""
        due = self.complaint.answer_due_at
        late = self.words["urgent_late"] if self.complaint.is_urgent else self.chances["late"]
        if self.happens(late):
            return due + timedelta(hours=self.draw.randint(3, 80))
        room = max(due - self.at, timedelta(minutes=40))
        return self.at + room * self.draw.betavariate(1.4, 2.6)

    def answer_words(self) -> str:
        answers = self.words["answers"]
        return self.draw.choice(answers.get(self.complaint.topic.code[:2], answers[""]))

    def verdict(self) -> None:
        complaint = self.complaint
        if self.happens(self.chances["silent"]):
            self.finish("close", complaint.verdict_due_at + timedelta(minutes=1), Actor.PORTAL, State.CLOSED,
                        Outcome.SILENT)  # fmt: skip
        at = self.at + timedelta(minutes=self.draw.randint(20, 5_000))
        if complaint.false_answers or not self.happens(self.chances["denied"]):
            self.finish("confirm", at, Actor.RESIDENT, State.CLOSED, Outcome.CONFIRMED)
        self.act("deny", at, Actor.RESIDENT, State.DENIED, text=self.one_of("denials"))
        complaint.due_at = clocks.review_due(self.at, self.office.terms, self.office.days)
        self.checked(self.at + timedelta(hours=self.draw.randint(3, 30)))

    def checked(self, at: datetime) -> None:
        """Another officer looks. Solved after all, or the answer was false and it begins again."""
        complaint, checks = self.complaint, self.words["checks"]
        if not self.happens(self.chances["false"]):
            self.finish("find_solved", at, Actor.STREET, State.CLOSED, Outcome.FOUND_SOLVED, text=checks["solved"])
        self.act("find_false", at, Actor.STREET, State.DISPATCHED, text=checks["false"],
                 enterprise=complaint.enterprise_id, times=complaint.false_answers + 1)  # fmt: skip
        complaint.false_answers += 1
        complaint.answer_due_at = clocks.answer_due(
            self.at, self.office.terms, self.office.days, urgent=complaint.is_urgent,
            workdays=complaint.topic.answer_workdays,
        )  # fmt: skip
        complaint.claims_solved = None
        self.given(self.at)
