"""Resources that officers write: they add, amend and strike off, by the actions of the app.

A `Register` checks what was sent, and leaves the last word to the action. Whoever has read a thing may say so with
`If-Match`: then it is written, or a verb used on it, only if it still is what was read, which is judged while its row
is locked.
"""

from collections.abc import Collection, Sequence
from typing import Any, TypeVar

from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _
from rest_framework import serializers
from rest_framework.response import Response

from accounts.api import etags
from accounts.api.asking import Shaping
from accounts.api.bulk import InBulk, Row
from accounts.api.problems import ChangedMeanwhile, InAddress
from accounts.api.resources import Resource

Thing = TypeVar("Thing", bound=Model)


class Writable(Resource):
    """A resource that can be written to: things are added, or have verbs. A write answers what the thing's own address
    shows. What is done to a thing is done to what `held` gives, in one transaction with it."""

    def known_by(self, thing: Model) -> Any:
        """The public key of a thing."""
        return getattr(thing, self.lookup_field)

    def added(self, thing: Model) -> Response:
        """201: the thing, its address and its tag."""
        key = self.known_by(thing)
        return self.written(key, status=201, headers={"Location": self.reverse_action("detail", args=[key])})

    def written(self, key: Any, **options) -> Response:
        """The thing as it is now, with its tag."""
        told = self.told(key)
        response = Response(told, **options)
        response["ETag"] = etags.of(told)
        return response

    def told_of(self, pks: Collection[Any]) -> dict[Any, dict[str, Any]]:
        """By primary key what the address of each of these things shows; without those that the caller does not see."""
        shaping: Shaping = self.shaping({}, detail=True)
        table = self.table(shaping, self.order({}), {}, is_list=False)
        rows = table.among(list(pks))
        return {table.pk_of(row): told for row, told in zip(rows, table.told(self, rows), strict=True)}

    def refuse_parameters(self) -> None:
        """A write is about the thing as it is: nothing in the address changes that. Raises InAddress."""
        if names := list(self.request.query_params):
            raise InAddress({name: [_("A call that writes takes no parameters.")] for name in names})

    def held(self) -> Any:
        """The thing at this address; with `If-Match` locked, and what the caller has read. Raises ChangedMeanwhile."""
        thing = self.get_object()
        given = self.request.headers.get("If-Match")
        if given is None:
            return thing
        self.lock([thing.pk])
        thing = self.get_object()
        if not etags.matches(given, etags.of(self.told(self.known_by(thing)))):
            raise ChangedMeanwhile
        return thing

    def lock(self, pks: Sequence[Any]) -> None:
        """Hold the rows until the transaction ends, in one order, so that two callers never wait for each other."""
        rows = self.model._base_manager.select_for_update(no_key=True).filter(pk__in=pks).order_by("pk")
        list(rows.values_list("pk"))


class Register(InBulk, Writable):
    """A resource that officers add to, amend and strike off."""

    def __init__(self, **options):
        super().__init__(**options)
        self._forms: dict[bool, serializers.Serializer] = {}
        self._things_found: dict = {}

    def register(self, values: dict) -> Any:
        """Keep a new thing. `values` are sound by themselves; the action has the last word."""
        raise NotImplementedError

    def amend(self, thing: Any, values: dict) -> Any:
        """Keep the changed `values` of a thing."""
        raise NotImplementedError

    def remove(self, thing: Any) -> None:
        """Strike a thing off the register. Raises DoesNotExist when somebody else has done so meanwhile."""
        raise NotImplementedError

    def create(self, request, *args, **kwargs) -> Response:
        """Add one to the register."""
        self.refuse_parameters()
        with transaction.atomic():
            return self.added(self.enter(request.data))

    def partial_update(self, request, *args, **kwargs) -> Response:
        """Amend one: the fields named, and no others."""
        self.refuse_parameters()
        with transaction.atomic():
            thing = self.change(self.held(), request.data)
            return self.written(self.known_by(thing))

    def destroy(self, request, *args, **kwargs) -> Response:
        """Strike one off the register. What other entries refer to stays."""
        self.refuse_parameters()
        with transaction.atomic():
            self.remove(self.held())
        return Response(status=204)

    def enter(self, sent: Any) -> Model:
        return self.register(self.form(partial=False).run_validation(sent))

    def change(self, thing: Model, sent: Any) -> Model:
        form = self.form(partial=True)
        form.instance = thing
        return self.amend(thing, form.run_validation(sent))

    def form(self, *, partial: bool) -> serializers.Serializer:
        """What checks the values that were sent; made once a call, however many rows the call has."""
        if partial not in self._forms:
            context = {**self.get_serializer_context(), "things_found": self._things_found}
            self._forms[partial] = self.get_serializer_class()(partial=partial, context=context)
        return self._forms[partial]

    def held_by_key(self, keys: Sequence[str]) -> dict[str, Any]:
        """The things under these keys that the caller sees, locked."""
        rows = self.get_queryset().filter(**{f"{self.lookup_field}__in": keys})
        self.lock(list(rows.order_by().values_list("pk", flat=True)))
        return {str(self.known_by(thing)): thing for thing in rows}

    def do_one(self, row: Row) -> Any:
        """One row of a bulk call."""
        if row.do == "create":
            return self.enter(row.values)
        if row.do == "update":
            return self.change(row.thing, row.values)
        return self.remove(row.thing)


def with_values(thing: Thing, values: dict) -> Thing:
    """`thing` with the `values` set on it, not saved."""
    for name, value in values.items():
        setattr(thing, name, value)
    return thing
