"""`/api/v1/joint-meetings/`: called, held, followed up."""

from typing import Any

from django.db import transaction
from django.http import Http404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from accounts.api.expanding import many, one
from accounts.api.moves import Verbs, moves_of_numbered, offers, step
from accounts.api.serializers import Shape
from committees.api import gathering_forms as forms
from committees.api.forms import Reasoned
from committees.filters.gatherings import JointMeetingFilters
from committees.joint_meetings import actions
from committees.joint_meetings.actions import Asked, NewResolution
from committees.joint_meetings.lifecycle import JOINT, RIGHT
from committees.models import JointMeeting, Participant, Resolution

BODIES = {
    "ask": forms.Asking, "note": forms.Noting, "resolve": forms.Resolving, "note_done": forms.CarriedOut,
    "cancel": Reasoned,
}  # fmt: skip


class JointMeetingShape(Shape):
    """A joint meeting. What was said stays at the desk."""

    region = serializers.CharField(source="region_id", help_text=_("Code of the division that calls it."))
    estate = serializers.CharField(
        source="estate.code", default=None, allow_null=True, help_text=_("Code of the estate it is about, or null.")
    )

    class Meta:
        model = JointMeeting
        fields = ["number", "region", "estate", "topic", "subject", "state", "meets_at", "place", "cancel_reason"]
        read_only_fields = fields


class ParticipantShape(Shape):
    class Meta:
        model = Participant
        fields = ["id", "partner", "name", "attended"]
        read_only_fields = fields


class ResolutionShape(Shape):
    class Meta:
        model = Resolution
        fields = ["id", "text", "charged", "due_on", "done_on", "done_note"]
        read_only_fields = fields


def ask(meeting: JointMeeting, *, partner: str, name: str, **by_and_at: Any) -> None:
    actions.ask(meeting, asked=Asked(partner, name), **by_and_at)


def note(meeting: JointMeeting, *, came: list[int], record: str, resolutions: list[dict], **by_and_at: Any) -> None:
    actions.note(
        meeting, came=list(meeting.participants.filter(pk__in=came)), record=record,
        resolutions=[NewResolution(**each) for each in resolutions], **by_and_at,
    )  # fmt: skip


def resolve(meeting: JointMeeting, *, text: str, charged: str, due_on, **by_and_at: Any) -> None:
    actions.resolve(meeting, resolution=NewResolution(text, charged, due_on), **by_and_at)


def note_done(meeting: JointMeeting, *, resolution: int, **values: Any) -> None:
    row = meeting.resolutions.filter(pk=resolution).first()
    if row is None:
        raise Http404
    actions.note_done(meeting, resolution=row, **values)


class JointMeetings(Verbs):
    """Joint meetings of the divisions that the caller sees."""

    kind = "joint-meeting"
    model = JointMeeting
    verb_to_read = verb_to_write = RIGHT
    serializer_class = JointMeetingShape
    filterset_class = JointMeetingFilters
    lookup_field = "number"
    lookup_value_regex = "LX-[0-9]{8}-[0-9]{6}"
    ordering = ("-meets_at", "-pk")
    ordering_fields = ("meets_at", "number")
    expansions = {
        "estate": one("estate", "estate_id"),
        "participants": many(
            ParticipantShape, lambda view, ids: Participant.objects.filter(meeting__in=ids).order_by("pk"),
            by="meeting_id",
        ),
        "resolutions": many(
            ResolutionShape, lambda view, ids: Resolution.objects.filter(meeting__in=ids).order_by("due_on", "pk"),
            by="meeting_id",
        ),
        "moves": moves_of_numbered(JointMeeting, offers("joint-meeting", JOINT, BODIES)),
    }  # fmt: skip
    in_detail = ("participants", "resolutions", "moves")
    verbs = {name: JOINT[name].right for name in BODIES}

    @extend_schema(request=forms.CallingTogether, responses={201: JointMeetingShape})
    def create(self, request, *args, **kwargs) -> Response:
        """Call a joint meeting."""
        self.refuse_parameters()
        values = self.sent(forms.CallingTogether)
        values["asked"] = [Asked(**each) for each in values["asked"]]
        with transaction.atomic():
            return self.added(actions.call(**values, by=request.user, at=timezone.now()))

    ask = step("ask", ask, forms.Asking, "Ask one more body.")
    note = step("note", note, forms.Noting, "It was held: who came, what was said, what was resolved.")
    resolve = step("resolve", resolve, forms.Resolving, "Add a resolution that was left out.")
    note_done = step("note_done", note_done, forms.CarriedOut, "A resolution was carried out.")
    cancel = step("cancel", actions.cancel, Reasoned, "It does not take place.")
