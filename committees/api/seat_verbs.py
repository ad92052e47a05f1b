"""What is done to a committee in the API, from its first chair to the handing over of its keys."""

from collections.abc import Callable
from functools import partial
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from accounts.api.moves import Nothing, Offer
from committees.api import seat_forms as forms
from committees.seats import actions
from committees.seats.lifecycle import COMMITTEE

BODIES: dict[str, type[serializers.Serializer]] = {
    "choose_officers": forms.Officers,
    "post_names": Nothing,
    "remove_member": forms.Leaver,
    "fill_seat": forms.Filling,
    "end": forms.Ending,
    "dissolve": forms.Dissolving,
    "hand_over": forms.HandingOver,
}
OFFERS = [Offer(COMMITTEE[verb], f"committee-{verb.replace('_', '-')}", partial(BODIES.get, verb)) for verb in BODIES]


def verb(name: str, act: Callable[..., Any], words: str):
    """The call of a verb. `words` describe it."""

    def call(self, request, number: str) -> Response:
        return self.use(act, BODIES[name])

    call.__name__, call.__doc__ = name, words
    route = name.replace("_", "-")
    return action(detail=True, methods=["post"], url_path=route, url_name=route)(
        extend_schema(request=BODIES[name])(call)
    )


class SeatVerbs:
    """The verbs, for the resource of committees."""

    verbs = {name: COMMITTEE[name].right for name in BODIES}

    choose_officers = verb("choose_officers", forms.choose_officers, "The members chose a chair and vice chairs.")
    post_names = verb("post_names", actions.post_names, "Hang up who the members are.")
    remove_member = verb(
        "remove_member", forms.remove_member, "A seat becomes empty, on a ground that holds; a substitute moves up."
    )
    fill_seat = verb("fill_seat", forms.fill_seat, "A substitute moves up, or the street names somebody.")
    end = verb("end", actions.end, "Its term is over and nobody followed.")
    dissolve = verb("dissolve", forms.dissolve, "It ends before its time: by a vote, or by the street that named it.")
    hand_over = verb("hand_over", actions.hand_over, "Books, files, money and seal were handed over.")
