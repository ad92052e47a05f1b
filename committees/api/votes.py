"""`/api/v1/votes/`: votes, their verbs, their results. Ballots are counted, never shown."""

from collections.abc import Callable
from functools import partial
from typing import Any

from django.db import transaction
from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from accounts.api.expanding import made, many, one
from accounts.api.filtering import refuse_unknown
from accounts.api.moves import Nothing, Offer, Verbs, moves_of_numbered
from accounts.api.pagination import Pages
from accounts.models import Role
from committees.api import vote_forms as forms
from committees.api import vote_shapes as shapes
from committees.filters.owners import VoteFilters
from committees.models import Vote, VoteObjection
from committees.votes import actions, reading
from committees.votes.lifecycle import VOTE

Form = type[serializers.Serializer]
BODIES: dict[str, Form] = {
    "amend": forms.Redrafting,
    "make_roll": forms.Rolling,
    "correct_roll": forms.RollCorrecting,
    "confirm_roll": forms.Versioned,
    "post": forms.Versioned,
    "open": Nothing,
    "give_proxy": forms.Proxying,
    "close": Nothing,
    "count": Nothing,
    "announce": Nothing,
    "answer_objection": forms.Replying,
    "finalise": Nothing,
    "stop": forms.Stopping,
}
OFFERS = [Offer(VOTE[verb], f"vote-{verb.replace('_', '-')}", partial(BODIES.get, verb)) for verb in BODIES]
WORDS = {"title", "text", "stop_reason"}


def verb(name: str, act: Callable[..., Any], words: str):
    """The call of a verb. `words` describe it."""

    def call(self, request, number: str) -> Response:
        return self.use(act, BODIES[name])

    call.__name__, call.__doc__ = f"do_{name}", words
    route = name.replace("_", "-")
    return action(detail=True, methods=["post"], url_path=route, url_name=route)(
        extend_schema(request=BODIES[name], responses=shapes.VoteShape)(call)
    )


class Votes(Verbs):
    """Votes of the owners in the estates that the caller sees."""

    kind = "vote"
    model = Vote
    verb_to_read = "votes.view"
    verb_to_write = "votes.hold"
    serializer_class = shapes.VoteShape
    filterset_class = VoteFilters
    lookup_field = "number"
    lookup_value_regex = "[0-9A-Z-]{3,24}"
    ordering = ("-opens_at", "-pk")
    ordering_fields = ("opens_at", "closes_at", "posted_on", "announced_on", "number")
    own_fields = tuple(name for name in shapes.VoteShape.Meta.fields if name not in WORDS | {"estate_name"})
    expansions = {
        "estate": one("estate", "estate_id"),
        "committee": one("committee", "committee_id"),
        "matters": made(shapes.MatterShape, shapes.matters_of),
        "objections": many(
            shapes.VoteObjectionShape,
            lambda view, ids: VoteObjection.objects.filter(vote__in=ids).order_by("pk"),
            by="vote_id",
        ),
        "moves": moves_of_numbered(Vote, OFFERS),
    }
    in_detail = ("matters", "objections", "moves")
    verbs = {f"do_{name}": VOTE[name].right for name in BODIES}

    do_amend = verb("amend", forms.amend, "Put the whole draft anew.")
    do_make_roll = verb("make_roll", forms.make_roll, "Put down who owns which homes today.")
    do_correct_roll = verb("correct_roll", forms.correct_roll, "Correct one line of the roll, with a reason.")
    do_confirm_roll = verb("confirm_roll", actions.confirm_roll, "The roll counts from here on.")
    do_post = verb("post", actions.post, "Announce it. From then on the draft stands.")
    do_open = verb("open", actions.open_now, "Open it at its hour, should the clock not have done so.")
    do_give_proxy = verb("give_proxy", forms.give_proxy, "Record the letter by which an owner sends somebody.")
    do_close = verb("close", actions.close, "Close it at its hour, should the clock not have done so.")
    do_count = verb("count", actions.count, "Count it. Before its end nobody learns how it stands.")
    do_announce = verb("announce", actions.announce, "Post the result with its list.")
    do_answer_objection = verb("answer_objection", forms.answer_objection, "Answer an objection, once.")
    do_finalise = verb("finalise", actions.finalise, "The result hung its time and no objection stands against it.")
    do_stop = verb("stop", actions.stop, "Stop it, with a reason that everybody reads.")

    @extend_schema(request=forms.Drafting, responses={201: shapes.VoteShape})
    def create(self, request, *args, **kwargs) -> Response:
        """Draft a vote. What the law of the day forbids is refused with its article."""
        self.refuse_parameters()
        new = forms.new_vote(self.sent(forms.Drafting))
        with transaction.atomic():
            return self.added(actions.propose(new, by=request.user, at=timezone.now()))

    @extend_schema(responses=shapes.RollLineShape(many=True), filters=False)
    @action(detail=True)
    def roll(self, request, number: str) -> HttpResponse:
        """The homes whose owners vote, with the areas that count."""
        refuse_unknown(request, self.pagination_class.parameters)
        rows = self.get_object().roll.all()
        return self.page_of(rows, shapes.RollLineShape, ordering=("label", "pk"))

    @extend_schema(responses=shapes.TakingPartShape, filters=False)
    @action(detail=True)
    def progress(self, request, number: str) -> HttpResponse:
        """How many took part so far."""
        refuse_unknown(request, ())
        return self.answer(shapes.TakingPartShape(reading.progress_of(self.get_object())).data)

    @extend_schema(responses=shapes.VoteResultShape, filters=False)
    @action(detail=True)
    def result(self, request, number: str) -> HttpResponse:
        """The result, with every line of the law that it had to reach. 409 before it is counted."""
        refuse_unknown(request, ())
        is_officer = request.user.role != Role.COMMITTEE
        found = reading.result_of(self.get_object(), for_officers=is_officer)
        return self.answer(shapes.VoteResultShape(found).data)

    @extend_schema(responses=shapes.SlipShape(many=True), filters=False)
    @action(detail=True, pagination_class=Pages)
    def slips(self, request, number: str) -> HttpResponse:
        """The posted list, line by line: whoever adds it up again gets the result. 409 before it is posted."""
        refuse_unknown(request, self.pagination_class.parameters)
        page = self.paginate_queryset(reading.posted_list(self.get_object()))
        return self.answer(self.get_paginated_response(shapes.SlipShape(page, many=True).data).data)
