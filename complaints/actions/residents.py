"""What whoever filed a complaint may do with it. The doors have seen its number and secret; `by` is None."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import audit
from accounts.days import calendar
from accounts.lifecycle import NotNow
from complaints import clocks, photos
from complaints.actions.acting import RESIDENT, SHORTEST, caught_up, hold, keep, require_words
from complaints.actions.handling import end
from complaints.actions.joining import count_households, hold_lead
from complaints.models import Actor, Complaint, Outcome, Photo, Rating, State
from complaints.terms import terms

MOST_SUPPLEMENT = 1000
HANDLING = (
    "state", "state_since", "handler", "enterprise", "body", "hand_offs", "owner_named", "level", "due_at",
    "accept_due_at", "contact_due_at", "answer_due_at", "review_due_at", "verdict_due_at", "accepted_at",
    "dispatched_at", "contacted_at", "answered_at", "reviewed_at", "claims_solved", "extension",
    "extension_workdays", "extension_reason", "is_joint", "false_answers", "reviewer",
)  # fmt: skip
"""How far a case has come: what goes over to another that takes its lead."""


OF_ITS_OWN = ("file", "look", "joined_by", "lead")
"""Steps that are about one complaint and do not go over."""


@transaction.atomic
def confirm(complaint: Complaint, *, at: datetime, text: str = "") -> Complaint:
    """It is solved. Where several told of it, each says so for itself, and the term ends the case unless one denies."""
    if complaint.joined_to_id:
        return caught_up(complaint, note_verdict(complaint, "confirm", text, at=at))
    held = hold(complaint, "confirm", by=None)
    if held.joined.exists():
        keep(held, "confirm", by=None, at=at, who=RESIDENT, text=text.strip(), tell=False)
        return caught_up(complaint, held)
    end(held, "confirm", Outcome.CONFIRMED, by=None, at=at, text=text.strip(), who=RESIDENT)
    return caught_up(complaint, held)


@transaction.atomic
def deny(complaint: Complaint, *, text: str, at: datetime) -> Complaint:
    """It is not solved: another officer checks. Any of those who follow a case may say so. Raises ValidationError."""
    text = require_words(text, "text", _("Say what is not solved."))[:MOST_SUPPLEMENT]
    held = hold(complaint.lead, "deny", by=None)
    if complaint.joined_to_id:
        note_verdict(complaint, "deny", text, at=at)
    held.due_at = clocks.review_due(at, terms(timezone.localdate(at)), calendar())
    keep(
        held, "deny", by=None, at=at, who=RESIDENT, to=State.DENIED, text=text,
        is_public=complaint.pk == held.pk, values={"from": complaint.number},
    )  # fmt: skip
    if complaint.pk == held.pk:
        caught_up(complaint, held)
    return complaint


def note_verdict(complaint: Complaint, verb: str, text: str, *, at: datetime) -> Complaint:
    """What one that follows says of the answer to all. Raises NotNow before there is an answer."""
    lead = hold(complaint.lead, verb, by=None)
    held = Complaint.objects.select_for_update(no_key=True).get(pk=complaint.pk)
    keep(held, verb, by=None, at=at, who=RESIDENT, text=text.strip(), values={"of": lead.number}, tell=False)
    return held


@transaction.atomic
def supplement(complaint: Complaint, *, text: str, at: datetime, photo_ids: Sequence[UUID | str] = ()) -> Complaint:
    """Add words or photos. Where an officer asked for them, the terms begin anew. Raises ValidationError, NotNow."""
    held = hold_for_resident(complaint, "supplement")
    text = text.strip()
    if len(text) < SHORTEST and not photo_ids:
        raise ValidationError({"text": _("Add some words or a photo.")})
    if len(text) > MOST_SUPPLEMENT:
        raise ValidationError({"text": _("At most %(most)d characters.") % {"most": MOST_SUPPLEMENT}})
    was_asked = held.state == State.SUPPLEMENT
    columns = start_anew(held, at=at) if was_asked else []
    step = keep(
        held, "supplement", by=None, at=at, who=RESIDENT, to=State.FILED if was_asked else None, text=text,
        columns=columns,
    )  # fmt: skip
    if photo_ids:
        photos.attach(photo_ids, complaint=held, step=step)
    return caught_up(complaint, held)


def hold_for_resident(complaint: Complaint, verb: str) -> Complaint:
    """The complaint itself, locked: open, or following one in which the verb is open."""
    if not complaint.joined_to_id:
        return hold(complaint, verb, by=None)
    hold(complaint.lead, verb, by=None)
    return Complaint.objects.select_for_update(no_key=True).get(pk=complaint.pk)


def start_anew(held: Complaint, *, at: datetime) -> list[str]:
    """Terms of acceptance and answer that run from now; returns the columns."""
    rules, days = terms(timezone.localdate(at)), calendar()
    held.accept_due_at = held.due_at = clocks.accept_due(at, rules, days, urgent=held.is_urgent, joint=held.is_joint)
    held.answer_due_at = clocks.answer_due(at, rules, days, urgent=held.is_urgent, workdays=held.topic.answer_workdays)
    return ["accept_due_at", "answer_due_at"]


@transaction.atomic
def withdraw(complaint: Complaint, *, at: datetime, text: str = "") -> Complaint:
    """Take it back. The others of the same event keep their case. Raises NotNow."""
    held = hold_for_resident(complaint, "withdraw")
    lead = held.joined_to
    if lead is None:
        pass_on_the_lead(held, at=at)
    held.joined_to, held.due_at, held.closed_at = None, None, at
    keep(
        held, "withdraw", by=None, at=at, who=RESIDENT, to=State.WITHDRAWN, text=text.strip()[:300],
        columns=["joined_to", "closed_at", "households"],
    )  # fmt: skip
    if lead is not None:
        count_households(hold_lead(lead, by=None), who=RESIDENT, by=None, at=at)
    return caught_up(complaint, held)


def pass_on_the_lead(held: Complaint, *, at: datetime) -> None:
    """The first of those that follow becomes the case, as far as it has come; the rest follow that one."""
    followers = list(held.joined.select_for_update(no_key=True).order_by("filed_at", "pk"))
    if not followers:
        return
    heir, *rest = followers
    hand_over_history(held, heir)
    heir.joined_to = None
    for name in HANDLING:
        setattr(heir, name, getattr(held, name))
    heir.households = 1 + len(rest)
    keep(
        heir, "lead", by=None, at=at, to=State(held.state), values={"from": held.number},
        columns=[*HANDLING, "joined_to", "households"], tell=False,
    )  # fmt: skip
    Complaint.objects.filter(pk__in=[follower.pk for follower in rest]).update(joined_to=heir)
    held.households = 1


def hand_over_history(held: Complaint, heir: Complaint) -> None:
    """What the offices and the company did stands in the heir's history too, with the photos of it."""
    for step in held.steps.exclude(actor=Actor.RESIDENT).exclude(verb__in=OF_ITS_OWN).order_by("pk"):
        old = step.pk
        step.pk, step.complaint, step._state.adding = None, heir, True
        step.save(force_insert=True)
        Photo.objects.filter(step=old).update(complaint=heir, step=step)


@transaction.atomic
def reopen(complaint: Complaint, *, text: str, at: datetime) -> Complaint:
    """It came back, or was not solved after all: once, within the city's term after closing. Raises NotNow."""
    held = hold(complaint, "reopen", by=None)
    rules, days = terms(timezone.localdate(at)), calendar()
    assert held.closed_at is not None
    if held.reopened_at is not None:
        raise NotNow(_("%(number)s was reopened once already; please file a new one.") % {"number": held.number})
    if at > clocks.reopen_until(held.closed_at, rules):
        raise NotNow(_("%(number)s can no longer be reopened; please file a new one.") % {"number": held.number})
    text = require_words(text, "text", _("Say what is not solved."))[:MOST_SUPPLEMENT]
    columns = start_anew(held, at=at)
    held.reopened_at, held.closed_at, held.outcome = at, None, ""
    held.answered_at = held.contacted_at = held.dispatched_at = held.claims_solved = None
    held.handler, held.enterprise, held.body, held.extension = "", None, None, ""
    held.due_at = clocks.accept_due(at, rules, days, urgent=held.is_urgent, joint=held.is_joint)
    keep(
        held, "reopen", by=None, at=at, who=RESIDENT, to=State.ACCEPTED, text=text,
        columns=[
            *columns, "reopened_at", "closed_at", "outcome", "answered_at", "contacted_at", "dispatched_at",
            "claims_solved", "handler", "enterprise", "body", "extension",
        ],
    )  # fmt: skip
    return caught_up(complaint, held)


@transaction.atomic
def rate(complaint: Complaint, *, service: int, result: int, at: datetime, words: str = "") -> Rating:
    """Rate service and result, once, after closing. Raises NotNow, ValidationError."""
    hold(complaint.lead, "rate", by=None)
    if Rating.objects.filter(complaint=complaint).exists():
        raise NotNow(_("%(number)s was rated already.") % {"number": complaint.number})
    rating = Rating(complaint=complaint, service=service, result=result, words=words.strip(), at=at)
    rating.full_clean()
    rating.save(force_insert=True)
    audit.record(by=None, at=at, verb="rate_complaint", thing=complaint, after={"service": service, "result": result})
    return rating
