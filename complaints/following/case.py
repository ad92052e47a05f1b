"""One case at a glance, for whoever filed it. Gathers, and decides nothing."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from accounts.city import context
from accounts.days import calendar
from accounts.models import CityProfile
from accounts.pages import own_page
from accounts.workdays import Calendar
from complaints import clocks
from complaints.clocks import Terms
from complaints.following import keys
from complaints.following.deadline import Deadline, deadline, start_of
from complaints.following.ladder import Rung, ladder
from complaints.following.naming import Names, names_of
from complaints.following.timeline import Event, coming, timeline
from complaints.following.turns import Turn, turn
from complaints.lifecycle import COMPLAINT, OPEN_STATES
from complaints.models import Actor, Complaint, PhoneLevel, PhoneLine, Photo, Rating, State, Step
from complaints.terms import terms
from estates.finding import WITH_PLACE, place_of

WITH_ALL = ("estate", WITH_PLACE, "topic__parent", "enterprise", "body", "refusal__body")
DEEDS = ("confirm", "deny", "supplement", "rate", "reopen", "withdraw")


@dataclass(frozen=True)
class Case:
    """What the page shows. `lead` is the case that is handled: the complaint itself, or the one it was joined to."""

    complaint: Complaint
    lead: Complaint
    names: Names
    turn: Turn
    deadline: Deadline | None
    events: list[Event]
    coming: str
    rungs: list[Rung]
    rating: Rating | None
    deeds: list[str]
    asked: str
    office: PhoneLine | None
    terms: Terms

    @property
    def is_joined(self) -> bool:
        return self.lead is not self.complaint

    @property
    def others(self) -> int:
        """How many more households the case is about."""
        return self.lead.households - 1

    @property
    def reopen_until(self) -> datetime | None:
        return clocks.reopen_until(self.complaint.closed_at, self.terms) if self.complaint.closed_at else None

    @property
    def answer_workdays(self) -> int:
        return self.lead.topic.answer_workdays or self.terms.answer_workdays


@own_page
def case(request: HttpRequest, number: str) -> HttpResponse:
    """The case, for a browser that has opened it. Any other is sent to the door, whether there is such a case or no."""
    complaint = complaint_open_to(request, number)
    if complaint is None:
        return to_the_door(number)
    shown = gather(complaint, context(request)["city"], at=timezone.now())
    return render(request, "complaints/follow/case.html", {"case": shown, "complaint": complaint})


def to_the_door(number: str) -> HttpResponse:
    return redirect(f"{reverse('complaints:follow')}?number={number}")


def complaint_open_to(request: HttpRequest, number: str) -> Complaint | None:
    if not keys.is_open(request, number):
        return None
    return Complaint.objects.select_related(*WITH_ALL).filter(number=number).first()


def gather(complaint: Complaint, city: CityProfile | None, *, at: datetime) -> Case:
    lead = complaint
    if complaint.joined_to_id:
        lead = Complaint.objects.select_related(*WITH_ALL).get(pk=complaint.joined_to_id)
    rules, days = terms(clocks.day_of(at)), calendar()
    names = names_of(lead, city)
    steps = list(Step.objects.filter(complaint__in={complaint.pk, lead.pk}).order_by("at", "id"))
    own = [step for step in steps if step.complaint_id == complaint.pk]
    seen = readable(steps, complaint, lead)
    rating = Rating.objects.filter(complaint=complaint).first()
    deeds = deeds_open(complaint, lead, own, rating, rules, at=at)
    return Case(
        complaint=complaint,
        lead=lead,
        names=names,
        turn=turn(lead, names, rules, deeds, at=at),
        deadline=deadline_of(lead, steps, rules, days, at=at),
        events=timeline(seen, photos_by_step(complaint, seen)),
        coming=coming(lead.state, deeds),
        rungs=ladder(lead.level, rules) if lead.state in OPEN_STATES else [],
        rating=rating,
        deeds=deeds,
        asked=next((step.text for step in reversed(own) if step.verb == "ask"), ""),
        office=office_of(complaint),
        terms=rules,
    )  # fmt: skip


def office_of(complaint: Complaint) -> PhoneLine | None:
    """The telephone of the street, or of the community before it, as it stands on the posters."""
    place = place_of(complaint.region)
    regions = [region for region in (place.community, place.street) if region is not None]
    lines = {line.region_id: line for line in PhoneLine.objects.filter(level=PhoneLevel.STREET, region__in=regions)}
    return next((lines[region.pk] for region in regions if region.pk in lines), None)


def readable(steps: list[Step], complaint: Complaint, lead: Complaint) -> list[Step]:
    """The resident's own steps, and of a case to which theirs was joined only what the offices did."""
    return [
        step for step in steps if step.is_public and (step.complaint_id == complaint.pk or step.actor != Actor.RESIDENT)
    ]


def photos_by_step(complaint: Complaint, steps: list[Step]) -> dict[int, list[Photo]]:
    """By the step they were sent with; those of the report itself by the first one."""
    found = defaultdict(list)
    first = next((step.pk for step in steps if step.verb == "file" and step.complaint_id == complaint.pk), None)
    own_report = Q(complaint=complaint, step__isnull=True)
    for photo in Photo.objects.filter(own_report | Q(step__in=[step.pk for step in steps])).counted():
        found[photo.step_id or first].append(photo)
    return found


def deadline_of(lead: Complaint, steps: list[Step], rules: Terms, days: Calendar, *, at: datetime) -> Deadline | None:
    """None where no term runs or ran to an answer: not taken on, withdrawn, waiting for the resident's words."""
    if lead.state in (State.REFUSED, State.WITHDRAWN, State.SUPPLEMENT):
        return None
    start = start_of((step for step in steps if step.complaint_id == lead.pk), lead.filed_at)
    return deadline(start, lead.answer_due_at, lead.answered_at, rules, days, at=at)


def deeds_open(
    complaint: Complaint, lead: Complaint, own: list[Step], rating: Rating | None, rules: Terms, *, at: datetime
) -> list[str]:
    """What the resident may do now, by the table of moves and what they did already."""
    found = [verb for verb in DEEDS if lead.state in COMPLAINT[verb].open_in]
    gone = set()
    if rating is not None:
        gone.add("rate")
    if lead is not complaint:
        gone.add("reopen")
    if has_judged(own, lead):
        gone |= {"confirm", "deny"}
    if complaint.reopened_at or (complaint.closed_at and at > clocks.reopen_until(complaint.closed_at, rules)):
        gone.add("reopen")
    return [verb for verb in found if verb not in gone]


def has_judged(own: list[Step], lead: Complaint) -> bool:
    """Whether this household has said of the present answer whether it is solved."""
    return any(
        step.verb in ("confirm", "deny") and lead.reviewed_at is not None and step.at >= lead.reviewed_at
        for step in own
    )
