"""What is done with runs: a further one is asked for, a past one is computed again."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.exceptions import APIException
from rest_framework.response import Response

from accounts.api.moves import Nothing, Offer, Verbs
from accounts.api.serializers import KnownFields
from credit.models import Night
from oversight import runs
from oversight.lifecycle import RUN, state_of_run


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


class Recomputed(serializers.Serializer):
    """A past run judged again from what it knew, beside what it published."""

    same = serializers.BooleanField(help_text=_("Whether all came out the same, to the byte."))
    digest = serializers.CharField(help_text=_("Digest of all results, as computed now."))
    rows = serializers.IntegerField(help_text=_("Companies judged again."))
    different_count = serializers.IntegerField(help_text=_("Companies that came out differently."))


OFFERS = [Offer(RUN["recompute"], "run-recompute")]


def states_of_runs(ids: Sequence[int]) -> dict[int, str]:
    rows = Night.objects.filter(pk__in=ids).values_list("pk", "state", "enterprise_count")
    return {key: state_of_run(state, companies) for key, state, companies in rows}


class RunVerbs(Verbs):
    """The writing half of the runs."""

    verb_to_write = "nights.run"
    verbs = {"recompute": RUN["recompute"].right}

    @extend_schema(request=NewRun, responses={202: RunAsked})
    def create(self, request):
        """Ask for a further run of today. It is queued; the newest run shows how it goes."""
        self.refuse_parameters()
        try:
            runs.start_run(**self.sent(NewRun), by=request.user, at=timezone.now())
        except runs.NotReachable as fault:
            raise NotReachable from fault
        return Response(
            {"detail": _("The run is queued. It is the newest one of this list as soon as a worker takes it up.")}, 202
        )

    @extend_schema(request=None, responses=Recomputed)
    @action(detail=True, methods=["post"])
    def recompute(self, request, pk):
        """Judge every company again as this run knew it, and compare. Nothing that was published changes."""
        self.refuse_parameters()
        with transaction.atomic():
            night = self.held()
        found = runs.recompute_run(night, **self.sent(Nothing), by=request.user, at=timezone.now())
        told = {"same": found.same, "digest": found.digest, "rows": found.rows}
        return Response(told | {"different_count": len(found.differences)})
