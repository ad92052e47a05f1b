"""`/api/v1/changes/`: what changed in the caller's sight, in the order in which it was saved, to be read on from."""

from collections import defaultdict
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.response import Response
from rest_framework.reverse import reverse
from rest_framework.views import APIView

from accounts.api.asking import listed
from accounts.api.filtering import refuse_unknown
from accounts.api.paging import whole_number
from accounts.api.problems import Gone
from accounts.api.rendering import FastJSON
from accounts.api.resources import Resource
from accounts.api.schema_parts import up_to
from accounts.authority import may
from accounts.models import User
from exchange import feed
from exchange.recording import RECORDED

VERBS = {
    "create": gettext_lazy("it was added"),
    "change": gettext_lazy("it was changed"),
    "delete": gettext_lazy("it was deleted"),
    "enter": gettext_lazy("it came into your sight"),
    "leave": gettext_lazy("it went out of your sight, and is to be dropped"),
}
USUAL = 100


def resources_told(user: User) -> dict[str, type[Resource]]:
    """The resources whose changes a person is told of, by name."""
    return {
        name: resource
        for name, resource in Resource.known().items()
        if name in RECORDED and may(user, resource.verb_to_read)
    }


def things_of(entries: list[feed.Entry], user: User) -> dict[tuple[str, str], dict[str, Any]]:
    """What of these things the person sees, as they are now, by resource and primary key: one query a resource."""
    wanted: dict[str, set[str]] = defaultdict(set)
    for entry in entries:
        wanted[entry.resource].add(entry.pk)
    found = {}
    for name, keys in wanted.items():
        resource = Resource.known()[name]
        column = resource.model._meta.pk
        things = resource.things(user, [column.to_python(key) for key in sorted(keys)], resource.own_fields)
        found.update({(name, str(key)): thing for key, thing in things.items()})
    return found


class ChangeShape(serializers.Serializer):
    position = serializers.CharField(help_text=gettext_lazy("Its place in the feed; `since` may be any of these."))
    at = serializers.DateTimeField(help_text=gettext_lazy("When it was saved."))
    resource = serializers.CharField(help_text=gettext_lazy("What kind of thing: the name of a resource."))
    key = serializers.CharField(help_text=gettext_lazy("The thing's official code, or its number."))
    change = serializers.ChoiceField(
        choices=list(VERBS.items()),
        help_text=gettext_lazy("What happened to it, as far as the caller sees; sight may come and go by itself."),
    )
    url = serializers.CharField(help_text=gettext_lazy("The thing's address."))
    request_id = serializers.CharField(
        help_text=gettext_lazy("`X-Request-ID` of the call that did it; empty if it was none.")
    )
    thing = serializers.DictField(
        required=False,
        allow_null=True,
        help_text=gettext_lazy(
            "With `expand=thing`: its own fields as they are now; null when it is gone or out of sight by now."
        ),
    )


class PageShape(serializers.Serializer):
    changes = ChangeShape(many=True, help_text=gettext_lazy("In the order in which they were saved."))
    next = serializers.CharField(help_text=gettext_lazy("Give this as `since` to read on. Always there."))
    more = serializers.BooleanField(
        help_text=gettext_lazy("Whether there is more to read at once; there may be even if this page is empty.")
    )


PARAMETERS = [
    OpenApiParameter(
        "since",
        OpenApiTypes.STR,
        description=gettext_lazy(
            "Where to read on: “next” or any “position” of an earlier answer; “now” for a place to begin a first full "
            "copy from. By default the oldest change that is kept."
        ),
    ),
    OpenApiParameter(
        "limit", up_to(feed.MOST), description=gettext_lazy("Changes on a page, 1 to 1000; by default 100.")
    ),
    OpenApiParameter(
        "resource",
        {"type": "array", "items": {"type": "string", "enum": sorted(RECORDED)}, "minItems": 1},
        style="form",
        explode=False,
        description=gettext_lazy("Only of these resources, separated by commas."),
    ),
    OpenApiParameter("expand", enum=["thing"], description=gettext_lazy("With what the thing looks like now.")),
]


class Changes(APIView):
    """What changed in the caller's sight, in the order in which it was saved: nothing missing, nothing twice.

    For a copy that stays in step: ask with `since=now` and keep `next`; copy the lists; then read on from there again
    and again, keeping `next` each time. Changes are kept for 90 days. An older place is answered with 410: copy afresh.
    """

    verb_to_read = "changes.view"
    metadata_class = None
    renderer_classes = [FastJSON]

    @extend_schema(parameters=PARAMETERS, responses=PageShape)
    def get(self, request):
        refuse_unknown(request, ("since", "limit", "resource", "expand"))
        known, query = resources_told(request.user), request.query_params
        resources = listed(query, "resource", known) or known
        with_things = bool(listed(query, "expand", ["thing"]))
        page = self.read(resources, since=query.get("since"), limit=whole_number(query, "limit", USUAL, feed.MOST))
        things = things_of(page.entries, request.user) if with_things else None
        places = {name: reverse(f"api:{name}-list", request=request) for name in known}
        changes = [told(entry, places[entry.resource], things) for entry in page.entries]
        return Response({"changes": changes, "next": page.next, "more": page.more})

    def read(self, resources, *, since: str | None, limit: int) -> feed.Page:
        try:
            return feed.read(self.request.user, since=since, limit=limit, resources=resources)
        except feed.UnknownPlace as fault:
            raise ValidationError({"since": str(fault)}) from fault
        except feed.NoLongerKept as fault:
            raise Gone(str(fault)) from fault


def told(entry: feed.Entry, place: str, things: dict[tuple[str, str], dict[str, Any]] | None) -> dict[str, Any]:
    """`place`: where the list of its resource is."""
    row = {
        "position": entry.position,
        "at": timezone.localtime(entry.at),
        "resource": entry.resource,
        "key": entry.key,
        "change": entry.verb,
        "url": f"{place}{entry.key}/",
        "request_id": entry.request_id,
    }
    if things is not None:
        row["thing"] = things.get((entry.resource, entry.pk))
    return row
