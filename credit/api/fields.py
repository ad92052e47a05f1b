"""Points as people write them: 95 and 4.2, though the tables keep whole hundredths."""

from decimal import Decimal
from functools import lru_cache

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.api.reading import Worked
from credit.marks import marks_of


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


def word_of(grade: str | None, rulebook: int | None) -> str | None:
    """The grade in one word of its rulebook; of those without a letter in the reader's language."""
    if grade is None:
        return None
    return words_of(rulebook).get(grade) or marks_of(None).of(grade).word


@lru_cache(maxsize=64)
def words_of(rulebook: int | None) -> dict[str, str]:
    """The words of a rulebook's letters. A rulebook by which anybody was graded is published and never changes."""
    return {mark.grade: mark.word for mark in marks_of(rulebook) if mark.is_graded}


class GradeWords(serializers.Serializer):
    """A grade, its word and its score, on rows that carry `grade`, `grade_score` and `grade_rulebook`."""

    grade = serializers.CharField(
        read_only=True,
        allow_null=True,
        help_text=_(
            "The company's grade: a letter of the rulebook, NEW (not yet graded) or MISSING (file incomplete)."
        ),
    )
    grade_word = Worked(
        serializers.CharField(allow_null=True),
        by=word_of,
        of=["grade", "grade_rulebook"],
        help_text=_("The grade in one word of the rulebook."),
    )
    score = Points(
        source="grade_score",
        read_only=True,
        allow_null=True,
        help_text=_("Its score in points; null without a letter."),
    )
