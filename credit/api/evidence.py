"""The evidence ledger: records, what became of them, and the verbs that add to it."""

from collections.abc import Sequence
from decimal import Decimal

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.response import Response
from rest_framework.validators import UniqueValidator

from accounts.api.expanding import many, one
from accounts.api.problems import Conflict
from accounts.api.resources import Resource
from accounts.api.serializers import KnownFields, Seen, Shape
from credit.actions import EvidenceFault, NewEvidence, NotNow, record_evidence, repair, withdraw
from credit.api.fields import Points
from credit.filters import STATES, EvidenceFilters
from credit.models import Evidence, EvidenceStep, Posting, Source
from credit.queries import nameable_by

LEDGER_FIELDS = {
    "enterprise_id": "enterprise",
    "estate_id": "estate",
    "manager_id": "manager",
    "item_code": "item",
    "centipoints": "points",
}
"""Where the ledger's names of fields differ from ours."""


def refused(fault: EvidenceFault) -> serializers.ValidationError:
    """What the ledger found wrong, by our fields."""
    found: dict[str, list[str]] = {}
    for _place, field, sentence in fault.faults:
        found.setdefault(LEDGER_FIELDS.get(field, field), []).append(sentence)
    return serializers.ValidationError(found)


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

    class Meta(EvidenceShape.Meta):
        fields = [*EvidenceShape.Meta.fields, "steps", "postings"]


def steps_of(view: Resource, ids: Sequence[int]) -> QuerySet:
    return EvidenceStep.objects.filter(evidence__in=ids).order_by("pk")


def postings_of(view: Resource, ids: Sequence[int]) -> QuerySet:
    return Posting.objects.visible_to(view.request.user).filter(evidence__in=ids).order_by("pk")


class NewRecord(KnownFields):
    """A record to be added, priced by the rulebook in force on the day it happened."""

    number = serializers.CharField(
        max_length=40,
        validators=[UniqueValidator(Evidence.objects.all(), _("There is a record with this number already."))],
        help_text=_("Number of the record, which nobody else has."),
    )
    item = serializers.CharField(
        max_length=20, help_text=_("Code of the item in the rulebook in force on the day it happened.")
    )
    enterprise = Seen(
        "uscc",
        among=lambda user: nameable_by(user)["enterprise"],
        required=False,
        allow_null=True,
        help_text=_("Credit code of the company, for items about a company."),
    )
    estate = Seen(
        "code",
        among=lambda user: nameable_by(user)["estate"],
        required=False,
        allow_null=True,
        help_text=_("Code of the estate, for items about a project."),
    )
    manager = Seen(
        "number",
        among=lambda user: nameable_by(user)["manager"],
        required=False,
        allow_null=True,
        help_text=_("Number of the project manager, if known."),
    )
    level = serializers.CharField(
        max_length=20,
        required=False,
        allow_blank=True,
        default="",
        help_text=_("For items whose points depend on the level of the awarding or deciding body."),
    )
    points = Points(
        required=False,
        allow_null=True,
        default=None,
        min_value=Decimal(-1000),
        max_value=Decimal(1000),
        help_text=_("Only for items that leave a range; below zero where taken off."),
    )
    matter = serializers.CharField(
        max_length=60,
        required=False,
        allow_blank=True,
        default="",
        help_text=_("The same words in several records mean the same matter."),
    )
    fact = serializers.CharField(
        max_length=300, required=False, allow_blank=True, default="", help_text=_("What happened.")
    )
    occurred_on = serializers.DateField(help_text=_("The day it happened."))
    decided_on = serializers.DateField(help_text=_("The day it was decided."))
    effective_on = serializers.DateField(
        required=False,
        allow_null=True,
        default=None,
        help_text=_("In effect from; by default the day of the decision."),
    )
    source = serializers.ChoiceField(choices=Source.choices, help_text=_("Where it comes from."))
    document = serializers.CharField(
        max_length=100, required=False, allow_blank=True, default="", help_text=_("Number or name of the paper.")
    )

    def entry(self) -> NewEvidence:
        values = dict(self.validated_data)
        keys = {
            f"{name}_id": thing.pk for name in ("enterprise", "estate", "manager") if (thing := values.pop(name, None))
        }
        return NewEvidence(item_code=values.pop("item"), centipoints=values.pop("points"), **values, **keys)


class Ending(KnownFields):
    on = serializers.DateField(help_text=_("First day on which the record counts no more."))
    reason = serializers.CharField(max_length=300, help_text=_("Why; it is kept in the record."))


class Ledger(Resource):
    """Records about estates of the caller's region, or, without an estate, about companies at work there."""

    name = "evidence"
    model = Evidence
    verb_to_read = "evidence.view"
    verb_to_write = "evidence.record"
    verbs = {"withdraw": "evidence.decide", "repair": "evidence.decide"}
    serializer_class = EvidenceShape
    detail_serializer_class = EvidenceInFull
    filterset_class = EvidenceFilters
    lookup_value_regex = r"\d{1,18}"
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
    }
    in_detail = ("steps", "postings")

    def with_details(self, queryset):
        return queryset.with_state(on=self.as_of())

    @extend_schema(request=NewRecord, responses={201: EvidenceInFull})
    def create(self, request):
        """Add a record. It is priced at once and never changed; a correction is a step."""
        form = NewRecord(data=request.data, context=self.get_serializer_context())
        form.is_valid(raise_exception=True)
        try:
            (key,) = record_evidence([form.entry()], by=request.user, at=timezone.now())
        except EvidenceFault as fault:
            raise refused(fault) from fault
        return Response(self.told(key), status=201)

    @extend_schema(request=Ending, responses=EvidenceInFull)
    @action(detail=True, methods=["post"])
    def withdraw(self, request, pk):
        """Withdraw a record: it counts no more from a day on."""
        return self.end(withdraw)

    @extend_schema(request=Ending, responses=EvidenceInFull)
    @action(detail=True, methods=["post"])
    def repair(self, request, pk):
        """Note that the company has made good: the record counts no more from a day on."""
        return self.end(repair)

    def end(self, verb) -> Response:
        record = self.get_object()
        form = Ending(data=self.request.data)
        form.is_valid(raise_exception=True)
        try:
            verb(record, **form.validated_data, by=self.request.user, at=timezone.now())
        except NotNow as fault:
            raise Conflict(str(fault)) from fault
        except EvidenceFault as fault:
            raise refused(fault) from fault
        return Response(self.told(record.pk))
