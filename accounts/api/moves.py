"""The verbs that are open to the caller now, told with each thing, and the calls that use them.

What is told comes from the app's `lifecycle.py`, on which its actions insist: the two cannot disagree.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.response import Response
from rest_framework.reverse import reverse

from accounts.api.expanding import Expansion, made
from accounts.api.registers import Writable
from accounts.api.serializers import KnownFields
from accounts.authority import may
from accounts.lifecycle import Move


class OpenMove(serializers.Serializer):
    """A verb that the caller may use on this thing now."""

    verb = serializers.CharField(help_text=_("What it is called."))
    label = serializers.CharField(help_text=_("The same in the caller's language."))
    method = serializers.CharField(help_text=_("Method of the call."))
    href = serializers.CharField(help_text=_("Address of the call."))
    needs = serializers.ListField(
        child=serializers.CharField(), help_text=_("Fields that the call's body must have; others may be there.")
    )


class Nothing(KnownFields):
    """A body without any field."""


@dataclass(frozen=True)
class Offer:
    """How a move is called: the body that it takes, the method, and the route of the thing or (`on_list`) of a list."""

    move: Move
    route: str
    form: Callable[[], type[serializers.Serializer]] = lambda: Nothing
    method: str = "POST"
    on_list: bool = False

    def told(self, request, key: Any) -> dict[str, Any]:
        place = reverse(f"api:{self.route}", args=None if self.on_list else [key], request=request)
        fields = self.form()().fields.items()
        needs = [name for name, field in fields if field.required and not field.read_only and self.method == "POST"]
        return {
            "verb": self.move.verb,
            "label": str(self.move.label),
            "method": self.method,
            "href": place,
            "needs": needs,
        }


def moves(offers: Sequence[Offer], states: Callable[[Sequence[Any]], Mapping[Any, str]]) -> Expansion:
    """What is open, by primary key. `states` finds the states of the things with these keys, in one query."""

    def load(view, ids: Sequence[Any]) -> dict[Any, list[dict[str, Any]]]:
        user = view.request.user
        mine = [offer for offer in offers if may(user, offer.move.right)]
        if not mine or getattr(view.request.auth, "read_only", False):
            return {}
        found = states(ids)
        return {
            key: [offer.told(view.request, key) for offer in mine if state in offer.move.open_in]
            for key, state in found.items()
        }

    return made(OpenMove, load)


def moves_of_numbered(model: type[Model], offers: Sequence[Offer]) -> Expansion:
    """What is open on things that are known by their `number` and keep their `state` in a column."""

    def load(view, ids: Sequence[Any]) -> dict[Any, list[dict[str, Any]]]:
        user, request = view.request.user, view.request
        if getattr(request.auth, "read_only", False):
            return {}
        rows = model._base_manager.filter(pk__in=ids).values_list("pk", "number", "state")
        return {
            pk: [offer.told(request, number) for offer in offers if offer.move.is_open(user, state)]
            for pk, number, state in rows
        }

    return made(OpenMove, load)


def offers(kind: str, table: Mapping[str, Move], bodies: Mapping[str, type[serializers.Serializer]]) -> list[Offer]:
    """The verbs of a thing whose calls are `step`s; `bodies` by verb."""
    return [Offer(table[verb], f"{kind}-{verb.replace('_', '-')}", partial(bodies.get, verb)) for verb in bodies]


def step(name: str, act: Callable[..., Any], form: type[serializers.Serializer], words: str):
    """The call of a verb, in the class of a resource with `Verbs`. `words` describe it."""

    def call(self, request, **key) -> Response:
        return self.use(act, form)

    call.__name__, call.__doc__ = name, words
    route = name.replace("_", "-")
    return action(detail=True, methods=["post"], url_path=route, url_name=route)(extend_schema(request=form)(call))


class Verbs(Writable):
    """A resource whose things have verbs."""

    def use(self, verb: Callable[..., Any], form: type[serializers.Serializer] = Nothing) -> Response:
        """Use a verb on the thing of this address, with what `form` takes from the body. Answers the thing as it is."""
        self.refuse_parameters()
        with transaction.atomic():
            thing = self.held()
            verb(thing, **self.sent(form), by=self.request.user, at=timezone.now())
            return self.written(self.known_by(thing))

    def sent(self, form: type[serializers.Serializer]) -> dict[str, Any]:
        """The values of the body. Raises ValidationError."""
        given = form(data=self.request.data, context=self.get_serializer_context())
        given.is_valid(raise_exception=True)
        return given.validated_data
