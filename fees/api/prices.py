"""`/api/v1/guide-prices/`, `/api/v1/price-indices/`, `/api/v1/price-proposals/`."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from accounts.api.moves import Verbs, step
from accounts.api.resources import Resource
from accounts.api.serializers import KnownFields, Seen, SeenById, Shape, regions_for
from fees.api.standards import REGION, published_levels
from fees.models import GuidePrice, PriceIndex, PriceProposal
from fees.prices import actions
from fees.prices.filters import GuidePriceFilters, PriceIndexFilters, PriceProposalFilters


class GuidePriceShape(Shape):
    """A guide price. The highest is base and float together, fractions of a fen included."""

    region = Seen("code", among=regions_for, help_text=REGION)
    level = SeenById(among=published_levels, help_text=_("Id of the level, of a published standard."))
    level_name = serializers.CharField(source="level.name", read_only=True, help_text=_("Name of the level."))

    class Meta:
        model = GuidePrice
        fields = [
            "id", "region", "level", "level_name", "building_kind", "lift", "base_fen", "lift_extra_fen",
            "no_lift_less_fen", "float_up_percent", "float_down_percent", "valid_from", "valid_until",
            "review_due_on", "document", "issuers", "is_example",
        ]  # fmt: skip
        extra_kwargs = {
            "base_fen": {"help_text": _("Base in fen per m² and month.")},
            "float_up_percent": {"help_text": _("How far one may go above the base; null: there is no highest price.")},
            "float_down_percent": {
                "help_text": _("How far one may go below the base; null: there is no lowest price.")
            },
            "valid_until": {"help_text": _("First day on which it is valid no more; null while it has no end.")},
            "review_due_on": {"help_text": _("Day by which it is to be reviewed; by the city's cycle if left out.")},
        }


class EndingPrice(KnownFields):
    valid_until = serializers.DateField(help_text=_("First day on which it is valid no more."))


class Reviewing(KnownFields):
    next_on = serializers.DateField(help_text=_("Day by which it is reviewed again."))


class PriceProposing(KnownFields):
    year = serializers.IntegerField(min_value=1990, max_value=2100, help_text=_("Year of the indices."))


class GuidePrices(Verbs):
    """Government guide prices, those of the past too."""

    kind = "guide-price"
    model = GuidePrice
    verb_to_read = "fees.view"
    verb_to_write = actions.EDIT
    serializer_class = GuidePriceShape
    filterset_class = GuidePriceFilters
    lookup_value_regex = "[0-9]{1,18}"
    ordering = ("-valid_from", "-base_fen", "-pk")
    ordering_fields = ("valid_from", "base_fen", "review_due_on")
    own_fields = (
        "id", "region", "level", "building_kind", "lift", "base_fen", "lift_extra_fen", "no_lift_less_fen",
        "float_up_percent", "float_down_percent", "valid_from", "valid_until", "review_due_on", "document", "issuers",
        "is_example",
    )  # fmt: skip
    verbs = {"end": actions.EDIT, "review": actions.EDIT, "propose": actions.EDIT}

    def seen_by(self, user):
        return GuidePrice.objects.all()

    @extend_schema(request=GuidePriceShape, responses={201: GuidePriceShape})
    def create(self, request, *args, **kwargs) -> Response:
        """Lay down a guide price for a level of a published standard."""
        self.refuse_parameters()
        with transaction.atomic():
            price = GuidePrice(**self.sent(GuidePriceShape))
            return self.added(actions.set_guide_price(price, by=request.user, at=timezone.now()))

    end = step("end", actions.end_guide_price, EndingPrice, "From a day on it holds no more.")
    review = step("review", actions.note_review, Reviewing, "It was reviewed and stays as it is.")
    propose = step(
        "propose", actions.propose_guide_price, PriceProposing,
        "Reckon what it would be by the indices of a year. A proposal is kept; the price stays as it is.",
    )  # fmt: skip


class PriceIndexShape(Shape):
    """A published index; the year before is 100."""

    class Meta:
        model = PriceIndex
        fields = ["id", "kind", "year", "value", "source", "published_on", "is_example"]
        read_only_fields = fields


class PriceIndices(Resource):
    """Indices of wages, consumer prices and energy that proposals follow. Kept by the bureau."""

    kind = "price-index"
    model = PriceIndex
    verb_to_read = "fees.view"
    serializer_class = PriceIndexShape
    filterset_class = PriceIndexFilters
    lookup_value_regex = "[0-9]{1,18}"
    ordering = ("-year", "kind", "-pk")
    ordering_fields = ("year", "kind")

    def seen_by(self, user):
        return PriceIndex.objects.all()


class PriceProposalShape(Shape):
    """What a price would be by the indices of a year, and how that was reckoned. It changes no price."""

    estate = serializers.CharField(
        source="estate.code", default=None, allow_null=True, help_text=_("Code of the estate; null for a guide price.")
    )
    guide_price = serializers.IntegerField(
        source="guide_price_id", allow_null=True, help_text=_("Id of the guide price; null for an estate's fee.")
    )

    class Meta:
        model = PriceProposal
        fields = ["id", "estate", "guide_price", "year", "old_fen", "proposed_fen", "reckoning", "made_at"]
        read_only_fields = fields


class PriceProposals(Resource):
    """Proposals of prices by the indices of a year."""

    kind = "price-proposal"
    model = PriceProposal
    verb_to_read = "fees.view"
    serializer_class = PriceProposalShape
    filterset_class = PriceProposalFilters
    lookup_value_regex = "[0-9]{1,18}"
    ordering = ("-made_at", "-pk")
    ordering_fields = ("made_at", "year")
