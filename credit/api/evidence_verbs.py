"""What becomes of records: an objection, its answer, repair, withdrawal. Each is a further step of the record."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from accounts.api.moves import Offer, Verbs
from accounts.api.serializers import KnownFields
from credit import actions
from credit.actions import EvidenceFault
from credit.api.recording import refused
from credit.lifecycle import RECORD, state_of_record
from credit.models import EvidenceStep


class Step(KnownFields):
    """A further step of a record."""

    on = serializers.DateField(help_text=_("Its day; a record that is repaired or withdrawn counts no more from then."))
    reason = serializers.CharField(max_length=300, help_text=_("Why; it is kept with the record."))


OFFERS = [Offer(move, f"evidence-{verb}", lambda: Step) for verb, move in RECORD.items()]


def states_of_records(ids: Sequence[int]) -> dict[int, str]:
    """By primary key, the state that follows from the steps of records."""
    steps = defaultdict(set)
    for record, verb in EvidenceStep.objects.filter(evidence__in=ids).values_list("evidence", "verb"):
        steps[record].add(verb)
    return {key: state_of_record(steps[key]) for key in ids}


class RecordVerbs(Verbs):
    """The verbs of single records."""

    verbs = {verb: move.right for verb, move in RECORD.items()}

    @extend_schema(request=Step)
    @action(detail=True, methods=["post"])
    def object(self, request, pk):
        """Note that the company objects. The record goes on counting until the objection is answered."""
        return self.step(actions.object_to)

    @extend_schema(request=Step)
    @action(detail=True, methods=["post"])
    def uphold(self, request, pk):
        """Answer an objection: the record stands."""
        return self.step(actions.uphold)

    @extend_schema(request=Step)
    @action(detail=True, methods=["post"])
    def repair(self, request, pk):
        """Note that the company has made good: the record counts no more from a day on."""
        return self.step(actions.repair)

    @extend_schema(request=Step)
    @action(detail=True, methods=["post"])
    def withdraw(self, request, pk):
        """Withdraw a record: it counts no more from a day on."""
        return self.step(actions.withdraw)

    def step(self, verb: Callable[..., Any]) -> Response:
        try:
            return self.use(verb, Step)
        except EvidenceFault as fault:
            raise refused(fault) from fault
