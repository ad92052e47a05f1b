"""`/api/v1/trainings/`: planned, members asked, held, with how many came and passed."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from accounts.api.expanding import many
from accounts.api.moves import Nothing, Verbs, moves_of_numbered, offers, step
from accounts.api.serializers import Shape
from committees.api import gathering_forms as forms
from committees.api.forms import Reasoned
from committees.filters.gatherings import TrainingFilters
from committees.models import Attendance, Training
from committees.training import actions
from committees.training.lifecycle import RIGHT, TRAINING

BODIES = {"ask": Nothing, "note": forms.Results, "cancel": Reasoned}


class TrainingShape(Shape):
    region = serializers.CharField(source="region_id", help_text=_("Code of the division whose committees it is for."))

    class Meta:
        model = Training
        fields = [
            "number", "region", "title", "content", "organiser", "audience", "state", "begins_at", "hours", "place",
            "cancel_reason",
        ]  # fmt: skip
        read_only_fields = fields


class AttendanceShape(Shape):
    """Who is asked, by the seat; names stay at the desk."""

    member = serializers.IntegerField(source="member_id", help_text=_("Id of the seat in /committee-members/."))

    class Meta:
        model = Attendance
        fields = ["id", "member", "result", "points"]
        read_only_fields = fields


def note(training: Training, *, results: list[dict], **by_and_at: Any) -> None:
    found = {each["attendance"]: actions.Noted(each["result"], each["points"]) for each in results}
    actions.note(training, results=found, **by_and_at)


class Trainings(Verbs):
    """Training of committee members in the divisions that the caller sees."""

    kind = "training"
    model = Training
    verb_to_read = verb_to_write = RIGHT
    serializer_class = TrainingShape
    filterset_class = TrainingFilters
    lookup_field = "number"
    lookup_value_regex = "PX-[0-9]{8}-[0-9]{6}"
    ordering = ("-begins_at", "-pk")
    ordering_fields = ("begins_at", "number")
    expansions = {
        "attendances": many(
            AttendanceShape, lambda view, ids: Attendance.objects.filter(training__in=ids).order_by("pk"),
            by="training_id",
        ),
        "moves": moves_of_numbered(Training, offers("training", TRAINING, BODIES)),
    }  # fmt: skip
    in_detail = ("attendances", "moves")
    verbs = {name: TRAINING[name].right for name in BODIES}

    @extend_schema(request=forms.Planning, responses={201: TrainingShape})
    def create(self, request, *args, **kwargs) -> Response:
        """Plan a training."""
        self.refuse_parameters()
        planned = Training(**self.sent(forms.Planning))
        with transaction.atomic():
            return self.added(actions.plan(planned, by=request.user, at=timezone.now()))

    ask = step("ask", actions.ask, Nothing, "Ask all members whom it is for; each once.")
    note = step("note", note, forms.Results, "Who came, and who passed.")
    cancel = step("cancel", actions.cancel, Reasoned, "It does not take place.")
