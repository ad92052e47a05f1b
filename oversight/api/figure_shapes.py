"""What the figures look like in JSON."""

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from oversight.api.run_shapes import MoveShape, RunShape


class Number(serializers.FloatField):
    """A number as it is: whole ones stay whole."""

    def to_representation(self, value):
        return value


class Earlier(serializers.Serializer):
    on = serializers.DateField(help_text=_("Day of the night compared with."))
    run = serializers.IntegerField(help_text=_("Number of that run."))
    value = Number(help_text=_("What it was then."))
    change = Number(help_text=_("Now less then."))


class Compared(serializers.Serializer):
    last_month = Earlier(allow_null=True, help_text=_("A month before; null when no night reaches back so far."))
    last_year = Earlier(allow_null=True, help_text=_("A year before; null when no night reaches back so far."))


class RegionOf(serializers.Serializer):
    code = serializers.CharField(help_text=_("Statistical division code, 12 digits."))
    name = serializers.CharField(help_text=_("Its name."))
    level = serializers.CharField(help_text=_("province, city, county, street or community"))


class RunOf(serializers.Serializer):
    id = serializers.IntegerField(help_text=_("Number of the run."))
    on = serializers.DateField(help_text=_("The night that it was of."))
    ended_at = serializers.DateTimeField(help_text=_("When it ended."))


class Heading(serializers.Serializer):
    region = RegionOf(help_text=_("What the figures are of."))
    on = serializers.DateField(help_text=_("The day asked about."))
    run = RunOf(allow_null=True, help_text=_("The run that answers; null before the first one."))
    as_of = serializers.DateTimeField(allow_null=True, help_text=_("When this was counted."))
    source = serializers.CharField(allow_blank=True, help_text=_("What it was counted from."))


class OneFigure(serializers.Serializer):
    value = Number(allow_null=True, help_text=_("The figure; null where nothing can be said."))
    unit = serializers.ChoiceField(
        choices=["enterprises", "estates", "households", "percent"], help_text=_("Its unit.")
    )
    as_of = serializers.DateTimeField(help_text=_("When this was counted."))
    source = serializers.CharField(help_text=_("What it was counted from."))
    records = serializers.CharField(help_text=_("Address of the rows behind it."))
    compared = Compared(help_text=_("What it was before."))


class Overview(Heading):
    figures = serializers.DictField(
        child=OneFigure(),
        help_text=_(
            "enterprises, rated, unrated, estates, served, coverage_percent, old_estates, old_percent, households, "
            "moved_up, moved_down. Empty before the first run."
        ),
    )


class GradeWord(serializers.Serializer):
    grade = serializers.CharField(
        help_text=_("A letter of the rulebook, NEW (not yet graded) or MISSING (file incomplete).")
    )
    word = serializers.CharField(allow_blank=True, help_text=_("The grade in one word of the rulebook."))
    shape = serializers.CharField(
        allow_blank=True, help_text=_("A circle, B square, C triangle, D diamond; NEW and MISSING dashed.")
    )


class GradeRow(serializers.Serializer):
    code = serializers.CharField(help_text=_("Statistical division code, 12 digits."))
    name = serializers.CharField(help_text=_("Its name."))
    count = serializers.IntegerField(help_text=_("Companies registered there."))
    grades = serializers.DictField(child=serializers.IntegerField(), help_text=_("How many of them hold each grade."))
    records = serializers.CharField(help_text=_("Address of the rows behind it."))


class GradeTotal(GradeRow):
    compared = serializers.DictField(child=Compared(), help_text=_("For each grade, what it was before."))


class GradeDistribution(Heading):
    grades = GradeWord(many=True, help_text=_("The grades, best first."))
    total = GradeTotal(allow_null=True, help_text=_("The whole."))
    counties = GradeRow(many=True, help_text=_("Each county; none for a street."))


class CoverageRow(serializers.Serializer):
    code = serializers.CharField(help_text=_("Statistical division code, 12 digits."))
    name = serializers.CharField(help_text=_("Its name."))
    estates = serializers.IntegerField(help_text=_("Estates on the register."))
    served = serializers.IntegerField(help_text=_("Estates with property service."))
    percent = serializers.FloatField(
        allow_null=True, help_text=_("Share of estates with property service, %; null without estates.")
    )
    old = serializers.IntegerField(help_text=_("Old estates."))
    households = serializers.IntegerField(help_text=_("Households."))
    meets_target = serializers.BooleanField(help_text=_("Whether the share reaches the target."))
    below_lower_mark = serializers.BooleanField(help_text=_("Whether the share is below the lower mark."))
    records = serializers.CharField(help_text=_("Address of the rows behind it."))
    unserved = serializers.CharField(help_text=_("Address of the estates without property service."))


class CoverageTotal(CoverageRow):
    compared = Compared(help_text=_("What the share was before."))


class CoverageTable(Heading):
    target_percent = serializers.FloatField(help_text=_("The city's target, %."))
    lower_mark_percent = serializers.FloatField(help_text=_("The city's lower mark, %."))
    total = CoverageTotal(allow_null=True, help_text=_("The whole."))
    counties = CoverageRow(many=True, help_text=_("Each county; none for a street."))


class NightOf(serializers.Serializer):
    run = serializers.IntegerField(help_text=_("Number of the run."))
    on = serializers.DateField(help_text=_("The night that it was of."))


class Series(GradeWord):
    county = serializers.CharField(allow_null=True, help_text=_("County, 12 digits; null for the whole."))
    counts = serializers.ListField(
        child=serializers.IntegerField(), help_text=_("Companies, one number for each night.")
    )


class Trend(Heading):
    nights = NightOf(many=True, help_text=_("The nights, oldest first; the last run of each."))
    series = Series(many=True, help_text=_("One for each grade."))


class Moves(Heading):
    count = serializers.IntegerField(help_text=_("How many moved in all."))
    moves = MoveShape(many=True)


class LastRun(serializers.Serializer):
    last = RunShape(allow_null=True, help_text=_("The last published run; null before the first one."))
    running = RunShape(allow_null=True, help_text=_("The run that is running right now; null if none is."))
