"""The 12345 hotline's own door: it pushes orders, fetches what became of them, and gives receipts."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from accounts.api.expanding import one
from accounts.api.moves import Offer, OpenMove, Verbs, moves
from accounts.api.registers import Writable
from accounts.api.serializers import KnownFields, Seen, Shape
from complaints.api.forms import text_field
from complaints.filters import HotlineFilters, OrderFilters
from complaints.hotline import actions
from complaints.hotline.lifecycle import ITEM, RIGHT
from complaints.models import Complaint, HotlineItem, HotlineWay, Kind, Topic
from estates.models import Estate

NUMBER = "[A-Z0-9._-]{1,40}"


class OrderForm(KnownFields):
    """An order of the hotline."""

    number = serializers.RegexField(
        rf"^{NUMBER}$",
        error_messages={"invalid": _("Write at most 40 capital letters, digits, dots, underscores and hyphens.")},
        help_text=_("Number of the order at the hotline: the same one again is the same complaint."),
    )
    estate = Seen(
        "code", among=lambda user: Estate.objects.visible_to(user), help_text=_("Code of the estate, 13 digits.")
    )
    topic = Seen(
        "code", among=lambda user: Topic.objects.filter(is_active=True, parent__isnull=False),
        help_text=_("Code of the topic, 4 digits."),
    )  # fmt: skip
    words = text_field(_("What the caller said."))
    kind = serializers.ChoiceField(Kind.choices, default=Kind.COMPLAINT, help_text=_("What the caller wants."))
    spot = text_field(_("Where in the estate, such as building and unit."), most=60, required=False)
    name = text_field(_("The caller's name; it is kept sealed."), most=40, required=False)
    phone = text_field(_("The caller's phone, likewise."), most=20, required=False)


class OrderShape(Shape):
    """An order as the portal has it: the receipt for the hotline."""

    number = serializers.CharField(source="hotline_number", help_text=_("Number of the order at the hotline."))
    complaint = serializers.CharField(source="number", help_text=_("Number of the complaint here."))
    estate = serializers.CharField(source="estate.code", help_text=_("Code of the estate, 13 digits."))
    topic = serializers.CharField(source="topic.code", help_text=_("Code of the topic, 4 digits."))

    class Meta:
        model = Complaint
        fields = [
            "number", "complaint", "estate", "topic", "filed_at", "state", "state_since", "answer_due_at", "closed_at",
            "outcome",
        ]  # fmt: skip
        read_only_fields = fields


class HotlineOrders(Writable):
    """Orders of the hotline about estates of the caller's region."""

    kind = "hotline-order"
    model = Complaint
    verb_to_read = verb_to_write = RIGHT
    serializer_class = OrderShape
    filterset_class = OrderFilters
    lookup_field = "hotline_number"
    lookup_value_regex = NUMBER
    ordering = ("-filed_at", "-pk")
    ordering_fields = ("filed_at", "number")
    ordering_columns = {"number": "hotline_number"}
    public_key = "number"

    def seen_by(self, user) -> QuerySet:
        return Complaint.objects.visible_to(user).filter(hotline_number__isnull=False)

    @extend_schema(request=OrderForm, responses={201: OrderShape})
    def create(self, request, *args, **kwargs) -> Response:
        """Push an order: 201 with the number of the complaint, the receipt. Pushed again: 200 with the same."""
        self.refuse_parameters()
        order = actions.Order(**self.sent(OrderForm))
        with transaction.atomic():
            complaint, is_new = actions.take_in(order, by=request.user, at=timezone.now())
            return self.added(complaint) if is_new else self.written(complaint.hotline_number)

    def sent(self, form: type[serializers.Serializer]) -> dict[str, Any]:
        given = form(data=self.request.data, context=self.get_serializer_context())
        given.is_valid(raise_exception=True)
        return given.validated_data


class ReceiptForm(KnownFields):
    reference = text_field(_("Number of the receipt at the hotline."), most=60)


class FaultForm(KnownFields):
    fault = text_field(_("What went wrong."), most=200)


class ItemShape(Shape):
    """What the hotline is told: one step of a complaint."""

    order = serializers.CharField(
        source="complaint.hotline_number",
        allow_null=True,
        help_text=_("Number of the order; null for a complaint of ours that is handed over."),
    )
    complaint = serializers.CharField(source="complaint.number", help_text=_("Number of the complaint here."))
    verb = serializers.CharField(source="step.verb", help_text=_("What happened."))
    complaint_state = serializers.CharField(source="step.state", help_text=_("State of the complaint after it."))
    at = serializers.DateTimeField(source="step.at", help_text=_("When it happened."))
    actor_name = serializers.CharField(source="step.actor_name", help_text=_("The body that acted."))
    text = serializers.CharField(source="step.text", help_text=_("Words to the resident."))

    class Meta:
        model = HotlineItem
        fields = [
            "id", "order", "complaint", "verb", "complaint_state", "at", "actor_name", "text", "state", "way",
            "made_at", "sent_at", "receipted_at", "reference", "fault", "try_count",
        ]  # fmt: skip
        read_only_fields = fields


class ItemInFull(ItemShape):
    moves = OpenMove(many=True, help_text=_("What the caller may do with it now."))

    class Meta(ItemShape.Meta):
        fields = [*ItemShape.Meta.fields, "moves"]


OFFERS = [
    Offer(ITEM["receipt"], "hotline-item-receipt", lambda: ReceiptForm),
    Offer(ITEM["fail"], "hotline-item-fail", lambda: FaultForm),
    Offer(ITEM["send_again"], "hotline-item-send-again"),
]


def states_of_items(ids: Sequence[int]) -> dict[int, str]:
    return dict(HotlineItem.objects.filter(pk__in=ids).values_list("pk", "state"))


class HotlineItems(Verbs):
    """What the hotline is told, of complaints of the caller's region."""

    kind = "hotline-item"
    model = HotlineItem
    verb_to_read = verb_to_write = RIGHT
    serializer_class = ItemShape
    detail_serializer_class = ItemInFull
    filterset_class = HotlineFilters
    lookup_value_regex = "[0-9]{1,18}"
    ordering = ("pk",)
    ordering_fields = ("made_at", "sent_at", "receipted_at")
    expansions = {"complaint": one("complaint", "complaint_id"), "moves": moves(OFFERS, states_of_items)}
    in_detail = ("moves",)
    verbs = {"fetch": RIGHT, "receipt": RIGHT, "fail": RIGHT, "send_again": RIGHT}

    @extend_schema(request=None, responses=ItemShape(many=True), filters=False)
    @action(detail=False, methods=["post"], pagination_class=None)
    def fetch(self, request) -> Response:
        """Take what waits, at most 500 items, the oldest first. They are “sent” until each has its receipt."""
        self.refuse_parameters()
        with transaction.atomic():
            keys = actions.send_waiting(way=HotlineWay.API, by=request.user, at=timezone.now())
            told = self.things(request.user, keys)
        return Response([told[key] for key in keys])

    @extend_schema(request=ReceiptForm)
    @action(detail=True, methods=["post"])
    def receipt(self, request, pk: str) -> Response:
        """Give the receipt for an item: the hotline has it."""
        return self.use(actions.receipt, ReceiptForm)

    @extend_schema(request=FaultForm)
    @action(detail=True, methods=["post"])
    def fail(self, request, pk: str) -> Response:
        """Say that an item could not be taken. It stays in sight until it was sent again and receipted."""
        return self.use(actions.fail, FaultForm)

    @extend_schema(request=None)
    @action(detail=True, methods=["post"], url_path="send-again", url_name="send-again")
    def send_again(self, request, pk: str) -> Response:
        """Put an item back among those that wait."""
        return self.use(actions.send_again)
