"""`/api/v1/mediations/`: how far they are, without anything about persons. They are conducted in the web admin."""

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from accounts.api.expanding import one
from accounts.api.resources import Resource
from accounts.api.serializers import Shape
from complaints.mediation.filters import MediationFilters
from complaints.mediation.lifecycle import RIGHT
from complaints.models import Mediation


class MediationShape(Shape):
    """A mediation. Who is at odds, what was said and what was agreed stay in its sealed file."""

    estate = serializers.CharField(source="estate.code", help_text=_("Code of the estate, 13 digits."))
    complaint = serializers.CharField(
        source="complaint.number", default=None, allow_null=True, help_text=_("Number of the complaint behind it.")
    )
    committee = serializers.CharField(source="committee.name", help_text=_("Name of the committee."))
    level = serializers.CharField(source="committee.level", help_text=_("community, street, district or city."))
    came_from = serializers.CharField(
        source="came_from.number", default=None, allow_null=True, help_text=_("The one that failed a level lower.")
    )

    class Meta:
        model = Mediation
        fields = [
            "number", "estate", "complaint", "committee", "level", "came_from", "state", "applied_on", "taken_on",
            "due_on", "extended_days", "ended_on", "effective_on", "court_until_on", "confirmed_on",
        ]  # fmt: skip
        read_only_fields = fields


class Mediations(Resource):
    """Mediations about estates of the caller's region."""

    kind = "mediation"
    model = Mediation
    verb_to_read = RIGHT
    serializer_class = MediationShape
    filterset_class = MediationFilters
    lookup_field = "number"
    lookup_value_regex = "TJ-[0-9]{8}-[0-9]{6}"
    ordering = ("-applied_on", "-pk")
    ordering_fields = ("applied_on", "due_on", "ended_on", "number")
    expansions = {"estate": one("estate", "estate_id"), "complaint": one("complaint", "complaint_id")}
