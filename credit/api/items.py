"""The items of rulebooks, one by one. Those of a draft are added, amended and removed; each must do what it says."""

from collections.abc import Sequence
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.api.expanding import one
from accounts.api.moves import Offer, OpenMove, moves
from accounts.api.registers import Register, with_values
from accounts.api.serializers import Shape, ShortList
from credit.actions import amend_item, remove_item
from credit.api.fields import Points, points
from credit.api.rulebook_verbs import unsound
from credit.filters import ItemFilters
from credit.lifecycle import ITEM, RULEBOOK
from credit.models import Category, Item
from credit.models.rulebooks import Subject
from credit.queries import rulebooks_for

SAME = "same"
"""As many points as the item has for its own subject."""
MOST_EXAMPLES = 100


class WorkedExample(serializers.Serializer):
    """What some records under an item come to."""

    title = serializers.CharField(max_length=100, help_text=_("What it shows."))
    records = serializers.JSONField(help_text=_("How many plain records, or one entry for each with what it has."))
    expect = serializers.FloatField(help_text=_("The points that they come to."))
    on = serializers.DateField(default=None, allow_null=True, help_text=_("The day on which they are counted."))

    def to_representation(self, example: dict[str, Any]) -> dict[str, Any]:
        return {"title": "", "on": None, **example}


class Named(serializers.Field):
    """Points by name, kept as hundredths by name."""

    def to_representation(self, kept: dict[str, Any]) -> dict[str, Any]:
        return {name: None if value == SAME else points(value) for name, value in kept.items()}

    def to_internal_value(self, sent: Any) -> dict[str, Any]:
        if not isinstance(sent, dict) or len(sent) > 50:
            raise serializers.ValidationError(gettext("Give points by name, such as {“name”: 5}."))
        return {self.name_of(name): self.value_of(value) for name, value in sent.items()}

    def name_of(self, name: str) -> str:
        return serializers.CharField(max_length=20).run_validation(name)

    def value_of(self, value: Any) -> Any:
        return Points().run_validation(value)


@extend_schema_field({"type": "object", "additionalProperties": {"type": "number", "multipleOf": 0.01}})
class PointsByLevel(Named):
    pass


@extend_schema_field({"type": "object", "additionalProperties": {"type": ["number", "null"], "multipleOf": 0.01}})
class PointsElsewhere(Named):
    """By subject; null for as many as to the item's own."""

    def name_of(self, name: str) -> str:
        return serializers.ChoiceField(Subject.choices).run_validation(name)

    def value_of(self, value: Any) -> Any:
        return SAME if value is None else super().value_of(value)


@extend_schema_field(WorkedExample(many=True))
class Examples(serializers.Field):
    def to_representation(self, kept: list[dict]) -> list[dict]:
        return WorkedExample(kept, many=True).data

    def to_internal_value(self, sent: Any) -> list[dict]:
        found = ShortList(child=WorkedExample(), max_length=MOST_EXAMPLES).run_validation(sent)
        return [{name: value_of(value) for name, value in example.items() if value is not None} for example in found]


def value_of(value: Any) -> Any:
    """As the table keeps it, in JSON."""
    return value.isoformat() if hasattr(value, "isoformat") else value


class ItemShape(Shape):
    category = serializers.CharField(source="category.name", max_length=30, help_text=_("Its category."))
    fixed_points = Points(
        source="fixed_centipoints", required=False, allow_null=True, help_text=_("Points, if they are fixed.")
    )
    least_points = Points(
        source="least_centipoints", required=False, allow_null=True, help_text=_("Least points of a range.")
    )
    most_points = Points(
        source="most_centipoints", required=False, allow_null=True, help_text=_("Most points of a range.")
    )
    cap_points = Points(
        source="cap_centipoints", required=False, allow_null=True, min_value=0,
        help_text=_("The most that it adds or takes; null without a cap."),
    )  # fmt: skip
    level_points = PointsByLevel(
        source="levels", required=False, help_text=_("Points by level of the awarding or deciding body.")
    )
    also = PointsElsewhere(
        required=False,
        help_text=_("Points that the same event posts to further subjects; null for as many as to its own."),
    )
    examples = Examples(required=False, help_text=_("Worked examples; a rulebook is published only if they come out."))

    class Meta:
        model = Item
        fields = [
            "code", "title", "wording", "article", "category", "subject", "points_mode", "fixed_points", "level_points",
            "least_points", "most_points", "also", "repeat", "cap_points", "validity", "validity_months", "counts_from",
            "exclusions", "recorded_by", "examples", "note",
        ]  # fmt: skip


class ItemEntry(ItemShape):
    """An item with the rulebook that it is part of."""

    rulebook = serializers.IntegerField(source="rulebook_id", help_text=_("The rulebook; it stays."))

    class Meta(ItemShape.Meta):
        fields = ["id", "rulebook", *ItemShape.Meta.fields]
        read_only_fields = ["id"]
        validators: list = []

    def validate_rulebook(self, key: int) -> int:
        if self.instance is not None and key != self.instance.rulebook_id:
            raise serializers.ValidationError(gettext("An item stays in its rulebook. Add it to the other one."))
        if not rulebooks_for(self.context["request"].user).filter(pk=key).exists():
            raise serializers.ValidationError(gettext("“%(value)s” is not known here.") % {"value": key})
        return key

    def validate(self, values: dict[str, Any]) -> dict[str, Any]:
        """The category by its name, among those of the rulebook."""
        book = values.get("rulebook_id") or self.instance.rulebook_id
        if "category" in values:
            name = values["category"]["name"]
            values["category"] = Category.objects.filter(rulebook=book, name=name).first()
            if values["category"] is None:
                raise serializers.ValidationError(
                    {"category": gettext("The rulebook has no category “%(name)s”.") % {"name": name}}
                )
        return values


class ItemInFull(ItemEntry):
    moves = OpenMove(many=True, read_only=True, help_text=_("What the caller may do with it now."))

    class Meta(ItemEntry.Meta):
        fields = [*ItemEntry.Meta.fields, "moves"]


def states_of_items(ids: Sequence[int]) -> dict[int, str]:
    return dict(Item.objects.filter(pk__in=ids).values_list("pk", "rulebook__state"))


OFFERS = [
    Offer(ITEM["amend"], "rulebook-item-detail", method="PATCH"),
    Offer(ITEM["remove"], "rulebook-item-detail", method="DELETE"),
]
ADDING = Offer(RULEBOOK["add_item"], "rulebook-item-list", lambda: ItemEntry, on_list=True)


class Items(Register):
    """Items of the rulebooks that the caller sees."""

    kind = "rulebook-item"
    model = Item
    verb_to_read = "rulebooks.view"
    verb_to_write = "rulebooks.edit"
    serializer_class = ItemEntry
    detail_serializer_class = ItemInFull
    filterset_class = ItemFilters
    lookup_value_regex = "[0-9]{1,9}"
    ordering = ("-rulebook_id", "code")
    ordering_fields = ("rulebook", "code", "title")
    ordering_columns = {"rulebook": "rulebook_id"}
    own_fields = tuple(ItemEntry.Meta.fields)
    expansions = {"rulebook": one("rulebook", "rulebook_id"), "moves": moves(OFFERS, states_of_items)}
    in_detail = ("moves",)

    def seen_by(self, user):
        return Item.objects.filter(rulebook__in=rulebooks_for(user))

    def register(self, values):
        return self.keep(Item(**values))

    def amend(self, thing, values):
        return self.keep(with_values(thing, values))

    def keep(self, item: Item) -> Item:
        with unsound():
            return amend_item(item, by=self.request.user, at=timezone.now())

    def remove(self, thing):
        remove_item(thing, by=self.request.user, at=timezone.now())
