"""How committees come about, and what they file with the street."""

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from accounts.api.expanding import one
from accounts.api.resources import Resource
from accounts.api.serializers import Shape
from committees.api.bodies import ESTATE
from committees.filters.bodies import FilingFilters, FormationFilters
from committees.models import Filing, Formation


class FormationShape(Shape):
    """A formation, from the application to the filed committee. Who is in the group and who stands is not told."""

    estate = serializers.CharField(source="estate.code", help_text=ESTATE)
    vote = serializers.CharField(
        source="vote.number", default=None, allow_null=True, help_text=_("Number of the vote of the assembly.")
    )
    committee = serializers.CharField(
        source="committee.number", default=None, allow_null=True, help_text=_("Number of the committee that it led to.")
    )
    succeeds = serializers.CharField(
        source="succeeds.number", default=None, allow_null=True, help_text=_("Number of the committee before.")
    )

    class Meta:
        model = Formation
        fields = [
            "number", "estate", "kind", "state", "condition", "delivered_percent", "moved_in_percent",
            "first_delivered_on", "applicants", "applied_on", "checked_on", "grouped_on", "group_posted_on",
            "announced_on", "vote", "committee", "succeeds", "ended_on", "reason",
        ]  # fmt: skip
        read_only_fields = fields


class Formations(Resource):
    """Committees that are being formed in the estates that the caller sees, and how earlier ones went."""

    kind = "formation"
    model = Formation
    verb_to_read = "committees.view"
    serializer_class = FormationShape
    filterset_class = FormationFilters
    lookup_field = "number"
    lookup_value_regex = "[0-9A-Z-]{3,24}"
    ordering = ("-applied_on", "-pk")
    ordering_fields = ("applied_on", "grouped_on", "announced_on", "ended_on", "number")
    own_fields = (
        "number", "estate", "kind", "state", "condition", "delivered_percent", "moved_in_percent", "first_delivered_on",
        "applicants", "applied_on", "checked_on", "grouped_on", "group_posted_on", "announced_on", "vote", "committee",
        "succeeds", "ended_on", "reason",
    )  # fmt: skip
    expansions = {"estate": one("estate", "estate_id"), "committee": one("committee", "committee_id")}


class FilingShape(Shape):
    """A filing with the street, and its answer. The papers stay at the desks."""

    committee = serializers.CharField(source="committee.number", help_text=_("Number of the committee."))
    estate = serializers.CharField(source="committee.estate.code", help_text=ESTATE)

    class Meta:
        model = Filing
        fields = [
            "number", "committee", "estate", "kind", "state", "what_changed", "happened_on", "due_on", "submitted_on",
            "answer_due_on", "answered_on", "filing_number", "reason",
        ]  # fmt: skip
        read_only_fields = fields


class Filings(Resource):
    """Filings of the committees that the caller sees."""

    kind = "filing"
    model = Filing
    verb_to_read = "committees.view"
    serializer_class = FilingShape
    filterset_class = FilingFilters
    lookup_field = "number"
    lookup_value_regex = "[0-9A-Z-]{3,24}"
    ordering = ("-happened_on", "-pk")
    ordering_fields = ("happened_on", "due_on", "submitted_on", "answer_due_on", "answered_on", "number")
    own_fields = (
        "number", "committee", "kind", "state", "what_changed", "happened_on", "due_on", "submitted_on",
        "answer_due_on", "answered_on", "filing_number", "reason",
    )  # fmt: skip
    expansions = {"committee": one("committee", "committee_id")}
