"""Rulebooks with their categories, bands and items: published ones for everybody, drafts for those who draft."""

from collections import defaultdict
from collections.abc import Sequence

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from accounts.api.expanding import Expansion, made
from accounts.api.resources import Resource
from accounts.api.serializers import Shape
from accounts.authority import may
from credit.api.fields import Points, points
from credit.filters import RulebookFilters
from credit.models import Band, Category, Item, Rulebook, RulebookState


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


class WorkedExample(serializers.Serializer):
    """What some records under an item come to."""

    title = serializers.CharField(help_text=_("What it shows."))
    records = serializers.JSONField(help_text=_("How many plain records, or one entry for each with what it has."))
    expect = serializers.FloatField(help_text=_("The points that they come to."))
    on = serializers.CharField(default=None, allow_null=True, help_text=_("The day on which they are counted."))


class ItemShape(Shape):
    category = serializers.CharField(source="category.name", help_text=_("Its category."))
    fixed_points = Points(source="fixed_centipoints", allow_null=True, help_text=_("Points, if they are fixed."))
    least_points = Points(source="least_centipoints", allow_null=True, help_text=_("Least points of a range."))
    most_points = Points(source="most_centipoints", allow_null=True, help_text=_("Most points of a range."))
    cap_points = Points(
        source="cap_centipoints", allow_null=True, help_text=_("The most that it adds or takes; null without a cap.")
    )
    level_points = serializers.SerializerMethodField(help_text=_("Points by level of the awarding or deciding body."))
    also = serializers.SerializerMethodField(
        help_text=_("Points that the same event posts to further subjects; null for as many as to its own.")
    )
    examples = WorkedExample(many=True, help_text=_("Worked examples; a rulebook is published only if they come out."))

    class Meta:
        model = Item
        fields = [
            "code", "title", "wording", "article", "category", "subject", "points_mode", "fixed_points", "level_points",
            "least_points", "most_points", "also", "repeat", "cap_points", "validity", "validity_months", "counts_from",
            "exclusions", "recorded_by", "examples", "note",
        ]  # fmt: skip

    def get_also(self, item) -> dict[str, float | None]:
        return {
            subject: None if centipoints == "same" else points(centipoints)
            for subject, centipoints in item.also.items()
        }

    def get_level_points(self, item) -> dict[str, float | None]:
        return {level: points(centipoints) for level, centipoints in item.levels.items()}


class RulebookInFull(RulebookShape):
    categories = CategoryShape(many=True)
    bands = BandShape(many=True, help_text=_("Tried in order; the first that fits is the grade."))
    items = ItemShape(many=True)

    class Meta(RulebookShape.Meta):
        fields = [*RulebookShape.Meta.fields, "categories", "bands", "items"]


def parts(shape: type[serializers.Serializer], rows: QuerySet) -> Expansion:
    """The parts of rulebooks, in their order."""

    def load(view: Resource, ids: Sequence[int]) -> dict[int, list[dict]]:
        found = defaultdict(list)
        for part in rows.filter(rulebook__in=ids):
            found[part.rulebook_id].append(shape(part).data)
        return found

    return made(shape, load)


class Rulebooks(Resource):
    """The city's rules for grading, version by version."""

    name = "rulebook"
    model = Rulebook
    verb_to_read = "rulebooks.view"
    serializer_class = RulebookShape
    detail_serializer_class = RulebookInFull
    filterset_class = RulebookFilters
    lookup_value_regex = r"\d{1,18}"
    ordering = ("-effective_from", "-pk")
    ordering_fields = ("effective_from", "code", "version")
    own_fields = tuple(name for name in RulebookShape.Meta.fields if name != "item_count")
    expansions = {
        "categories": parts(CategoryShape, Category.objects.order_by("pk")),
        "bands": parts(BandShape, Band.objects.order_by("position")),
        "items": parts(ItemShape, Item.objects.select_related("category")),
    }
    in_detail = ("categories", "bands", "items")

    def seen_by(self, user):
        sees_drafts = may(user, "rulebooks.edit") or may(user, "audit.view")
        return Rulebook.objects.filter(Q() if sees_drafts else Q(state=RulebookState.PUBLISHED))

    def with_details(self, queryset):
        return queryset.annotate(item_count=Count("items"))
