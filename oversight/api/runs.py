"""The nightly runs: what each did, what moved, and the button that starts one."""

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from kombu.exceptions import OperationalError
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import APIException
from rest_framework.response import Response

from accounts.api.expanding import one
from accounts.api.filtering import refuse_unknown
from accounts.api.resources import Resource
from accounts.api.serializers import KnownFields
from credit.filters import NightFilters
from credit.models import Night
from oversight.api.run_shapes import MoveShape, RunShape
from oversight.figures import moves_within
from oversight.tasks import run_by_button


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

    @extend_schema(responses=MoveShape(many=True), filters=False)
    @action(detail=True)
    def moves(self, request, pk):
        """The companies registered in the caller's region whose grade this run moved, and why."""
        refuse_unknown(request, self.pagination_class.parameters)
        page = self.paginate_queryset(moves_within(self.get_object(), request.user))
        return self.get_paginated_response(MoveShape(page, many=True).data)
