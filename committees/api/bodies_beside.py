"""Bodies beside the committees: party organisations of estates, mediation committees. Nobody's name is told."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from accounts.api.expanding import one
from accounts.api.moves import Verbs
from accounts.api.serializers import Shape
from committees.api import gathering_forms as forms
from committees.api.bodies import ESTATE
from committees.filters.gatherings import MediationCommitteeFilters, PartyOrganisationFilters
from committees.mediators import actions as mediators
from committees.models import MediationCommittee, PartyOrganisation
from committees.party import actions as party


class PartyOrganisationShape(Shape):
    estate = serializers.CharField(source="estate.code", help_text=ESTATE)

    class Meta:
        model = PartyOrganisation
        fields = ["id", "estate", "title", "kind", "member_count", "founded_on", "ended_on", "end_reason"]
        read_only_fields = fields


class PartyOrganisations(Verbs):
    """Party organisations of the estates that the caller sees."""

    kind = "party-organisation"
    model = PartyOrganisation
    verb_to_read = verb_to_write = party.RIGHT
    serializer_class = PartyOrganisationShape
    filterset_class = PartyOrganisationFilters
    lookup_value_regex = "[0-9]{1,18}"
    ordering = ("-founded_on", "-pk")
    ordering_fields = ("founded_on", "ended_on")
    expansions = {"estate": one("estate", "estate_id")}
    verbs = {"end": party.RIGHT}

    @extend_schema(request=forms.Founding, responses={201: PartyOrganisationShape})
    def create(self, request, *args, **kwargs) -> Response:
        """Register a party organisation."""
        self.refuse_parameters()
        new = PartyOrganisation(**self.sent(forms.Founding))
        with transaction.atomic():
            return self.added(party.keep(new, by=request.user, at=timezone.now()))

    @extend_schema(request=forms.Dissolving)
    @action(detail=True, methods=["post"])
    def end(self, request, pk) -> Response:
        """It was dissolved or merged."""
        return self.use(party.end, forms.Dissolving)


class MediationCommitteeShape(Shape):
    region = serializers.CharField(source="region_id", help_text=_("Code of its division."))

    class Meta:
        model = MediationCommittee
        fields = ["id", "name", "level", "region", "phone", "member_count", "chosen_on", "is_active"]
        read_only_fields = fields


def choose(committee: MediationCommittee, *, members: list[dict], **values: Any) -> None:
    mediators.choose(committee, members=[mediators.NewMediator(**each) for each in members], **values)


class MediationCommittees(Verbs):
    """Mediation committees of the divisions that the caller sees."""

    kind = "mediation-committee"
    model = MediationCommittee
    verb_to_read = verb_to_write = mediators.RIGHT
    serializer_class = MediationCommitteeShape
    filterset_class = MediationCommitteeFilters
    lookup_value_regex = "[0-9]{1,18}"
    ordering = ("region_id", "name", "pk")
    ordering_fields = ("name", "chosen_on")
    verbs = {"choose": mediators.RIGHT}

    @extend_schema(request=forms.Keeping, responses={201: MediationCommitteeShape})
    def create(self, request, *args, **kwargs) -> Response:
        """Register a mediation committee of one of the four levels."""
        self.refuse_parameters()
        new = MediationCommittee(**self.sent(forms.Keeping))
        with transaction.atomic():
            return self.added(mediators.keep_committee(new, by=request.user, at=timezone.now()))

    @extend_schema(request=forms.Choosing)
    @action(detail=True, methods=["post"])
    def choose(self, request, pk) -> Response:
        """All members anew, for a term. What the law forbids is refused with its article."""
        return self.use(choose, forms.Choosing)
