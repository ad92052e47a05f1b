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
    run = RunOf(allow_null=True, help_text=_("The run that made the grades; null before the first one."))
    as_of = serializers.DateTimeField(
        allow_null=True,
        help_text=_(
            "When this was counted: today, when the tallies were last in step; of the past, the end of the run."
        ),
    )
    source = serializers.CharField(allow_blank=True, help_text=_("What it was counted from."))
    reason = serializers.CharField(allow_blank=True, help_text=_("Why there is nothing; empty where there is."))


class CountedHeading(serializers.Serializer):
    """Over tables of what is counted by the day, and not by the nightly run."""

    region = RegionOf(help_text=_("What the figures are of."))
    on = serializers.DateField(help_text=_("The day asked about."))
    counted_on = serializers.DateField(allow_null=True, help_text=_("The day that was counted: the last one until on."))
    as_of = serializers.DateTimeField(allow_null=True, help_text=_("When it was counted."))
    source = serializers.CharField(allow_blank=True, help_text=_("What it was counted from."))
    reason = serializers.CharField(allow_blank=True, help_text=_("Why there is nothing; empty where there is."))


class OneFigure(serializers.Serializer):
    value = Number(allow_null=True, help_text=_("The figure; null where nothing can be said."))
    unit = serializers.ChoiceField(
        choices=["enterprises", "estates", "households", "percent"], help_text=_("Its unit.")
    )
    as_of = serializers.DateTimeField(allow_null=True, help_text=_("When this was counted."))
    source = serializers.CharField(help_text=_("What it was counted from."))
    records = serializers.CharField(help_text=_("Address of the rows behind it; of a share, of its part."))
    compared = Compared(help_text=_("What it was before."))


FIGURES = _(
    "enterprises, rated, unrated: companies. A street's are those registered there or managing an estate there. "
    "estates, served, unserved, old_estates: estates. coverage_percent, old_percent: share of all estates, %. "
    "households. moved_up, moved_down: companies whose grade the last run moved."
)
CODE = _("Statistical division code, 12 digits.")
DOWN = _("Address of the next level down: the same of its parts; for a street, its estates.")


class OverviewPart(serializers.Serializer):
    code = serializers.CharField(help_text=CODE)
    name = serializers.CharField(help_text=_("Its name."))
    figures = serializers.DictField(child=OneFigure(), help_text=FIGURES)
    down = serializers.CharField(help_text=DOWN)


class Overview(Heading):
    by = serializers.CharField(allow_null=True, help_text=_("By what it is broken down; null unless asked."))
    figures = serializers.DictField(child=OneFigure(), help_text=FIGURES)
    parts = OverviewPart(many=True, help_text=_("Each county or street, where asked."))


class GradeWord(serializers.Serializer):
    grade = serializers.CharField(
        help_text=_("A letter of the rulebook, NEW (not yet graded) or MISSING (file incomplete).")
    )
    word = serializers.CharField(allow_blank=True, help_text=_("The grade in one word of the rulebook."))
    shape = serializers.CharField(
        allow_blank=True, help_text=_("A circle, B square, C triangle, D diamond; NEW and MISSING dashed.")
    )


BY = _("By what it is broken down: county or street; null for a street, whose next level are its estates.")


class GradeRow(serializers.Serializer):
    code = serializers.CharField(help_text=CODE)
    name = serializers.CharField(help_text=_("Its name."))
    count = serializers.IntegerField(
        help_text=_(
            "Companies registered there; of a street, also those that manage an estate there, so streets do not add up."
        )
    )
    grades = serializers.DictField(
        child=serializers.IntegerField(),
        help_text=_("How many of them hold each grade. NEW: also those that no run has seen yet."),
    )
    compared = serializers.DictField(child=Compared(), help_text=_("For each grade, what it was before."))
    records = serializers.CharField(help_text=_("Address of these companies; with &grade=A of those that hold one."))
    down = serializers.CharField(help_text=DOWN)


class GradeDistribution(Heading):
    by = serializers.CharField(allow_null=True, help_text=BY)
    grades = GradeWord(many=True, help_text=_("The grades, best first."))
    total = GradeRow(allow_null=True, help_text=_("The whole."))
    parts = GradeRow(many=True, help_text=_("Each part."))
    counties = GradeRow(many=True, help_text=_("Each county within; of a county, itself; none for a street."))


class CoverageRow(serializers.Serializer):
    code = serializers.CharField(help_text=CODE)
    name = serializers.CharField(help_text=_("Its name."))
    estates = serializers.IntegerField(help_text=_("Estates on the register."))
    served = serializers.IntegerField(
        help_text=_("Estates with property service: a contract runs, or the register names who serves them.")
    )
    percent = serializers.FloatField(
        allow_null=True, help_text=_("Share of estates with property service, %; null without estates.")
    )
    old = serializers.IntegerField(help_text=_("Old estates."))
    households = serializers.IntegerField(help_text=_("Households."))
    meets_target = serializers.BooleanField(help_text=_("Whether the share reaches the target."))
    below_lower_mark = serializers.BooleanField(help_text=_("Whether the share is below the lower mark."))
    compared = Compared(help_text=_("What the share was before."))
    records = serializers.CharField(help_text=_("Address of the estates."))
    served_records = serializers.CharField(help_text=_("Address of the estates with property service."))
    unserved = serializers.CharField(help_text=_("Address of the estates without property service."))
    old_records = serializers.CharField(help_text=_("Address of the old estates."))
    down = serializers.CharField(help_text=DOWN)


class Goals(Heading):
    target_percent = serializers.FloatField(help_text=_("The city's target, %."))
    lower_mark_percent = serializers.FloatField(help_text=_("The city's lower mark, %."))
    by = serializers.CharField(allow_null=True, help_text=BY)


class CoverageTable(Goals):
    total = CoverageRow(allow_null=True, help_text=_("The whole."))
    parts = CoverageRow(many=True, help_text=_("Each part."))
    counties = CoverageRow(many=True, help_text=_("Each county within; of a county, itself; none for a street."))


class Ranking(Goals):
    count = serializers.IntegerField(help_text=_("How many parts have estates."))
    worst = CoverageRow(many=True, help_text=_("The smallest share first; of equal ones the larger place."))
    best = CoverageRow(many=True, help_text=_("The largest share first; of equal ones the larger place."))


class NightOf(serializers.Serializer):
    run = serializers.IntegerField(help_text=_("Number of the run."))
    on = serializers.DateField(help_text=_("The night that it was of."))


NIGHTS = _("The nights, oldest first; the last run of each.")
BY_IF_ASKED = _("By what it is broken down; null unless asked.")


class Series(GradeWord):
    county = serializers.CharField(allow_null=True, help_text=_("County or street, 12 digits; null for the whole."))
    name = serializers.CharField(help_text=_("Its name."))
    counts = serializers.ListField(
        child=serializers.IntegerField(), help_text=_("Companies, one number for each night.")
    )


class Trend(Heading):
    by = serializers.CharField(allow_null=True, help_text=BY_IF_ASKED)
    nights = NightOf(many=True, help_text=NIGHTS)
    series = Series(many=True, help_text=_("One for each grade, and for each part where asked."))


class CoverageCurve(serializers.Serializer):
    estates = serializers.ListField(
        child=serializers.IntegerField(), help_text=_("Estates, one number for each night.")
    )
    served = serializers.ListField(
        child=serializers.IntegerField(), help_text=_("Estates with property service, one number for each night.")
    )
    percent = serializers.ListField(
        child=serializers.FloatField(allow_null=True), help_text=_("Their share, %, one for each night.")
    )


class CoverageCurveOf(CoverageCurve):
    code = serializers.CharField(help_text=CODE)
    name = serializers.CharField(help_text=_("Its name."))


class CoverageTrend(CoverageCurve, Heading):
    by = serializers.CharField(allow_null=True, help_text=BY_IF_ASKED)
    nights = NightOf(many=True, help_text=NIGHTS)
    parts = CoverageCurveOf(many=True, help_text=_("Each county or street, where asked."))


class BuildingOf(serializers.Serializer):
    code = serializers.CharField(help_text=CODE)
    name = serializers.CharField(help_text=_("Its name."))
    count = serializers.IntegerField(help_text=_("Estates."))
    windows = serializers.ListField(
        child=serializers.IntegerField(allow_null=True),
        help_text=_(
            "For each estate, in the order of their codes, the place of its company's grade in `grades` (from 0); null "
            "where no contract runs."
        ),
    )
    records = serializers.CharField(help_text=_("Address of the estates, in the same order."))


class Windows(Heading):
    by = serializers.CharField(allow_null=True, help_text=BY)
    grades = GradeWord(many=True, help_text=_("The grades, best first."))
    counts = serializers.DictField(
        child=serializers.IntegerField(),
        help_text=_("Estates by the grade of their company; `none`: no contract runs."),
    )
    buildings = BuildingOf(many=True, help_text=_("Each part of the area; a street is one."))


class Freshness(serializers.Serializer):
    at = serializers.DateTimeField(help_text=_("Now."))
    night = RunOf(allow_null=True, help_text=_("The last run whose figures are taken; null before the first."))
    days_since_night = serializers.IntegerField(allow_null=True, help_text=_("Days since that night."))
    nights_not_counted = serializers.IntegerField(help_text=_("Published runs whose figures are still to be taken."))
    registers_as_of = serializers.DateTimeField(
        allow_null=True, help_text=_("Until when today's figures follow the registers.")
    )
    seconds_behind = serializers.IntegerField(allow_null=True, help_text=_("Seconds since then."))
    is_in_step = serializers.BooleanField(
        help_text=_("Whether today's figures follow: the last run is in them, and they are three minutes old at most.")
    )


class Moves(Heading):
    count = serializers.IntegerField(help_text=_("How many moved in all."))
    moves = MoveShape(many=True)


class LastRun(serializers.Serializer):
    last = RunShape(allow_null=True, help_text=_("The last published run; null before the first one."))
    running = RunShape(allow_null=True, help_text=_("The run that is running right now; null if none is."))
