"""`/api/v1/renovations/`: plans of renovation, their works, costs and progress."""

from typing import Any

from django.db import transaction
from django.http import Http404
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from accounts.api.expanding import many, one
from accounts.api.moves import Verbs, moves_of_numbered, offers, step
from accounts.api.parsers import BoundedJSON, Upload
from accounts.api.serializers import Shape
from estates.api import life_forms as forms
from estates.life_filters import RenovationFilters
from estates.models import RenovationItem, RenovationPicture, RenovationPlan
from estates.renovation import actions
from estates.renovation.actions import NewItem
from estates.renovation.lifecycle import EDIT, RENOVATION, VIEW

BODIES = {
    "add_item": forms.Work, "begin": forms.Beginning, "report_progress": forms.Progress,
    "add_picture": forms.Picturing, "finish": forms.Finishing, "accept": forms.AcceptingWork, "drop": forms.ReasonGiven,
}  # fmt: skip


class RenovationShape(Shape):
    """A renovation in the plan of a year."""

    estate = serializers.CharField(source="estate.code", help_text=forms.ESTATE)

    class Meta:
        model = RenovationPlan
        fields = [
            "number", "estate", "year", "title", "state", "builder", "begins_on", "due_on", "began_on", "finished_on",
            "accepted_on", "dropped_reason",
        ]  # fmt: skip
        read_only_fields = fields


class RenovationItemShape(Shape):
    class Meta:
        model = RenovationItem
        fields = ["id", "group", "name", "budget_fen", "cost_fen", "progress_percent", "progress_on"]
        read_only_fields = fields


class RenovationPictureShape(Shape):
    item = serializers.IntegerField(source="item_id", allow_null=True, help_text=forms.ITEM)

    class Meta:
        model = RenovationPicture
        fields = ["key", "item", "moment", "taken_on", "caption"]
        read_only_fields = fields


def item_of(plan: RenovationPlan, pk: int | None) -> RenovationItem | None:
    """Raises Http404."""
    if pk is None:
        return None
    found = plan.items.filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def report_progress(plan: RenovationPlan, *, item: int, **values: Any) -> None:
    actions.report_progress(plan, item=item_of(plan, item), **values)


def add_picture(plan: RenovationPlan, *, item: int | None, file, by, at, **values: Any) -> None:
    picture = RenovationPicture(item=item_of(plan, item), **values)
    actions.add_picture(plan, picture=picture, upload=file, by=by, at=at)


class Renovations(Verbs):
    """Renovations of the estates that the caller sees."""

    kind = "renovation"
    model = RenovationPlan
    verb_to_read = VIEW
    verb_to_write = EDIT
    parser_classes = [BoundedJSON, Upload]
    serializer_class = RenovationShape
    filterset_class = RenovationFilters
    lookup_field = "number"
    lookup_value_regex = "GZ-[0-9]{8}-[0-9]{6}"
    ordering = ("-year", "-pk")
    ordering_fields = ("year", "due_on", "began_on", "finished_on", "accepted_on", "number")
    own_fields = (
        "number", "estate", "year", "title", "state", "builder", "begins_on", "due_on", "began_on", "finished_on",
        "accepted_on", "dropped_reason",
    )  # fmt: skip
    expansions = {
        "estate": one("estate", "estate_id"),
        "items": many(
            RenovationItemShape, lambda view, ids: RenovationItem.objects.filter(plan__in=ids).order_by("place"),
            by="plan_id",
        ),
        "pictures": many(
            RenovationPictureShape, lambda view, ids: RenovationPicture.objects.filter(plan__in=ids).order_by("pk"),
            by="plan_id",
        ),
        "moves": moves_of_numbered(RenovationPlan, offers("renovation", RENOVATION, BODIES)),
    }  # fmt: skip
    in_detail = ("items", "pictures", "moves")
    verbs = {name: RENOVATION[name].right for name in BODIES}

    @extend_schema(request=forms.PlanningRenovation, responses={201: RenovationShape})
    def create(self, request, *args, **kwargs) -> Response:
        """Take an estate into the plan of a year."""
        self.refuse_parameters()
        values = self.sent(forms.PlanningRenovation)
        items = [NewItem(**each) for each in values.pop("items")]
        with transaction.atomic():
            new = RenovationPlan(**values)
            return self.added(actions.plan(new, items=items, by=request.user, at=timezone.now()))

    add_item = step("add_item", forms.whole(NewItem, "item", actions.add_item), forms.Work, "Add a piece of work.")
    begin = step("begin", actions.begin, forms.Beginning, "Work begins.")
    report_progress = step("report_progress", report_progress, forms.Progress, "Say how far a piece of work is.")
    finish = step("finish", actions.finish, forms.Finishing, "All works are done.")
    accept = step("accept", actions.accept, forms.AcceptingWork, "It was accepted; works and costs stay from then on.")
    drop = step("drop", actions.drop, forms.ReasonGiven, "Drop it from the plan.")

    @extend_schema(request={"multipart/form-data": forms.Picturing}, responses=RenovationShape)
    @action(detail=True, methods=["post"], url_path="add-picture", url_name="add-picture")
    def add_picture(self, request, number: str) -> Response:
        """Add a picture before or after; anybody may see it."""
        return self.use(add_picture, forms.Picturing)
