"""What officers and companies do with single complaints: each verb of the table of moves that is theirs."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.http import Http404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from accounts.api.moves import Offer, Verbs
from accounts.api.problems import Conflict
from accounts.models import User
from complaints import flooding
from complaints.actions import Conflict as ActedMeanwhile
from complaints.actions import answering, handling, joining
from complaints.api import forms
from complaints.api.photos import drafts_of
from complaints.lifecycle import COMPLAINT, FLAGGED
from complaints.models import Complaint
from complaints.moves import open_moves

Form = type[serializers.Serializer]

FORMS: dict[str, Form] = {
    "accept": forms.Noted,
    "refuse": forms.Refusing,
    "ask": forms.Said,
    "dispatch": forms.Handing,
    "redispatch": forms.HandingAnew,
    "name_owner": forms.HandingAnew,
    "hand_back": forms.Reasoned,
    "contact": forms.Noted,
    "answer": forms.Answering,
    "ask_extension": forms.Extending,
    "grant_extension": forms.Noted,
    "refuse_extension": forms.NoteNeeded,
    "review": forms.MaySay,
    "return_answer": forms.NoteNeeded,
    "find_false": forms.Said,
    "find_solved": forms.Said,
    "find_unfounded": forms.Said,
    "join": forms.Joining,
    "part": forms.Reasoned,
    "escalate": forms.Reported,
    "clear": forms.Reasoned,
    "discount": forms.Reasoned,
}
MOVES = COMPLAINT | FLAGGED


def offer_of(verb: str) -> Offer:
    return Offer(MOVES[verb], f"complaint-{verb.replace('_', '-')}", lambda: FORMS[verb])


OFFERS = {verb: offer_of(verb) for verb in FORMS}


def moves_of(view, ids: Sequence[int]) -> dict[int, list[dict[str, Any]]]:
    """What the caller may do with complaints now, by primary key."""
    user, request, now = view.request.user, view.request, timezone.now()
    if getattr(request.auth, "read_only", False):
        return {}
    found = {}
    for complaint in Complaint.objects.filter(pk__in=ids):
        verbs = open_moves(user, complaint, at=now)
        found[complaint.pk] = [OFFERS[verb].told(request, complaint.number) for verb in verbs if verb in OFFERS]
    return found


def verb(name: str, act: Callable[..., Any], words: str):
    """The call of a verb. `words` describe it."""

    def call(self, request, number: str) -> Response:
        return self.act(act, FORMS[name])

    call.__name__, call.__doc__ = f"do_{name}", words
    route = name.replace("_", "-")
    return action(detail=True, methods=["post"], url_path=route, url_name=route)(
        extend_schema(request=FORMS[name])(call)
    )


def answer_with_photos(complaint: Complaint, *, photos: Sequence[UUID], by: User, at: datetime, **values: Any) -> None:
    answering.answer(complaint, photo_ids=drafts_of(by, photos), by=by, at=at, **values)


class ComplaintVerbs(Verbs):
    """The verbs of single complaints."""

    verbs = {f"do_{name}": MOVES[name].right for name in FORMS}

    do_accept = verb("accept", handling.accept, "Accept it: it is property management's matter.")
    do_refuse = verb("refuse", handling.refuse, "Do not accept it, for a published reason that says where to go.")
    do_ask = verb("ask", handling.ask, "Ask the resident for more. The clock stands still until they answer.")
    do_dispatch = verb(
        "dispatch", handling.dispatch, "Dispatch it. Of two at once, the second one finds it done (409)."
    )
    do_redispatch = verb("redispatch", handling.redispatch, "Dispatch it to somebody else, with a reason.")
    do_name_owner = verb("name_owner", handling.name_owner, "Name who handles it, for the city and for good.")
    do_hand_back = verb("hand_back", answering.hand_back, "Hand it back, once. 204 if the caller sees it no longer.")
    do_contact = verb("contact", answering.contact, "Note that the resident was spoken to.")
    do_answer = verb("answer", answer_with_photos, "Answer it. An officer reviews the answer first.")
    do_ask_extension = verb("ask_extension", answering.ask_extension, "Ask, once, for more working days.")
    do_grant_extension = verb("grant_extension", handling.grant_extension, "Grant the extension. The resident is told.")
    do_refuse_extension = verb("refuse_extension", handling.refuse_extension, "Do not grant the extension.")
    do_review = verb("review", handling.review, "Pass the answer on. The resident's verdict is waited for.")
    do_return_answer = verb("return_answer", handling.return_answer, "Send the answer back: it does not do.")
    do_find_false = verb("find_false", handling.find_false, "Checked after a denial: it is not solved.")
    do_find_solved = verb("find_solved", handling.find_solved, "Checked after a denial: it is solved.")
    do_find_unfounded = verb("find_unfounded", handling.find_unfounded, "Checked: what was told is not so.")
    do_join = verb("join", joining.join, "Join it to another about the same thing: one answer goes to both.")
    do_part = verb("part", joining.part, "Take it out again: it was another matter after all.")
    do_escalate = verb("escalate", handling.escalate, "Report it to the next stage.")
    do_clear = verb("clear", flooding.clear, "Looked at as part of a flood: it counts.")
    do_discount = verb("discount", flooding.discount, "Looked at as part of a flood: it does not count.")

    def act(self, verb: Callable[..., Any], form: Form) -> Response:
        """Use a verb. 204 where the thing has left the caller's sight by it."""
        self.refuse_parameters()
        with transaction.atomic():
            complaint = self.held()
            try:
                verb(complaint, **self.sent(form), by=self.request.user, at=timezone.now())
            except ActedMeanwhile as fault:
                raise Conflict(str(fault)) from fault
            try:
                return self.written(complaint.number)
            except Http404:
                return Response(status=204)
