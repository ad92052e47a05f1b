"""The nightly runs: what each did, what moved, and the button that starts one."""

from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from kombu.exceptions import OperationalError
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import APIException, NotFound
from rest_framework.response import Response

from accounts.api.expanding import one
from accounts.api.filtering import one_of, refuse_unknown
from accounts.api.resources import Resource
from accounts.api.serializers import KnownFields
from credit.filters import NightFilters
from credit.models import Night
from oversight.api.run_shapes import MoveShape, RunShape
from oversight.figures import NoSuchArea, area_for
from oversight.figures.runs import DIRECTIONS, moved_in, told_moves
from oversight.tasks import run_by_button

OF_REGION = OpenApiParameter(
    "region", OpenApiTypes.STR, description=_("Within this division of the caller's own: its code of 12 digits.")
)
DIRECTION = OpenApiParameter("direction", enum=list(DIRECTIONS), description=_("Only those that went so."))


class NotReachable(APIException):
    status_code = 503
    default_code = "unavailable"
    default_detail = _("The queue of jobs does not answer. Nothing was started; try again in a minute.")


class NewRun(KnownFields):
    full = serializers.BooleanField(
        default=False, help_text=_("Judge every company again, not only those that something touched.")
    )


class RunAsked(serializers.Serializer):
    detail = serializers.CharField(help_text=_("What happens next."))


class Runs(Resource):
    """Runs of the nightly job. They are the city's; what moved is shown for the caller's region only."""

    name = "run"
    model = Night
    verb_to_read = "nights.view"
    verb_to_write = "nights.run"
    serializer_class = RunShape
    filterset_class = NightFilters
    lookup_value_regex = r"\d{1,9}"
    ordering = ("-pk",)
    ordering_fields = ("on", "started_at")
    own_fields = tuple(RunShape.Meta.fields)
    expansions = {"rulebook": one("rulebook", "rulebook_id")}

    def seen_by(self, user):
        return Night.objects.all()

    @extend_schema(request=NewRun, responses={202: RunAsked})
    def create(self, request):
        """Ask for a further run of today. It is queued; the newest run shows how it goes."""
        form = NewRun(data=request.data)
        form.is_valid(raise_exception=True)
        try:
            run_by_button.delay(request.user.username, full=form.validated_data["full"])
        except OperationalError as fault:
            raise NotReachable from fault
        return Response(
            {"detail": _("The run is queued. It is the newest one of this list as soon as a worker takes it up.")}, 202
        )

    @extend_schema(responses=MoveShape(many=True), filters=False, parameters=[OF_REGION, DIRECTION])
    @action(detail=True)
    def moves(self, request, pk):
        """The companies of the caller's region, or of a division in it, whose grade this run moved, and why."""
        refuse_unknown(request, ("region", "direction", *self.pagination_class.parameters))
        night, direction = self.get_object(), one_of(request, "direction", DIRECTIONS)
        try:
            area = area_for(request.user, request.query_params.get("region"))
        except NoSuchArea as fault:
            raise NotFound(str(fault)) from fault
        page = told_moves(self.paginate_queryset(moved_in(night, area, direction)), night)
        return self.get_paginated_response(MoveShape(page, many=True).data)
