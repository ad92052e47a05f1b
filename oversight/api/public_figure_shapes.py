"""What the public figures look like in JSON."""

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from oversight.api.figure_shapes import CODE, GradeWord, Heading, Number


class PublicNumber(serializers.Serializer):
    value = Number(allow_null=True, help_text=_("The number; null where it is left out, or nothing can be said."))
    suppressed = serializers.BooleanField(
        help_text=_("Whether it is left out: it is 1 or 2, or one could be worked out from it.")
    )


class PublicFigureOf(PublicNumber):
    unit = serializers.ChoiceField(
        choices=["enterprises", "estates", "households", "percent"], help_text=_("Its unit.")
    )


class PublicOverview(Heading):
    figures = serializers.DictField(
        child=PublicFigureOf(),
        help_text=_(
            "enterprises, estates, served, coverage_percent (share of estates with property service, %), old_estates, "
            "old_percent, households. Empty before the first run."
        ),
    )


class PublicRow(serializers.Serializer):
    code = serializers.CharField(help_text=CODE)
    name = serializers.CharField(help_text=_("Its name."))


class PublicGradeRow(PublicRow):
    count = PublicNumber(help_text=_("Companies registered there."))
    grades = serializers.DictField(child=PublicNumber(), help_text=_("How many of them hold each grade."))


class PublicGrades(Heading):
    grades = GradeWord(many=True, help_text=_("The grades, best first."))
    total = PublicGradeRow(allow_null=True, help_text=_("The city."))
    counties = PublicGradeRow(many=True, help_text=_("Each county, and what belongs to none."))


class PublicCoverageRow(PublicRow):
    estates = PublicNumber(help_text=_("Estates on the register."))
    served = PublicNumber(help_text=_("Estates with property service."))
    unserved = PublicNumber(help_text=_("Estates without property service."))
    percent = PublicNumber(help_text=_("Share of estates with property service, %."))


class PublicCoverage(Heading):
    target_percent = serializers.FloatField(help_text=_("The city's target, %."))
    lower_mark_percent = serializers.FloatField(help_text=_("The city's lower mark, %."))
    total = PublicCoverageRow(allow_null=True, help_text=_("The city."))
    counties = PublicCoverageRow(many=True, help_text=_("Each county, and what belongs to none."))
