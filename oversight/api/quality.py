"""`/api/v1/figures/quality/` and `/api/v1/quality-gaps/`: how good the data are, and what they lack."""

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from accounts.api import etags
from accounts.api.expanding import one
from accounts.api.resources import Resource
from accounts.api.serializers import Shape
from accounts.filters import ChoicesFilter, Filters, KeysFilter, RegionFilter
from oversight import figures
from oversight.api.figure_shapes import BY, CODE, DOWN, CountedHeading, Number
from oversight.api.figures import BY as BY_PART
from oversight.api.figures import ON, REGION, Figure, told_as
from oversight.models import QualityGap
from oversight.quality.rules import BY_KEY


class QualityRow(serializers.Serializer):
    code = serializers.CharField(help_text=CODE)
    name = serializers.CharField(help_text=_("Its name."))
    rank = serializers.IntegerField(
        allow_null=True, help_text=_("Place among the parts; equals share one, the whole has none.")
    )
    estates = serializers.IntegerField(help_text=_("Estates on the register."))
    percent = Number(allow_null=True, help_text=_("Share of all that is owed that is there and up to date, %."))
    complete_asked = serializers.IntegerField(help_text=_("What must be on file, all estates together."))
    complete_held = serializers.IntegerField(help_text=_("Of that, what is on file."))
    complete_percent = Number(allow_null=True, help_text=_("Completeness, %."))
    fresh_asked = serializers.IntegerField(help_text=_("What must be up to date, all estates together."))
    fresh_held = serializers.IntegerField(help_text=_("Of that, what is up to date."))
    fresh_percent = Number(allow_null=True, help_text=_("Freshness, %."))
    gaps = serializers.IntegerField(help_text=_("What is left to put right."))
    overdue = serializers.IntegerField(help_text=_("Of that, what should have been put right before."))
    next_due_on = serializers.DateField(allow_null=True, help_text=_("The next deadline."))
    records = serializers.CharField(help_text=_("The address of the gaps counted."))
    down = serializers.CharField(allow_null=True, help_text=DOWN)


class QualityTable(CountedHeading):
    by = serializers.CharField(allow_null=True, help_text=BY)
    total = QualityRow(allow_null=True, help_text=_("The whole area."))
    parts = QualityRow(many=True, help_text=_("Its parts, best first."))


class Quality(Figure):
    """How complete and how fresh the data are: the whole and each part, best first. Counted every morning."""

    verb_to_read = "quality.view"

    @told_as(QualityTable, REGION, ON, BY_PART)
    def get(self, request):
        return etags.answer(request, self.told(figures.quality, on=self.day(), by=self.by))


class GapFilters(Filters):
    model = QualityGap
    columns = ("side", "since_on", "due_on")

    region = RegionFilter("estate__region_id")
    estate = KeysFilter("estate__code", max_length=13, help_text=_("Codes of estates, separated by commas."))
    rule = ChoicesFilter(
        "rule", choices=[(key, rule.label) for key, rule in BY_KEY.items()],
        help_text=_("What is missing; several are separated by commas."),
    )  # fmt: skip


class GapShape(Shape):
    """One thing that an estate's data lack."""

    estate = serializers.CharField(source="estate.code", help_text=_("Code of the estate, 13 digits."))
    label = serializers.SerializerMethodField(help_text=_("What it is, in words."))
    owed_by = serializers.SerializerMethodField(help_text=_("Who owes it."))

    class Meta:
        model = QualityGap
        fields = ["id", "estate", "rule", "label", "side", "owed_by", "since_on", "due_on"]
        read_only_fields = fields

    def get_label(self, gap: QualityGap) -> str:
        return str(BY_KEY[gap.rule].label)

    def get_owed_by(self, gap: QualityGap) -> str:
        return str(BY_KEY[gap.rule].owed_by)


class QualityGaps(Resource):
    """What the data of the estates of the caller's region lack, until when it is to be put right."""

    kind = "quality-gap"
    model = QualityGap
    verb_to_read = "quality.view"
    serializer_class = GapShape
    filterset_class = GapFilters
    lookup_value_regex = "[0-9]{1,18}"
    ordering = ("due_on", "pk")
    ordering_fields = ("due_on", "since_on")
    expansions = {"estate": one("estate", "estate_id")}
