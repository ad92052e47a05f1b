"""`/api/v1/figures/...`: what the dashboards show, for the caller's own part of the city or a division within it."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import NotFound
from rest_framework.views import APIView

from accounts.api import etags
from accounts.api.filtering import one_of, refuse_unknown
from accounts.api.resources import day_asked
from accounts.api.schema_parts import up_to
from oversight import figures
from oversight.api import committee_shapes
from oversight.api import figure_shapes as shapes
from oversight.figures.runs import DIRECTIONS

REGION = OpenApiParameter(
    "region", OpenApiTypes.STR,
    description=gettext_lazy("A county or street within the caller's own division (12 digits); by default the latter."),
)  # fmt: skip
ON = OpenApiParameter(
    "on",
    OpenApiTypes.DATE,
    description=gettext_lazy("As of this day (YYYY-MM-DD): the last night until then; by default now."),
)
BY = OpenApiParameter(
    "by", enum=["county", "street"],
    description=gettext_lazy("Break the area down by this; by default into what comes next. A street has estates."),
)  # fmt: skip
BY_IF_ASKED = OpenApiParameter(
    "by", enum=["county", "street"], description=gettext_lazy("Tell each county or street besides.")
)
NIGHTS = OpenApiParameter(
    "nights", up_to(800), description=gettext_lazy("How many of the last nights, 1 to 800; by default 90.")
)
LONGEST_TREND = 800


def told_as(shape: type[serializers.Serializer], *parameters: OpenApiParameter) -> Callable:
    return extend_schema(parameters=list(parameters), responses=shape)


class Figure(APIView):
    """A figure, or a few that belong together."""

    verb_to_read = "figures.view"
    metadata_class = None
    untagged = ()
    known: tuple[str, ...] = ("region", "on", "by")

    def initial(self, request, *args, **kwargs):
        super().initial(request, *args, **kwargs)
        refuse_unknown(request, self.known)

    def told(self, figure: Callable[..., dict[str, Any]], **asked: Any) -> dict[str, Any]:
        """What `figure` says of the area asked for. Raises NotFound, ValidationError."""
        try:
            area = figures.area_for(self.request.user, self.request.query_params.get("region"))
            return figure(area, **asked)
        except figures.NoSuchArea as fault:
            raise NotFound(str(fault)) from fault
        except figures.NotDivided as fault:
            raise serializers.ValidationError({"by": str(fault)}) from fault
        except figures.TooMuch as fault:
            raise serializers.ValidationError({"nights": str(fault)}) from fault

    def day(self) -> date:
        """The day asked about. Raises ValidationError for one that has not come."""
        day, today = day_asked(self.request), timezone.localdate()
        if day is not None and day > today:
            raise serializers.ValidationError({"on": _("%(day)s has not come yet.") % {"day": day}})
        return day or today

    @property
    def by(self) -> str | None:
        return self.request.query_params.get("by")

    def number(self, name: str, *, default: int, most: int) -> int:
        """A whole number from 1 to `most` from the query. Raises ValidationError."""
        field = serializers.IntegerField(min_value=1, max_value=most)
        try:
            return field.run_validation(self.request.query_params.get(name, default))
        except serializers.ValidationError as fault:
            raise serializers.ValidationError({name: fault.detail}) from fault


class Overview(Figure):
    """Companies, estates and coverage in a few figures, each with its source, its rows and what it was before."""

    @told_as(shapes.Overview, REGION, ON, BY_IF_ASKED)
    def get(self, request):
        return etags.answer(request, self.told(figures.overview, on=self.day(), by=self.by))


class Grades(Figure):
    """How many companies hold which grade: the whole, and each part of it."""

    @told_as(shapes.GradeDistribution, REGION, ON, BY)
    def get(self, request):
        return etags.answer(request, self.told(figures.grades, on=self.day(), by=self.by))


class Coverage(Figure):
    """How many estates have property service, against the city's target and lower mark: the whole and each part."""

    @told_as(shapes.CoverageTable, REGION, ON, BY)
    def get(self, request):
        return etags.answer(request, self.told(figures.coverage, on=self.day(), by=self.by))


class Committees(Figure):
    """How many estates have a committee, whose terms run out, and how many have mediation: the whole and each part.

    Against the city's targets; counted every ten minutes."""

    @told_as(committee_shapes.CommitteeTable, REGION, ON, BY)
    def get(self, request):
        return etags.answer(request, self.told(figures.committees, on=self.day(), by=self.by))


class Ranking(Figure):
    """The counties or streets with the least and with the most of their estates served."""

    known = (*Figure.known, "limit")

    @told_as(
        shapes.Ranking, REGION, ON, BY,
        OpenApiParameter(
            "limit", up_to(300), description=gettext_lazy("At most so many of each, 1 to 300; by default 5.")
        ),
    )  # fmt: skip
    def get(self, request):
        limit = self.number("limit", default=5, most=300)
        return etags.answer(request, self.told(figures.ranking, on=self.day(), by=self.by, limit=limit))


class Trend(Figure):
    """How many companies held each grade, night by night."""

    known = (*Figure.known, "nights", "grade")

    @told_as(
        shapes.Trend, REGION, ON, BY_IF_ASKED, NIGHTS,
        OpenApiParameter(
            "grade", OpenApiTypes.STR, description=gettext_lazy("One or more grades, separated by commas, such as C,D.")
        ),
    )  # fmt: skip
    def get(self, request):
        found = self.told(
            figures.trend,
            until=self.day(),
            nights=self.number("nights", default=90, most=LONGEST_TREND),
            only=[grade for grade in request.query_params.get("grade", "").split(",") if grade],
            by=self.by,
        )
        return etags.answer(request, found)


class CoverageTrend(Figure):
    """How many estates had property service, night by night."""

    known = (*Figure.known, "nights")

    @told_as(shapes.CoverageTrend, REGION, ON, BY_IF_ASKED, NIGHTS)
    def get(self, request):
        nights = self.number("nights", default=90, most=LONGEST_TREND)
        return etags.answer(request, self.told(figures.coverage_trend, until=self.day(), nights=nights, by=self.by))


class Moves(Figure):
    """Whose grade the last night moved, and why; the gravest first."""

    known = ("region", "on", "limit", "direction")

    @told_as(
        shapes.Moves, REGION, ON,
        OpenApiParameter(
            "limit", up_to(1000), description=gettext_lazy("At most so many moves, 1 to 1000; by default 20.")
        ),
        OpenApiParameter("direction", enum=list(DIRECTIONS), description=gettext_lazy("Only those that went so.")),
    )  # fmt: skip
    def get(self, request):
        limit, direction = self.number("limit", default=20, most=1000), one_of(request, "direction", DIRECTIONS)
        found = self.told(figures.moves, on=self.day(), limit=limit, direction=direction)
        return etags.answer(request, shapes.Moves(found).data)


class Windows(Figure):
    """One window for each estate, in the colour of its company's grade: what the wall screen shows. Now only."""

    known = ("region", "by")

    @told_as(shapes.Windows, REGION, BY)
    def get(self, request):
        return etags.answer(request, self.told(figures.windows, at=timezone.now(), by=self.by))


class Freshness(Figure):
    """How old what the figures rest on is: the last night, and the registers since."""

    known = ()

    @told_as(shapes.Freshness)
    def get(self, request):
        return etags.answer(request, figures.freshness(at=timezone.now()))


class LastRun(Figure):
    """The last published run, and the one that is running right now, if any."""

    verb_to_read = "nights.view"
    known = ("on",)

    @told_as(shapes.LastRun, ON)
    def get(self, request):
        return etags.answer(request, shapes.LastRun(figures.last_run(on=self.day())).data)
