"""Steps 2 and 3: choose, look it over, cast. Until it is cast a choice stands in no table: only sealed in a cookie."""

import logging
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from functools import wraps

from django.core.exceptions import ValidationError
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from accounts.lifecycle import NotNow
from accounts.pages import own_page
from committees.models import Ballot, Invitation, Matter, Option, RollLine, Vote, Way
from committees.votes.actions import AlreadyVoted, cast
from committees.votes.actions.casting import has_candidates
from committees.voting import keys
from committees.voting.entering import begin_again, hindrance, stop_here

GROUP = 4

log = logging.getLogger(__name__)


@dataclass
class Question:
    """A matter as it is asked, with what was marked and what is wrong with that."""

    matter: Matter
    options: list[Option]
    marked: list[Option]
    is_none: bool = False
    fault: str = ""

    @property
    def is_single(self) -> bool:
        return self.matter.choose_most == 1

    @property
    def field(self) -> str:
        return f"m{self.matter.place}"

    @property
    def none_key(self) -> str:
        """What is sent for “none of these”, among the keys of options; "" where a vote abstains instead."""
        return f"none{self.matter.place}" if has_candidates(self.options) else ""


def for_owner(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page for somebody who proved both codes; others begin again."""

    @sensitive_post_parameters()
    @own_page
    @wraps(view)
    def page(request: HttpRequest) -> HttpResponse:
        key = keys.key_of(request)
        if key is None:
            return begin_again(request)
        if not key.is_proved:
            return redirect("committees:vote-phone")
        return view(request, key.invitation)

    return page


def ballot_of(invitation: Invitation) -> Ballot | None:
    return Ballot.objects.filter(vote=invitation.vote_id, owner=invitation.owner_id).first()


@for_owner
def mark(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    """Choose. Who has voted is shown the receipt."""
    if ballot_of(invitation):
        return redirect("committees:vote-receipt")
    fault = hindrance(invitation, at=timezone.now())
    if fault:
        return stop_here(request, invitation, fault)
    if request.method != "POST":
        return ask(request, invitation, questions_of(invitation.vote, keys.choice_of(request, invitation)))
    questions = questions_of(invitation.vote, chosen_in(request, invitation.vote))
    for question in questions:
        question.fault = odd(question)
    if any(question.fault for question in questions):
        return ask(request, invitation, questions, status=422)
    response = redirect("committees:vote-check")
    keys.keep_choice(request, response, invitation, kept_of(questions))
    return response


@for_owner
def check(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    """Look it over, and cast it."""
    if ballot_of(invitation):
        return forgetting_choice(redirect("committees:vote-receipt"))
    at = timezone.now()
    fault = hindrance(invitation, at=at)
    if fault:
        return stop_here(request, invitation, fault)
    questions = questions_of(invitation.vote, keys.choice_of(request, invitation))
    if any(odd(question) for question in questions):
        return redirect("committees:vote-mark")
    if request.method == "POST":
        return put_in(request, invitation, questions, at=at)
    return look_over(request, invitation, questions)


def look_over(
    request: HttpRequest, invitation: Invitation, questions: Collection[Question], *, fault: str = "", status: int = 200
) -> HttpResponse:
    told = {**around(invitation), "step": 3, "questions": questions, "fault": fault}
    return render(request, "committees/voting/check.html", told, status=status)


def chosen_in(request: HttpRequest, vote: Vote) -> set[str]:
    """The keys of options that were sent, as the fields of their own matters."""
    places = vote.matters.values_list("place", flat=True)
    return {key for place in places for key in request.POST.getlist(f"m{place}")}


def marked_in(questions: Collection[Question]) -> list[int]:
    return [option.pk for question in questions for option in question.marked]


def kept_of(questions: Collection[Question]) -> list[int | str]:
    return [*marked_in(questions), *(question.none_key for question in questions if question.is_none)]


def forgetting_choice(response: HttpResponse) -> HttpResponse:
    keys.forget_choice(response)
    return response


def questions_of(vote: Vote, chosen: Collection[str]) -> list[Question]:
    """The matters with what was chosen of each, by the keys of options."""
    found = []
    for matter in vote.matters.prefetch_related("options__candidate"):
        options = list(matter.options.all())
        question = Question(matter, options, [option for option in options if str(option.pk) in chosen])
        question.is_none = question.none_key in chosen
        found.append(question)
    return found


def odd(question: Question) -> str:
    if question.marked and question.is_none:
        return _("Matter %(place)d: mark candidates, or “none of these”.") % {"place": question.matter.place}
    if not question.marked and not question.is_none:
        return _("Matter %(place)d: mark an answer.") % {"place": question.matter.place}
    most = question.matter.choose_most
    if len(question.marked) > most:
        return _("Matter %(place)d: mark %(most)d at most.") % {"place": question.matter.place, "most": most}
    return ""


def around(invitation: Invitation) -> dict:
    """Which vote, and with which homes somebody votes."""
    homes = list(RollLine.objects.filter(vote=invitation.vote_id, owner=invitation.owner_id).order_by("label"))
    return {"vote": invitation.vote, "homes": homes, "area_m2": sum(line.area_m2 for line in homes)}


def ask(
    request: HttpRequest, invitation: Invitation, questions: Collection[Question], *, status: int = 200
) -> HttpResponse:
    told = {**around(invitation), "step": 2, "questions": questions, "has_faults": status != 200}
    return render(request, "committees/voting/mark.html", told, status=status)


def put_in(
    request: HttpRequest, invitation: Invitation, questions: Collection[Question], *, at: datetime
) -> HttpResponse:
    """Cast the ballot. A second tap finds the first one and its receipt; a busy database loses no choice."""
    try:
        cast(invitation.vote, invitation.owner, marked_in(questions), Way.PHONE, by=None, at=at)
    except AlreadyVoted:
        pass
    except (NotNow, ValidationError) as fault:
        words = " ".join(fault.messages) if isinstance(fault, ValidationError) else str(fault)
        return stop_here(request, invitation, words)
    except OperationalError:
        log.exception("a ballot could not be written")
        words = _("Your ballot is not in yet: the portal is busy. Your choice is kept; try again in a minute.")
        return look_over(request, invitation, questions, fault=words, status=503)
    return forgetting_choice(redirect("committees:vote-receipt"))


@for_owner
def receipt(request: HttpRequest, invitation: Invitation) -> HttpResponse:
    """The receipt of the ballot that counts: also of a paper one, so that nobody votes in somebody's name unseen."""
    ballot = ballot_of(invitation)
    if ballot is None:
        return redirect("committees:vote-mark")
    made = ballot.receipt
    groups = [made[start : start + GROUP] for start in range(0, len(made), GROUP)]
    return render(
        request, "committees/voting/receipt.html", {**around(invitation), "ballot": ballot, "receipt": groups}
    )
