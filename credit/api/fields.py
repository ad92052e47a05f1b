"""Points as people write them: 95 and 4.2, though the tables keep whole hundredths."""

from decimal import Decimal

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.api.resources import Resource
from credit.marks import Marks
from credit.models import Band


def points(centipoints: int | None) -> int | float | None:
    """9500 -> 95, 420 -> 4.2."""
    if centipoints is None:
        return None
    return centipoints // 100 if centipoints % 100 == 0 else centipoints / 100


@extend_schema_field({"type": "number", "multipleOf": 0.01})
class Points(serializers.DecimalField):
    """Points with at most two decimals; kept as whole hundredths."""

    default_error_messages = {"max_decimal_places": _("Points have at most two decimals.")}

    def __init__(self, **options):
        super().__init__(max_digits=9, decimal_places=2, **options)

    def to_representation(self, value: int):
        return points(value)

    def to_internal_value(self, data) -> int:
        return int(super().to_internal_value(data) * Decimal(100))


def marks_by_rulebook() -> dict[int, Marks]:
    """The words and shapes of every rulebook's grades. One query: rulebooks are few."""
    bands: dict[int, list[Band]] = {}
    for band in Band.objects.order_by("rulebook_id", "position"):
        bands.setdefault(band.rulebook_id, []).append(band)
    return {rulebook: Marks(rows) for rulebook, rows in bands.items()}


class GradeWords(serializers.Serializer):
    """A grade, its word and its score, on rows that carry `grade`, `grade_score` and `grade_rulebook`."""

    grade = serializers.CharField(
        read_only=True,
        allow_null=True,
        help_text=_(
            "The company's grade: a letter of the rulebook, NEW (not yet graded) or MISSING (file incomplete)."
        ),
    )
    grade_word = serializers.SerializerMethodField(help_text=_("The grade in one word of the rulebook."))
    score = serializers.SerializerMethodField(help_text=_("Its score in points; null without a letter."))

    def get_grade_word(self, row) -> str | None:
        if row.grade is None:
            return None
        marks = self.context["marks"].get(row.grade_rulebook)
        return marks.of(row.grade).word if marks else ""

    def get_score(self, row) -> float | None:
        return points(row.grade_score)


class WithMarks(Resource):
    """Puts the words of all grades into the serializers' context."""

    def get_serializer_context(self):
        context = super().get_serializer_context()
        if not getattr(self, "swagger_fake_view", False):
            context["marks"] = marks_by_rulebook()
        return context
