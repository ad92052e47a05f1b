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


class PublicComplaintRow(PublicRow):
    received = PublicNumber(help_text=_("Complaints that were filed."))
    in_time_percent = Number(
        allow_null=True, help_text=_("Share of the answers that were due, %; null of fewer than 3.")
    )
    confirmed_percent = Number(
        allow_null=True, help_text=_("Share of the closed ones that the resident confirmed, %; null of fewer than 3.")
    )
    median_days = Number(allow_null=True, help_text=_("Days in which half of the answers came."))
    service = Number(allow_null=True, help_text=_("Mean of what residents gave the service, 1 to 5."))
    result = Number(allow_null=True, help_text=_("Mean of what residents gave the result, 1 to 5."))


class PublicMonth(serializers.Serializer):
    month = serializers.CharField(help_text=_("Such as 2026-11."))
    received = PublicNumber(help_text=_("Complaints that were filed in it."))


class PublicConcentration(serializers.Serializer):
    estates_percent = serializers.IntegerField(help_text=_("The so many percent of the estates with most complaints."))
    estates = serializers.IntegerField(help_text=_("How many estates that is."))
    complaints_percent = Number(help_text=_("What part of all complaints they make, %."))


class PublicComplaints(serializers.Serializer):
    on = serializers.DateField(help_text=_("Today."))
    since = serializers.DateField(allow_null=True, help_text=_("First day of the twelve months; null before a count."))
    until_before = serializers.DateField(allow_null=True, help_text=_("The day after the last one."))
    as_of = serializers.DateTimeField(allow_null=True, help_text=_("When it was counted."))
    city = PublicComplaintRow(allow_null=True, help_text=_("The city."))
    districts = PublicComplaintRow(many=True, help_text=_("Each district with complaints."))
    classes = PublicComplaintRow(many=True, help_text=_("Each class of topics with complaints."))
    months = PublicMonth(many=True, help_text=_("Each month with complaints, the oldest first."))
    concentration = PublicConcentration(many=True, help_text=_("How much comes from few estates."))
