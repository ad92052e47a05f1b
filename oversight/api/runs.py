"""The nightly runs: what each did and what moved. Their verbs stand in `run_verbs.py`."""

from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.decorators import action
from rest_framework.exceptions import NotFound

from accounts.api.expanding import one
from accounts.api.filtering import one_of, refuse_unknown
from accounts.api.moves import OpenMove, moves
from accounts.api.pagination import Pages
from credit.filters import NightFilters
from credit.models import Night
from oversight.api.run_shapes import MoveShape, RunShape
from oversight.api.run_verbs import OFFERS, RunVerbs, states_of_runs
from oversight.figures import NoSuchArea, area_for
from oversight.figures.runs import DIRECTIONS, moved_in

OF_REGION = OpenApiParameter(
    "region", OpenApiTypes.STR, description=_("Within this division of the caller's own: its code of 12 digits.")
)
DIRECTION = OpenApiParameter("direction", enum=list(DIRECTIONS), description=_("Only those that went so."))


class RunInFull(RunShape):
    moves = OpenMove(many=True, help_text=_("What the caller may do with it now."))

    class Meta(RunShape.Meta):
        fields = [*RunShape.Meta.fields, "moves"]


class Runs(RunVerbs):
    """Runs of the nightly job. They are the city's; what moved is shown for the caller's region only."""

    kind = "run"
    model = Night
    verb_to_read = "nights.view"
    serializer_class = RunShape
    detail_serializer_class = RunInFull
    filterset_class = NightFilters
    lookup_value_regex = "[0-9]{1,9}"
    ordering = ("-pk",)
    ordering_fields = ("on", "started_at")
    own_fields = tuple(RunShape.Meta.fields)
    expansions = {"rulebook": one("rulebook", "rulebook_id"), "moves": moves(OFFERS, states_of_runs)}
    in_detail = ("moves",)

    def seen_by(self, user):
        return Night.objects.all()

    @extend_schema(responses=MoveShape(many=True), filters=False, parameters=[OF_REGION, DIRECTION])
    @action(detail=True, pagination_class=Pages)
    def moves(self, request, pk):
        """The companies of the caller's region, or of a division in it, whose grade this run moved, and why."""
        refuse_unknown(request, ("region", "direction", *self.pagination_class.parameters))
        night, direction = self.get_object(), one_of(request, "direction", DIRECTIONS)
        try:
            area = area_for(request.user, request.query_params.get("region"))
        except NoSuchArea as fault:
            raise NotFound(str(fault)) from fault
        page = self.paginate_queryset(moved_in(night, area, direction))
        return self.answer(self.get_paginated_response(MoveShape(page, many=True).data).data)
