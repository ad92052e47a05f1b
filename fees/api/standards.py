"""`/api/v1/service-standards/`, `/api/v1/estate-levels/`: what levels promise, and which estate has which."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from accounts.api.expanding import many, one
from accounts.api.moves import Verbs
from accounts.api.resources import Resource
from accounts.api.serializers import KnownFields, Seen, SeenById, Shape
from enterprises.queries import estates_for
from fees.models import EstateLevel, Standard, StandardItem, StandardLevel
from fees.standards import actions
from fees.standards.filters import EstateLevelFilters, StandardFilters

ESTATE = _("Code of the estate, 13 digits.")
REGION = _("Code of the division, 12 digits.")


def published_levels(user):
    return StandardLevel.objects.filter(standard__published_at__isnull=False)


class StandardShape(Shape):
    """One edition of a service standard."""

    region = serializers.CharField(source="region.code", help_text=REGION)

    class Meta:
        model = Standard
        fields = [
            "id", "code", "edition", "name", "region", "effective_from", "effective_until", "is_example", "note",
            "published_at",
        ]  # fmt: skip
        read_only_fields = fields
        extra_kwargs = {
            "effective_until": {"help_text": _("First day no longer in force; null while no other edition follows.")},
        }


class StandardLevelShape(Shape):
    """A level. Rank 1 is the least service, whichever way the city names its levels."""

    class Meta:
        model = StandardLevel
        fields = ["id", "name", "rank"]
        read_only_fields = fields


class StandardItemShape(Shape):
    """A promise of a level."""

    level = serializers.CharField(source="level.name", help_text=_("Name of the level."))
    area = serializers.CharField(source="area.name", help_text=_("Area of service."))

    class Meta:
        model = StandardItem
        fields = ["level", "area", "text", "is_headline"]
        read_only_fields = fields


class Standards(Resource):
    """Published service standards, edition by edition."""

    kind = "service-standard"
    model = Standard
    verb_to_read = "fees.view"
    serializer_class = StandardShape
    filterset_class = StandardFilters
    lookup_value_regex = "[0-9]{1,18}"
    ordering = ("code", "-effective_from", "-pk")
    ordering_fields = ("code", "effective_from")
    expansions = {
        "levels": many(
            StandardLevelShape, lambda view, ids: StandardLevel.objects.filter(standard__in=ids).order_by("-rank"),
            by="standard_id",
        ),
        "items": many(
            StandardItemShape,
            lambda view, ids: StandardItem.objects.filter(level__standard__in=ids).order_by(
                "-level__rank", "area__place", "place"
            ),
            by="level__standard_id",
        ),
    }  # fmt: skip
    in_detail = ("levels",)

    def seen_by(self, user):
        return Standard.objects.filter(published_at__isnull=False)


class EstateLevelShape(Shape):
    """The level that an estate was found to have on site."""

    estate = serializers.CharField(source="estate.code", help_text=ESTATE)
    level = serializers.IntegerField(source="level_id", help_text=_("Id of the level."))
    level_name = serializers.CharField(source="level.name", help_text=_("Name of the level."))
    rank = serializers.IntegerField(source="level.rank", help_text=_("Its rank; 1 is the least service."))
    standard = serializers.IntegerField(source="level.standard_id", help_text=_("Id of the standard."))

    class Meta:
        model = EstateLevel
        fields = [
            "id", "estate", "level", "level_name", "rank", "standard", "from_on", "until_on", "verified_on",
            "verified_by", "note",
        ]  # fmt: skip
        read_only_fields = fields
        extra_kwargs = {"until_on": {"help_text": _("First day on which it counts no more; null while it counts.")}}


class Verifying(KnownFields):
    estate = Seen("code", among=estates_for, help_text=ESTATE)
    level = SeenById(among=published_levels, help_text=_("Id of the level, of a published standard."))
    verified_on = serializers.DateField(help_text=_("Day of the look on site."))
    verified_by = serializers.CharField(max_length=100, help_text=_("Body that looked; names no person."))
    from_on = serializers.DateField(help_text=_("First day on which the level counts."))
    note = serializers.CharField(max_length=300, required=False, allow_blank=True, help_text=_("Note."))


class EstateLevels(Verbs):
    """Levels of the estates that the caller sees, those of the past too."""

    kind = "estate-level"
    model = EstateLevel
    verb_to_read = "fees.view"
    verb_to_write = actions.VERIFY
    serializer_class = EstateLevelShape
    filterset_class = EstateLevelFilters
    lookup_value_regex = "[0-9]{1,18}"
    ordering = ("-from_on", "-pk")
    ordering_fields = ("from_on", "verified_on")
    own_fields = ("id", "estate", "level", "from_on", "until_on", "verified_on", "verified_by", "note")
    expansions = {"estate": one("estate", "estate_id")}

    @extend_schema(request=Verifying, responses={201: EstateLevelShape})
    def create(self, request, *args, **kwargs) -> Response:
        """Write down the level that was found on site. The one before ends on its first day."""
        self.refuse_parameters()
        with transaction.atomic():
            sent = self.sent(Verifying)
            return self.added(actions.verify_level(**sent, by=request.user, at=timezone.now()))
