"""`/api/v1/figures/...`: what the dashboards show, for the caller's own part of the city or a division within it."""

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.api.filtering import refuse_unknown
from accounts.api.resources import day_asked
from oversight import figures
from oversight.api import figure_shapes as shapes

REGION = OpenApiParameter(
    "region", OpenApiTypes.STR,
    description=gettext_lazy("A county or street within the caller's own division (12 digits); by default the latter."),
)  # fmt: skip
ON = OpenApiParameter(
    "on",
    OpenApiTypes.DATE,
    description=gettext_lazy("As of this day (YYYY-MM-DD): the last night until then; by default today."),
)
LONGEST_TREND = 800


def parameters(shape: type[serializers.Serializer], *further: OpenApiParameter):
    return extend_schema(parameters=[REGION, ON, *further], responses=shape)


class Figure(APIView):
    """A figure, or a few that belong together."""

    verb_to_read = "figures.view"
    metadata_class = None
    known: tuple[str, ...] = ("region", "on")

    def initial(self, request, *args, **kwargs):
        super().initial(request, *args, **kwargs)
        refuse_unknown(request, self.known)

    def area(self) -> figures.Area:
        try:
            return figures.area_for(self.request.user, self.request.query_params.get("region"))
        except figures.NoSuchArea as fault:
            raise NotFound(str(fault)) from fault

    def day(self) -> date:
        return day_asked(self.request) or timezone.localdate()

    def number(self, name: str, *, default: int, most: int) -> int:
        """A whole number from 1 to `most` from the query. Raises ValidationError."""
        field = serializers.IntegerField(min_value=1, max_value=most)
        try:
            return field.run_validation(self.request.query_params.get(name, default))
        except serializers.ValidationError as fault:
            raise serializers.ValidationError({name: fault.detail}) from fault


class Overview(Figure):
    """Companies, estates and coverage in a few figures, each with its source, its rows and what it was before."""

    @parameters(shapes.Overview)
    def get(self, request):
        found = figures.overview(self.area(), on=self.day(), at=timezone.now())
        return Response(shapes.Overview(found).data)


class Grades(Figure):
    """How many companies hold which grade: the whole, and each county of it."""

    @parameters(shapes.GradeDistribution)
    def get(self, request):
        return Response(shapes.GradeDistribution(figures.grades(self.area(), on=self.day())).data)


class Coverage(Figure):
    """How many estates have property service, against the city's target and lower mark."""

    @parameters(shapes.CoverageTable)
    def get(self, request):
        found = figures.coverage(self.area(), on=self.day(), at=timezone.now())
        return Response(shapes.CoverageTable(found).data)


class Trend(Figure):
    """How many companies held each grade, night by night."""

    known = ("region", "on", "nights", "grade", "by")

    @parameters(
        shapes.Trend,
        OpenApiParameter(
            "nights",
            OpenApiTypes.INT,
            description=gettext_lazy("How many of the last nights, 1 to 800; by default 90."),
        ),
        OpenApiParameter(
            "grade", OpenApiTypes.STR, description=gettext_lazy("One or more grades, separated by commas, such as C,D.")
        ),
        OpenApiParameter(
            "by", enum=["county"], description=gettext_lazy("“county”: a series for each county besides.")
        ),
    )
    def get(self, request):
        by = request.query_params.get("by")
        if by not in (None, "county"):
            raise serializers.ValidationError({"by": _("Only “county” is possible here.")})
        found = figures.trend(
            self.area(),
            until=self.day(),
            nights=self.number("nights", default=90, most=LONGEST_TREND),
            only=[grade for grade in request.query_params.get("grade", "").split(",") if grade],
            by_county=by == "county",
        )
        return Response(shapes.Trend(found).data)


class Moves(Figure):
    """Whose grade the last night moved, and why; the gravest first."""

    known = ("region", "on", "limit")

    @parameters(
        shapes.Moves,
        OpenApiParameter(
            "limit", OpenApiTypes.INT, description=gettext_lazy("At most so many moves, 1 to 1000; by default 20.")
        ),
    )
    def get(self, request):
        found = figures.moves(self.area(), on=self.day(), limit=self.number("limit", default=20, most=1000))
        return Response(shapes.Moves(found).data)


class LastRun(Figure):
    """The last published run, and the one that is running right now, if any."""

    verb_to_read = "nights.view"
    known = ("on",)

    @extend_schema(parameters=[ON], responses=shapes.LastRun)
    def get(self, request):
        return Response(shapes.LastRun(figures.last_run(on=self.day())).data)
