"""Rulebooks with their categories, bands and items: published ones for everybody, drafts for those who draft."""

from collections import defaultdict
from collections.abc import Sequence

from django.db.models import Count, QuerySet
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import serializers

from accounts.api.expanding import Expansion, made
from accounts.api.moves import OpenMove, moves
from accounts.api.resources import Resource
from accounts.api.serializers import Shape
from credit.api.fields import Points
from credit.api.items import ADDING, ItemShape
from credit.api.rulebook_verbs import OFFERS, RulebookVerbs, states_of_rulebooks
from credit.filters import RulebookFilters
from credit.models import Band, Category, Item, Rulebook
from credit.queries import rulebooks_for


class RulebookShape(Shape):
    base_points = Points(source="base_centipoints", help_text=_("The score with which everybody begins."))
    floor_points = Points(
        source="floor_centipoints", allow_null=True, help_text=_("The lowest score; null without one.")
    )
    item_count = serializers.IntegerField(help_text=_("Number of items."))

    class Meta:
        model = Rulebook
        fields = [
            "id", "code", "version", "title", "source", "state", "effective_from", "combine", "base_points",
            "floor_points", "roll_up", "new_months", "why", "published_at", "item_count",
        ]  # fmt: skip
        read_only_fields = fields


class BandShape(Shape):
    lower_points = Points(
        source="lower_centipoints", allow_null=True, help_text=_("From so many points; null is no end.")
    )
    upper_points = Points(
        source="upper_centipoints", allow_null=True, help_text=_("To so many points; null is no end.")
    )

    class Meta:
        model = Band
        fields = [
            "grade",
            "word",
            "shape",
            "lower_points",
            "lower_closed",
            "upper_points",
            "upper_closed",
            "when",
            "is_veto",
        ]


class CategoryShape(Shape):
    cap_points = Points(
        source="cap_centipoints", allow_null=True, help_text=_("The most that it adds or takes; null without a cap.")
    )

    class Meta:
        model = Category
        fields = ["name", "direction", "cap_points"]


class RulebookInFull(RulebookShape):
    categories = CategoryShape(many=True)
    bands = BandShape(many=True, help_text=_("Tried in order; the first that fits is the grade."))
    items = ItemShape(many=True)
    moves = OpenMove(many=True, help_text=_("What the caller may do with it now."))

    class Meta(RulebookShape.Meta):
        fields = [*RulebookShape.Meta.fields, "categories", "bands", "items", "moves"]


def parts(shape: type[serializers.Serializer], rows: QuerySet) -> Expansion:
    """The parts of rulebooks, in their order."""

    def load(view: Resource, ids: Sequence[int]) -> dict[int, list[dict]]:
        found = defaultdict(list)
        for part in rows.filter(rulebook__in=ids):
            found[part.rulebook_id].append(shape(part).data)
        return found

    return made(shape, load)


@extend_schema_view(copy=extend_schema(responses={201: RulebookInFull}))
class Rulebooks(RulebookVerbs):
    """The city's rules for grading, version by version."""

    kind = "rulebook"
    model = Rulebook
    verb_to_read = "rulebooks.view"
    serializer_class = RulebookShape
    detail_serializer_class = RulebookInFull
    filterset_class = RulebookFilters
    lookup_value_regex = "[0-9]{1,18}"
    ordering = ("-effective_from", "-pk")
    ordering_fields = ("effective_from", "code", "version")
    own_fields = tuple(name for name in RulebookShape.Meta.fields if name != "item_count")
    expansions = {
        "categories": parts(CategoryShape, Category.objects.order_by("pk")),
        "bands": parts(BandShape, Band.objects.order_by("position")),
        "items": parts(ItemShape, Item.objects.select_related("category")),
        "moves": moves([ADDING, *OFFERS], states_of_rulebooks),
    }
    in_detail = ("categories", "bands", "items", "moves")

    def seen_by(self, user):
        return rulebooks_for(user)

    def with_details(self, queryset):
        return queryset.annotate(item_count=Count("items"))
