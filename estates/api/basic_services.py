"""`/api/v1/basic-services/`: the basic service of estates without a company."""

from django.db import transaction
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from accounts.api.expanding import one
from accounts.api.moves import Verbs, moves_of_numbered, offers, step
from accounts.api.parsers import BoundedJSON, Upload
from accounts.api.serializers import Shape
from estates.api import life_forms as forms
from estates.basic_service import actions
from estates.basic_service.actions import SiteCheck
from estates.basic_service.lifecycle import BASIC_SERVICE, SET, VIEW
from estates.life_filters import BasicServiceFilters
from estates.models import BasicService

BODIES = {
    "note_check": forms.CheckedOnSite, "put_in_force": forms.Enforcing, "refuse": forms.ReasonGiven,
    "end": forms.EndingService,
}  # fmt: skip


class BasicServiceShape(Shape):
    """A basic service: proposed, checked on site by both offices, in force."""

    estate = serializers.CharField(source="estate.code", help_text=forms.ESTATE)

    class Meta:
        model = BasicService
        fields = [
            "number", "estate", "state", "mode", "grade", "provider", "price_fen", "unit", "proposed_on", "checked_on",
            "drc", "bureau", "found", "document", "from_on", "until_on", "end_reason",
        ]  # fmt: skip
        read_only_fields = fields


class BasicServices(Verbs):
    """Basic services of the estates that the caller sees."""

    kind = "basic-service"
    model = BasicService
    verb_to_read = VIEW
    verb_to_write = SET
    parser_classes = [BoundedJSON, Upload]
    serializer_class = BasicServiceShape
    filterset_class = BasicServiceFilters
    lookup_field = "number"
    lookup_value_regex = "JB-[0-9]{8}-[0-9]{6}"
    ordering = ("-proposed_on", "-pk")
    ordering_fields = ("proposed_on", "checked_on", "from_on", "until_on", "price_fen", "number")
    own_fields = (
        "number", "estate", "state", "mode", "grade", "provider", "price_fen", "unit", "proposed_on", "checked_on",
        "drc", "bureau", "found", "document", "from_on", "until_on", "end_reason",
    )  # fmt: skip
    expansions = {
        "estate": one("estate", "estate_id"),
        "moves": moves_of_numbered(BasicService, offers("basic-service", BASIC_SERVICE, BODIES)),
    }
    in_detail = ("moves",)
    verbs = {name: BASIC_SERVICE[name].right for name in BODIES}

    @extend_schema(request=forms.ProposingService, responses={201: BasicServiceShape})
    def create(self, request, *args, **kwargs) -> Response:
        """Propose a basic service for an estate that no company manages."""
        self.refuse_parameters()
        new = BasicService(**self.sent(forms.ProposingService))
        with transaction.atomic():
            return self.added(actions.propose(new, by=request.user, at=timezone.now()))

    note_check = step(
        "note_check", forms.whole(SiteCheck, "check", actions.note_check), forms.CheckedOnSite,
        "Both offices checked it on site and set grade and price.",
    )  # fmt: skip
    put_in_force = step("put_in_force", actions.put_in_force, forms.Enforcing, "It is in force from a day on.")
    refuse = step("refuse", actions.refuse, forms.ReasonGiven, "It is not set.")
    end = step("end", actions.end, forms.EndingService, "It ends with a day.")
