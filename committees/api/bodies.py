"""Committees and their members."""

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from accounts.api.expanding import one
from accounts.api.moves import Verbs, moves_of_numbered
from accounts.api.resources import Resource
from accounts.api.serializers import Shape
from committees.api.seat_verbs import OFFERS, SeatVerbs
from committees.filters.bodies import CommitteeFilters, MemberFilters
from committees.models import Committee, Member

ESTATE = _("Code of the estate, 13 digits.")


class CommitteeShape(Shape):
    """An owners' or management committee for one term."""

    estate = serializers.CharField(source="estate.code", help_text=ESTATE)
    estate_name = serializers.CharField(source="estate.name", help_text=_("Name of the estate."))

    class Meta:
        model = Committee
        fields = [
            "number", "estate", "estate_name", "kind", "ordinal", "name", "state", "formed_on", "term_from",
            "term_until", "filed_on", "filing_number", "office_phone", "office_address", "seal_number", "seal_on",
            "ended_on", "end_reason",
        ]  # fmt: skip
        read_only_fields = fields
        extra_kwargs = {
            "term_from": {"help_text": _("First day of the term.")},
            "term_until": {"help_text": _("First day after the term.")},
            "office_phone": {"help_text": _("Telephone of the committee's office, which is public.")},
        }


class Committees(SeatVerbs, Verbs):
    """Committees of the estates that the caller sees, those of the past too."""

    kind = "committee"
    model = Committee
    verb_to_read = "committees.view"
    serializer_class = CommitteeShape
    filterset_class = CommitteeFilters
    lookup_field = "number"
    lookup_value_regex = "[0-9A-Z-]{3,24}"
    ordering = ("-term_from", "-pk")
    ordering_fields = ("term_from", "term_until", "filed_on", "number")
    own_fields = (
        "number", "estate", "kind", "ordinal", "name", "state", "formed_on", "term_from", "term_until", "filed_on",
        "filing_number", "office_phone", "office_address", "seal_number", "seal_on", "ended_on", "end_reason",
    )  # fmt: skip
    expansions = {"estate": one("estate", "estate_id"), "moves": moves_of_numbered(Committee, OFFERS)}
    in_detail = ("moves",)


class MemberShape(Shape):
    """A seat in a committee. The name stands on the estate's public page."""

    committee = serializers.CharField(source="committee.number", help_text=_("Number of the committee."))

    class Meta:
        model = Member
        fields = ["id", "committee", "seat", "side", "is_party_member", "joined_on", "left_on", "left_reason"]
        read_only_fields = fields
        extra_kwargs = {"left_on": {"help_text": _("First day no longer in the seat; null while there.")}}


class Members(Resource):
    """Seats in the committees that the caller sees, without names."""

    kind = "committee-member"
    model = Member
    verb_to_read = "committees.view"
    serializer_class = MemberShape
    filterset_class = MemberFilters
    lookup_value_regex = "[0-9]{1,18}"
    ordering = ("committee_id", "place", "pk")
    ordering_fields = ("joined_on", "left_on")
    own_fields = ("id", "committee", "seat", "side", "is_party_member", "joined_on", "left_on", "left_reason")
    expansions = {"committee": one("committee", "committee_id")}
