"""`/api/v1/safety-campaigns/` and `/api/v1/hazards/`: rounds of checks, and what they found."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from accounts.api.expanding import many, one
from accounts.api.moves import Verbs, moves_of_numbered, offers, step
from accounts.api.parsers import BoundedJSON, Upload
from accounts.api.serializers import Shape
from estates.api import life_forms as forms
from estates.life_filters import CampaignFilters, HazardFilters
from estates.models import Hazard, SafetyCampaign, SafetyVisit
from estates.safety import actions
from estates.safety.actions import NewHazard
from estates.safety.lifecycle import EDIT, HAZARD, VIEW

BODIES = {
    "report_fixed": forms.Fixing, "close": forms.SeenOnSite, "send_back": forms.SendingBackHazard,
    "strike": forms.ReasonGiven,
}  # fmt: skip


class SafetyCampaignShape(Shape):
    """A round of safety checks in a division."""

    region = serializers.CharField(source="region_id", help_text=_("Code of the division, 12 digits."))

    class Meta:
        model = SafetyCampaign
        fields = ["id", "title", "kind", "region", "from_on", "until_on", "document"]
        read_only_fields = fields


class SafetyVisitShape(Shape):
    estate = serializers.CharField(source="estate.code", help_text=forms.ESTATE)

    class Meta:
        model = SafetyVisit
        fields = ["id", "estate", "visited_on"]
        read_only_fields = fields


def visits_seen(view, ids):
    """Checks of the estates that the caller sees."""
    return SafetyVisit.objects.visible_to(view.request.user).filter(campaign__in=ids).order_by("-visited_on", "-pk")


class SafetyCampaigns(Verbs):
    """Campaigns of the whole city, each with the checks of the estates that the caller sees."""

    kind = "safety-campaign"
    model = SafetyCampaign
    verb_to_read = VIEW
    verb_to_write = EDIT
    serializer_class = SafetyCampaignShape
    filterset_class = CampaignFilters
    lookup_value_regex = "[0-9]{1,18}"
    lookup_field = "pk"
    ordering = ("-from_on", "-pk")
    ordering_fields = ("from_on", "until_on")
    own_fields = ("id", "title", "kind", "region", "from_on", "until_on", "document")
    expansions = {"visits": many(SafetyVisitShape, visits_seen, by="campaign_id")}
    in_detail = ("visits",)
    verbs = {"visit": EDIT}

    @extend_schema(request=forms.Campaigning, responses={201: SafetyCampaignShape})
    def create(self, request, *args, **kwargs) -> Response:
        """Open a campaign in a division of one's own."""
        self.refuse_parameters()
        new = SafetyCampaign(**self.sent(forms.Campaigning))
        with transaction.atomic():
            return self.added(actions.keep_campaign(new, by=request.user, at=timezone.now()))

    visit = step("visit", actions.visit, forms.Visiting, "An estate was checked; what was found are hazards.")


class HazardShape(Shape):
    """A hazard and what became of it."""

    estate = serializers.CharField(source="estate.code", help_text=forms.ESTATE)
    campaign = serializers.IntegerField(
        source="visit.campaign_id", default=None, allow_null=True,
        help_text=_("Id of the campaign in which it was found, or null."),
    )  # fmt: skip

    class Meta:
        model = Hazard
        fields = [
            "number", "estate", "campaign", "kind", "severity", "state", "place", "words", "found_on", "fix_by",
            "fixed_on", "fixed_how", "checked_on", "remark",
        ]  # fmt: skip
        read_only_fields = fields


class Hazards(Verbs):
    """Hazards at the estates that the caller sees."""

    kind = "hazard"
    model = Hazard
    verb_to_read = VIEW
    verb_to_write = EDIT
    parser_classes = [BoundedJSON, Upload]
    serializer_class = HazardShape
    filterset_class = HazardFilters
    lookup_field = "number"
    lookup_value_regex = "YH-[0-9]{8}-[0-9]{6}"
    ordering = ("-found_on", "-pk")
    ordering_fields = ("found_on", "fix_by", "fixed_on", "number")
    own_fields = (
        "number", "estate", "kind", "severity", "state", "place", "words", "found_on", "fix_by", "fixed_on",
        "fixed_how", "checked_on", "remark",
    )  # fmt: skip
    expansions = {
        "estate": one("estate", "estate_id"),
        "moves": moves_of_numbered(Hazard, offers("hazard", HAZARD, BODIES)),
    }
    in_detail = ("moves",)
    verbs = {name: HAZARD[name].right for name in BODIES}

    @extend_schema(request=forms.HazardFound, responses={201: HazardShape})
    def create(self, request, *args, **kwargs) -> Response:
        """Write a hazard down; the city's rule says by when it is to be removed."""
        self.refuse_parameters()
        values = self.sent(forms.HazardFound)
        where = {"estate": values.pop("estate"), "visit": values.pop("visit")}
        with transaction.atomic():
            found = actions.find(**where, hazard=NewHazard(**values), by=request.user, at=timezone.now())
            return self.added(found)

    report_fixed = step("report_fixed", actions.report_fixed, forms.Fixing, "Say that it is removed.")
    close = step("close", actions.close, forms.SeenOnSite, "Seen on site by somebody else: it is removed.")
    send_back = step("send_back", actions.send_back, forms.SendingBackHazard, "It is still there.")
    strike = step("strike", actions.strike, forms.ReasonGiven, "It was entered by mistake.")
