"""`/api/v1/duty-reports/`: what companies owe their owners' self-government, from the report to the decision."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from accounts.api.expanding import one
from accounts.api.moves import Verbs, moves_of_numbered, offers, step
from accounts.api.serializers import Shape
from committees.api import gathering_forms as forms
from committees.api.bodies import ESTATE
from committees.api.forms import Reasoned
from committees.duties import actions
from committees.duties.lifecycle import DUTY, REPORT
from committees.filters.gatherings import DutyReportFilters
from committees.models import DutyReport

BODIES = {
    "find_so": forms.Ordering, "find_unfounded": forms.Finding, "note_put_right": forms.Concluding,
    "decide": forms.Concluding, "revoke": Reasoned,
}  # fmt: skip


class DutyReportShape(Shape):
    """A report. What was written down about it stays at the desk."""

    estate = serializers.CharField(source="estate.code", help_text=ESTATE)

    class Meta:
        model = DutyReport
        fields = [
            "number", "estate", "kind", "state", "happened_on", "reported_at", "checked_at", "put_right_by",
            "decided_at", "revoked_at",
        ]  # fmt: skip
        read_only_fields = fields
        extra_kwargs = {"put_right_by": {"help_text": _("Last day for the company to put it right.")}}


class DutyReports(Verbs):
    """Reports that a company failed its duty to the owners, of the estates that the caller sees."""

    kind = "duty-report"
    model = DutyReport
    verb_to_read = verb_to_write = REPORT
    serializer_class = DutyReportShape
    filterset_class = DutyReportFilters
    lookup_field = "number"
    lookup_value_regex = "LZ-[0-9]{8}-[0-9]{6}"
    ordering = ("-reported_at", "-pk")
    ordering_fields = ("reported_at", "happened_on", "put_right_by", "decided_at", "number")
    expansions = {
        "estate": one("estate", "estate_id"),
        "moves": moves_of_numbered(DutyReport, offers("duty-report", DUTY, BODIES)),
    }
    in_detail = ("moves",)
    verbs = {name: DUTY[name].right for name in BODIES}

    @extend_schema(request=forms.Reporting, responses={201: DutyReportShape})
    def create(self, request, *args, **kwargs) -> Response:
        """Report what a company did or failed to do. It is checked and decided by others."""
        self.refuse_parameters()
        with transaction.atomic():
            return self.added(actions.report(**self.sent(forms.Reporting), by=request.user, at=timezone.now()))

    find_so = step("find_so", actions.find_so, forms.Ordering, "Checked and found so: the company has to put it right.")
    find_unfounded = step("find_unfounded", actions.find_unfounded, forms.Finding, "Checked: it is not so.")
    note_put_right = step(
        "note_put_right", actions.note_put_right, forms.Concluding, "It was put right: nothing counts."
    )
    decide = step("decide", actions.decide, forms.Concluding, "It was not put right in time: it counts.")
    revoke = step("revoke", actions.revoke, Reasoned, "Revoke the decision; its record is withdrawn.")
