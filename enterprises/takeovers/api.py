"""`/api/v1/deliveries/` and `/api/v1/takeovers/`: what is handed over, to whom, in which state."""

from typing import Any

from django.db import transaction
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from accounts.api.expanding import many, one
from accounts.api.moves import Nothing, Verbs, moves_of_numbered, offers, step
from accounts.api.parsers import BoundedJSON, Upload
from accounts.api.serializers import Shape
from enterprises.models import (
    Delivery,
    DeliveryCondition,
    Takeover,
    TakeoverDefect,
    TakeoverPaper,
    TakeoverWitness,
)
from enterprises.takeovers import actions, deliveries
from enterprises.takeovers import api_forms as forms
from enterprises.takeovers.actions import Inspection, NewDefect, Witness
from enterprises.takeovers.filters import DeliveryFilters, TakeoverFilters
from enterprises.takeovers.law import Rooms
from enterprises.takeovers.lifecycle import DELIVERY, RECORD, TAKEOVER, VERIFY, VIEW
from estates.api.life_forms import ESTATE

STEPS = {
    "check": forms.CheckingCondition, "give_back": forms.RemarkingOnDelivery, "confirm": Nothing,
    "withdraw": forms.RemarkingOnDelivery,
}  # fmt: skip
BODIES = {
    "receive_paper": forms.ReceivingPaper, "note_inspection": forms.Inspecting, "add_defect": forms.FindingDefect,
    "note_fixed": forms.FixingDefect, "post": forms.PostingResult, "finish": forms.FinishingTakeover,
    "file": forms.FilingTakeover, "strike": forms.StrikingTakeover,
}  # fmt: skip


class HomeDeliveryShape(Shape):
    """Whether new homes may be handed over: eight conditions, and the confirmation."""

    estate = serializers.CharField(source="estate.code", help_text=ESTATE)
    paper = serializers.CharField(
        source="paper.number", default=None, allow_null=True, help_text=_("Number of the confirmation; null before.")
    )

    class Meta:
        model = Delivery
        fields = [
            "number", "estate", "phase", "developer", "homes", "floor_area_m2", "service_rooms_m2",
            "committee_room_m2", "state", "applied_on", "handover_on", "confirmed_on", "paper", "remark",
        ]  # fmt: skip
        read_only_fields = fields


class DeliveryConditionShape(Shape):
    class Meta:
        model = DeliveryCondition
        fields = ["kind", "is_met", "checked_on", "missing"]
        read_only_fields = fields


def check(delivery: Delivery, *, service_rooms_m2, committee_room_m2, **values: Any) -> None:
    deliveries.check(delivery, rooms=Rooms(service_rooms_m2, committee_room_m2), **values)


class HomeDeliveries(Verbs):
    """Delivery verifications of the estates that the caller sees."""

    kind = "home-delivery"
    model = Delivery
    verb_to_read = VIEW
    verb_to_write = VERIFY
    parser_classes = [BoundedJSON, Upload]
    serializer_class = HomeDeliveryShape
    filterset_class = DeliveryFilters
    lookup_field = "number"
    lookup_value_regex = "JF-[0-9]{8}-[0-9]{6}"
    ordering = ("-applied_on", "-pk")
    ordering_fields = ("applied_on", "handover_on", "confirmed_on", "number")
    own_fields = (
        "number", "estate", "phase", "developer", "homes", "floor_area_m2", "service_rooms_m2", "committee_room_m2",
        "state", "applied_on", "handover_on", "confirmed_on", "remark",
    )  # fmt: skip
    expansions = {
        "estate": one("estate", "estate_id"),
        "conditions": many(
            DeliveryConditionShape,
            lambda view, ids: DeliveryCondition.objects.filter(delivery__in=ids).order_by("pk"),
            by="delivery_id",
        ),
        "moves": moves_of_numbered(Delivery, offers("home-delivery", DELIVERY, STEPS)),
    }
    in_detail = ("conditions", "moves")
    verbs = {name: DELIVERY[name].right for name in STEPS}

    @extend_schema(request=forms.ApplyingForDelivery, responses={201: HomeDeliveryShape})
    def create(self, request, *args, **kwargs) -> Response:
        """A developer applies: eight conditions are to be checked."""
        self.refuse_parameters()
        new = Delivery(**self.sent(forms.ApplyingForDelivery))
        with transaction.atomic():
            return self.added(deliveries.apply(new, by=request.user, at=timezone.now()))

    check = step("check", check, forms.CheckingCondition, "A condition is met, or this is missing.")
    give_back = step(
        "give_back", deliveries.give_back, forms.RemarkingOnDelivery, "Give it back: conditions are missing."
    )
    confirm = step("confirm", deliveries.confirm, Nothing, "All conditions are met: the confirmation is made.")
    withdraw = step("withdraw", deliveries.withdraw, forms.RemarkingOnDelivery, "It is not pursued.")


class TakeoverShape(Shape):
    """An inspection at hand-over, from the papers to the filing."""

    estate = serializers.CharField(source="estate.code", help_text=ESTATE)
    enterprise = serializers.CharField(source="enterprise.uscc", help_text=_("Credit code of the company."))
    delivery = serializers.CharField(
        source="delivery.number", default=None, allow_null=True,
        help_text=_("Number of the delivery verification, or null."),
    )  # fmt: skip

    class Meta:
        model = Takeover
        fields = [
            "number", "estate", "enterprise", "kind", "hands_over", "delivery", "state", "handover_on",
            "papers_due_on", "inspect_by", "inspected_on", "post_by", "posted_on", "finished_on", "file_by",
            "filed_on",
        ]  # fmt: skip
        read_only_fields = fields


class TakeoverWitnessShape(Shape):
    class Meta:
        model = TakeoverWitness
        fields = ["side", "body", "signed_on"]
        read_only_fields = fields


class TakeoverPaperShape(Shape):
    class Meta:
        model = TakeoverPaper
        fields = ["kind", "received_on", "remark"]
        read_only_fields = fields


class TakeoverDefectShape(Shape):
    class Meta:
        model = TakeoverDefect
        fields = ["id", "place", "words", "found_on", "due_on", "fixed_on"]
        read_only_fields = fields


def inspect(takeover: Takeover, *, inspected_on, witnesses: list[dict], defects: list[dict], **by_and_at: Any) -> None:
    inspection = Inspection(
        inspected_on, [Witness(**each) for each in witnesses], [NewDefect(**each) for each in defects]
    )
    actions.note_inspection(takeover, inspection=inspection, **by_and_at)


def add_defect(takeover: Takeover, *, place: str, words: str, **values: Any) -> None:
    actions.add_defect(takeover, defect=NewDefect(place, words), **values)


def note_fixed(takeover: Takeover, *, defect: int, **values: Any) -> None:
    row = takeover.defects.filter(pk=defect).first()
    if row is None:
        raise Http404
    actions.note_fixed(takeover, defect=row, **values)


def beside(shape: type[Shape], model: type[Any]):
    return many(shape, lambda view, ids: model.objects.filter(takeover__in=ids).order_by("pk"), by="takeover_id")


class Takeovers(Verbs):
    """Inspections at hand-over of the estates that the caller sees; staff of a company see its own."""

    kind = "takeover"
    model = Takeover
    verb_to_read = VIEW
    verb_to_write = RECORD
    serializer_class = TakeoverShape
    filterset_class = TakeoverFilters
    lookup_field = "number"
    lookup_value_regex = "CY-[0-9]{8}-[0-9]{6}"
    ordering = ("-handover_on", "-pk")
    ordering_fields = ("handover_on", "inspected_on", "finished_on", "filed_on", "number")
    own_fields = (
        "number", "estate", "enterprise", "kind", "hands_over", "state", "handover_on", "papers_due_on", "inspect_by",
        "inspected_on", "post_by", "posted_on", "finished_on", "file_by", "filed_on",
    )  # fmt: skip
    expansions = {
        "estate": one("estate", "estate_id"),
        "enterprise": one("enterprise", "enterprise_id"),
        "witnesses": beside(TakeoverWitnessShape, TakeoverWitness),
        "papers": beside(TakeoverPaperShape, TakeoverPaper),
        "defects": beside(TakeoverDefectShape, TakeoverDefect),
        "moves": moves_of_numbered(Takeover, offers("takeover", TAKEOVER, BODIES)),
    }
    in_detail = ("witnesses", "papers", "defects", "moves")
    verbs = {name: TAKEOVER[name].right for name in BODIES}

    @extend_schema(request=forms.RegisteringTakeover, responses={201: TakeoverShape})
    def create(self, request, *args, **kwargs) -> Response:
        """A company is to take an estate over; the city's rules say by which days."""
        self.refuse_parameters()
        new = Takeover(**self.sent(forms.RegisteringTakeover))
        with transaction.atomic():
            return self.added(actions.register(new, by=request.user, at=timezone.now()))

    receive_paper = step("receive_paper", actions.receive_paper, forms.ReceivingPaper, "Papers of one kind came in.")
    note_inspection = step(
        "note_inspection", inspect, forms.Inspecting, "It was inspected, and who stood by signed."
    )  # fmt: skip
    add_defect = step("add_defect", add_defect, forms.FindingDefect, "One more defect.")
    note_fixed = step("note_fixed", note_fixed, forms.FixingDefect, "A defect is put right.")
    post = step("post", actions.post, forms.PostingResult, "The result hangs where owners see it.")
    finish = step("finish", actions.finish, forms.FinishingTakeover, "Every defect is put right, every paper there.")
    file = step("file", actions.file, forms.FilingTakeover, "The company handed the papers in.")
    strike = step("strike", actions.strike, forms.StrikingTakeover, "It was entered by mistake.")
