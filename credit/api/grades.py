"""Published grades: who holds which, and the lines of which each is the sum."""

from collections.abc import Sequence

from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import NotFound
from rest_framework.reverse import reverse

from accounts.api.expanding import made, one
from accounts.api.filtering import refuse_unknown
from accounts.api.reading import Worked
from accounts.api.resources import Resource
from accounts.api.serializers import Shape
from credit.api.evidence import EvidenceShape
from credit.api.fields import GradeWords, Points, word_of
from credit.filters import GradeFilters
from credit.models import Evidence, Grade, Item
from credit.queries import shown_score
from credit.story import lines_of_many, records_behind


class GradeShape(GradeWords, Shape):
    """A grade that held from one day until before another."""

    enterprise = serializers.CharField(
        source="enterprise.uscc", help_text=_("Unified social credit code of the company.")
    )
    enterprise_name = serializers.CharField(source="enterprise.name", help_text=_("Name of the company."))
    county = serializers.CharField(source="county_code", help_text=_("County where it was registered, 12 digits."))
    run = serializers.IntegerField(source="night_id", help_text=_("The run that made it."))
    rulebook = serializers.IntegerField(source="rulebook_id", help_text=_("The rulebook by which it was made."))
    grade = serializers.CharField(
        help_text=_("A letter of the rulebook, NEW (not yet graded) or MISSING (file incomplete).")
    )

    grade_word = Worked(
        serializers.CharField(),
        by=word_of,
        of=["grade", "rulebook_id"],
        help_text=_("The grade in one word of the rulebook."),
    )

    class Meta:
        model = Grade
        fields = [
            "id", "enterprise", "enterprise_name", "county", "grade", "grade_word", "score", "is_vetoed", "from_on",
            "until_on", "run", "rulebook",
        ]  # fmt: skip
        read_only_fields = fields
        extra_kwargs = {
            "from_on": {"help_text": _("First day on which it held.")},
            "until_on": {"help_text": _("First day on which it held no more; null for the current one.")},
            "is_vetoed": {"help_text": _("Whether a veto made the grade, whatever the score.")},
        }


class LineShape(serializers.Serializer):
    """One line of a grade. The points of all lines add up to the score."""

    item = serializers.CharField(
        source="item.code",
        default=None,
        allow_null=True,
        help_text=_("Code of the rulebook item; null for the starting score, a cap or the floor."),
    )
    title = serializers.CharField(help_text=_("What it is, in plain words."))
    article = serializers.CharField(help_text=_("The article that it rests on."))
    category = serializers.CharField(
        source="item.category.name", default=None, allow_null=True, help_text=_("Category of the item.")
    )
    points = Points(source="centipoints", help_text=_("Points, below zero where taken off."))
    count = serializers.IntegerField(help_text=_("How many records make it."))
    records = serializers.SerializerMethodField(
        help_text=_("Address of those records, as far as the caller sees them; null without any.")
    )

    def get_records(self, line) -> str | None:
        return f"{self.context['records']}?item={line.item.code}" if line.item else None


class GradeWithLines(GradeShape):
    lines = LineShape(many=True, help_text=_("What the score is the sum of."))

    class Meta(GradeShape.Meta):
        fields = [*GradeShape.Meta.fields, "lines"]


def lines_by_grade(view: Resource, ids: Sequence[int]) -> dict[int, list[dict]]:
    found = {}
    for key, lines in lines_of_many(Grade.objects.filter(pk__in=ids)).items():
        records = reverse("api:grade-records", args=[key], request=getattr(view.request, "_request", None))
        found[key] = LineShape(lines, many=True, context={"records": records}).data
    return found


def as_shown(grades: QuerySet[Grade]) -> QuerySet[Grade]:
    """With what `GradeShape` needs."""
    return grades.annotate(grade_score=shown_score())


class Grades(Resource):
    """The grades of the companies that the caller sees: current ones, those of a day, or those of a run."""

    kind = "grade"
    model = Grade
    verb_to_read = "grades.view"
    verbs = {"records": "evidence.view"}
    serializer_class = GradeShape
    detail_serializer_class = GradeWithLines
    filterset_class = GradeFilters
    lookup_value_regex = "[0-9]{1,18}"
    ordering = ("grade", "-score_centipoints", "pk")
    ordering_fields = ("score", "grade", "name", "from_on")
    ordering_columns = {"score": F("grade_score"), "name": "enterprise__initials"}
    own_fields = ("id", "enterprise", "county", "grade", "score", "is_vetoed", "from_on", "until_on", "run", "rulebook")
    expansions = {
        "enterprise": one("enterprise", "enterprise_id"),
        "rulebook": one("rulebook", "rulebook_id"),
        "lines": made(LineShape, lines_by_grade),
    }
    in_detail = ("lines",)

    def with_details(self, queryset):
        return as_shown(queryset)

    @extend_schema(
        responses=EvidenceShape(many=True),
        filters=False,
        parameters=[
            OpenApiParameter("item", OpenApiTypes.STR, required=True, description=_("Code of the line's item."))
        ],
    )
    @action(detail=True)
    def records(self, request, pk):
        """The records behind one line of a grade, as the run knew them."""
        refuse_unknown(request, ("item", *self.pagination_class.parameters))
        grade = self.get_object()
        item = Item.objects.filter(pk__in=grade.line_items, code=request.query_params.get("item", "")[:20]).first()
        if item is None:
            raise NotFound(_("This grade has no line of that item."))
        visible = Evidence.objects.visible_to(request.user).with_state(on=grade.from_on)
        behind = visible.filter(pk__in=records_behind(grade, item).order_by().values("pk"))
        return self.page_of(behind, EvidenceShape, ordering=("-decided_on", "-pk"))
