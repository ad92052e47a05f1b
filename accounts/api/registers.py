"""Resources that officers write: they add, amend and strike off, by the actions of the app.

A `Register` checks what was sent, and leaves the last word to the action.
"""

from typing import Any, TypeVar

from django.db.models import Model
from rest_framework.response import Response

from accounts.api.resources import Resource

Thing = TypeVar("Thing", bound=Model)


class Register(Resource):
    """A resource that officers add to and amend, by the actions of its app."""

    def register(self, values: dict) -> Any:
        """Keep a new thing. `values` are sound by themselves; the action has the last word."""
        raise NotImplementedError

    def amend(self, thing: Any, values: dict) -> Any:
        """Keep the changed `values` of a thing."""
        raise NotImplementedError

    def create(self, request, *args, **kwargs) -> Response:
        """Add one to the register."""
        form = self.get_serializer(data=request.data)
        form.is_valid(raise_exception=True)
        return Response(self.shown(self.register(form.validated_data)), status=201)

    def partial_update(self, request, *args, **kwargs) -> Response:
        """Amend one: the fields named, and no others."""
        thing = self.get_object()
        form = self.get_serializer(thing, data=request.data, partial=True)
        form.is_valid(raise_exception=True)
        return Response(self.shown(self.amend(thing, form.validated_data)))

    def shown(self, thing: Model) -> dict:
        """The thing as a reader gets it."""
        return self.get_serializer(self.get_queryset().get(pk=thing.pk)).data


def with_values(thing: Thing, values: dict) -> Thing:
    """`thing` with the `values` set on it, not saved."""
    for name, value in values.items():
        setattr(thing, name, value)
    return thing
