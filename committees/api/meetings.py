"""`/api/v1/meetings/`: meetings of committees, what they decided, their verbs. Who was there is told as a number."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Count
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from accounts.api.expanding import many, one
from accounts.api.moves import Offer, Verbs, moves_of_numbered
from accounts.api.serializers import Shape
from accounts.models import User
from committees.api import forms
from committees.api.bodies import ESTATE
from committees.filters.office import MeetingFilters
from committees.meetings import actions
from committees.meetings.lifecycle import MEETING, RIGHT
from committees.models import Decision, Meeting


class MeetingShape(Shape):
    """A meeting of a committee."""

    committee = serializers.CharField(source="committee.number", help_text=_("Number of the committee."))
    estate = serializers.CharField(source="committee.estate.code", help_text=ESTATE)
    there = serializers.IntegerField(help_text=_("How many members were there; 0 before it was held."))

    class Meta:
        model = Meeting
        fields = [
            "number", "committee", "estate", "kind", "state", "called_on", "meets_at", "place", "agenda", "due_on",
            "held_on", "members_all", "there", "minutes", "minutes_due_on", "posted_on", "reason",
        ]  # fmt: skip
        read_only_fields = fields
        extra_kwargs = {
            "due_on": {"help_text": _("Last day on which a meeting that members asked for has to be held.")},
            "minutes_due_on": {"help_text": _("Last day for posting the minutes.")},
        }


class DecisionShape(Shape):
    """What was put to a meeting. It is decided when more than half of all members signed."""

    class Meta:
        model = Decision
        fields = ["id", "place", "text", "signed", "passed"]
        read_only_fields = fields


OFFERS = [
    Offer(MEETING["meet"], "meeting-meet", lambda: forms.Attending),
    Offer(MEETING["decide"], "meeting-decide", lambda: forms.Deciding),
    Offer(MEETING["post_minutes"], "meeting-post-minutes", lambda: forms.Minuting),
    Offer(MEETING["cancel"], "meeting-cancel", lambda: forms.Reasoned),
]


class Meetings(Verbs):
    """Meetings of the committees that the caller sees."""

    kind = "meeting"
    model = Meeting
    verb_to_read = "committees.view"
    verb_to_write = RIGHT
    serializer_class = MeetingShape
    filterset_class = MeetingFilters
    lookup_field = "number"
    lookup_value_regex = "HY-[0-9]{8}-[0-9]{6}"
    ordering = ("-meets_at", "-pk")
    ordering_fields = ("meets_at", "held_on", "minutes_due_on", "number")
    expansions = {
        "committee": one("committee", "committee_id"),
        "decisions": many(
            DecisionShape, lambda view, ids: Decision.objects.filter(meeting__in=ids).order_by("place"), by="meeting_id"
        ),
        "moves": moves_of_numbered(Meeting, OFFERS),
    }
    in_detail = ("decisions", "moves")
    verbs = {"meet": RIGHT, "decide": RIGHT, "post_minutes": RIGHT, "cancel": RIGHT}

    def with_details(self, queryset):
        return queryset.annotate(there=Count("present"))

    @extend_schema(request=forms.Calling, responses={201: MeetingShape})
    def create(self, request, *args, **kwargs) -> Response:
        """Call a meeting. Its agenda is posted at once."""
        self.refuse_parameters()
        values = self.sent(forms.Calling)
        values["asked_by"] = forms.members_of(values["committee"], values["asked_by"], "asked_by")
        with transaction.atomic():
            return self.added(actions.call(**values, by=request.user, at=timezone.now()))

    @extend_schema(request=forms.Attending, responses=MeetingShape)
    @action(detail=True, methods=["post"])
    def meet(self, request, number: str) -> Response:
        """Note who was there. Without more than half of the members it was no meeting."""
        return self.use(with_members(actions.meet, "present"), forms.Attending)

    @extend_schema(request=forms.Deciding, responses=MeetingShape)
    @action(detail=True, methods=["post"])
    def decide(self, request, number: str) -> Response:
        """Put down what was put to the meeting, and who signed for it; until the minutes are posted, once more."""
        return self.use(decide, forms.Deciding)

    @extend_schema(request=forms.Minuting, responses=MeetingShape)
    @action(detail=True, methods=["post"], url_path="post-minutes", url_name="post-minutes")
    def post_minutes(self, request, number: str) -> Response:
        """Post the minutes with what was decided."""
        return self.use(actions.post_minutes, forms.Minuting)

    @extend_schema(request=forms.Reasoned, responses=MeetingShape)
    @action(detail=True, methods=["post"])
    def cancel(self, request, number: str) -> Response:
        """It did not take place."""
        return self.use(actions.cancel, forms.Reasoned)


def decide(meeting: Meeting, *, by: User, at: datetime, **values: Any) -> None:
    actions.decide(meeting, **forms.deciding(meeting, values), by=by, at=at)


def with_members(verb, field: str):
    """The same verb, with members named by their ids."""

    def use(meeting: Meeting, **values: Any) -> None:
        verb(meeting, **{**values, field: forms.members_of(meeting.committee, values[field], field)})

    return use
