"""The evidence ledger: records and what became of them. It is added to in `recording.py` and `evidence_verbs.py`."""

from collections.abc import Sequence

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from accounts.api.expanding import many, one
from accounts.api.moves import OpenMove, moves
from accounts.api.serializers import Shape
from credit.api.evidence_verbs import OFFERS, RecordVerbs, states_of_records
from credit.api.fields import Points
from credit.api.recording import Recording
from credit.filters import STATES, EvidenceFilters
from credit.models import Evidence, EvidenceStep, Posting


class EvidenceShape(Shape):
    """A record of the ledger. It is never changed; `state` follows from its dates and steps."""

    item = serializers.CharField(source="item.code", help_text=_("Code of the rulebook item."))
    item_title = serializers.CharField(source="item.title", help_text=_("The item in plain words."))
    article = serializers.CharField(source="item.article", help_text=_("The article that it rests on."))
    direction = serializers.CharField(source="item.category.direction", help_text=_("basic, good or bad"))
    enterprise = serializers.CharField(
        source="enterprise.uscc",
        default=None,
        allow_null=True,
        help_text=_("Credit code of the company named; null where the estate's contract says who was responsible."),
    )
    enterprise_name = serializers.CharField(
        source="enterprise.name", default=None, allow_null=True, help_text=_("Name of the company.")
    )
    estate = serializers.CharField(
        source="estate.code", default=None, allow_null=True, help_text=_("Code of the estate, 13 digits.")
    )
    estate_name = serializers.CharField(
        source="estate.name", default=None, allow_null=True, help_text=_("Name of the estate.")
    )
    manager = serializers.CharField(
        source="manager.number", default=None, allow_null=True, help_text=_("Number of the project manager.")
    )
    points = Points(source="centipoints", help_text=_("Points, below zero where taken off."))
    state = serializers.ChoiceField(choices=STATES, help_text=_("State on the day asked about."))

    class Meta:
        model = Evidence
        fields = [
            "id", "number", "item", "item_title", "article", "direction", "enterprise", "enterprise_name", "estate",
            "estate_name", "manager", "level", "points", "matter", "fact", "occurred_on", "decided_on", "effective_on",
            "expires_on", "state", "source", "document", "recorded_at",
        ]  # fmt: skip
        read_only_fields = fields
        extra_kwargs = {
            "level": {"help_text": _("Level of the awarding or deciding body, where the points depend on it.")},
            "matter": {"help_text": _("The same words in several records mean the same matter.")},
            "expires_on": {"help_text": _("First day on which it counts no more; null while it has no end.")},
        }


class StepShape(Shape):
    role = serializers.CharField(
        source="by.role", default=None, allow_null=True, help_text=_("Role of the person; null for the portal itself.")
    )

    class Meta:
        model = EvidenceStep
        fields = ["verb", "on", "at", "role", "reason"]


class PostingShape(Shape):
    """Whose points a record makes, how many, and when they count."""

    enterprise = serializers.CharField(
        source="enterprise.uscc",
        default=None,
        allow_null=True,
        help_text=_("Credit code of the company; null while nobody managed the estate that day."),
    )
    enterprise_name = serializers.CharField(
        source="enterprise.name", default=None, allow_null=True, help_text=_("Name of the company.")
    )
    points = Points(source="centipoints", help_text=_("Points, below zero where taken off."))

    class Meta:
        model = Posting
        fields = ["subject", "enterprise", "enterprise_name", "points", "counts_from", "counts_until"]


class EvidenceInFull(EvidenceShape):
    steps = StepShape(many=True, help_text=_("What happened to it afterwards."))
    postings = PostingShape(many=True, help_text=_("Whose points it makes, as of now."))
    moves = OpenMove(many=True, help_text=_("What the caller may do with it now."))

    class Meta(EvidenceShape.Meta):
        fields = [*EvidenceShape.Meta.fields, "steps", "postings", "moves"]


def steps_of(view: Recording, ids: Sequence[int]) -> QuerySet:
    return EvidenceStep.objects.filter(evidence__in=ids).order_by("pk")


def postings_of(view: Recording, ids: Sequence[int]) -> QuerySet:
    return Posting.objects.visible_to(view.request.user).filter(evidence__in=ids).order_by("pk")


class Ledger(Recording, RecordVerbs):
    """Records about estates of the caller's region, or, without an estate, about companies at work there."""

    kind = "evidence"
    model = Evidence
    verb_to_read = "evidence.view"
    verb_to_write = "evidence.record"
    serializer_class = EvidenceShape
    detail_serializer_class = EvidenceInFull
    filterset_class = EvidenceFilters
    lookup_value_regex = "[0-9]{1,18}"
    detail_parameters = ("on",)
    ordering = ("-decided_on", "-pk")
    ordering_fields = ("decided_on", "occurred_on", "recorded_at", "number", "points")
    ordering_columns = {"points": "centipoints"}
    count_up_to = 1_000
    own_fields = (
        "id", "number", "item", "enterprise", "estate", "manager", "level", "points", "matter", "fact", "occurred_on",
        "decided_on", "effective_on", "expires_on", "source", "document", "recorded_at", "steps",
    )  # fmt: skip
    expansions = {
        "enterprise": one("enterprise", "enterprise_id"),
        "estate": one("estate", "estate_id"),
        "manager": one("manager", "manager_id"),
        "steps": many(StepShape, steps_of, by="evidence_id"),
        "postings": many(PostingShape, postings_of, by="evidence_id"),
        "moves": moves(OFFERS, states_of_records),
    }
    in_detail = ("steps", "postings", "moves")

    def seen_in_parts(self, user):
        return Evidence.objects.parts_visible_to(user)

    def with_details(self, queryset):
        return queryset.with_state(on=self.as_of())
