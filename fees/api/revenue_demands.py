"""`/api/v1/revenue-demands/`: demands of owners that accounts of public revenue be audited."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from accounts.api.expanding import one
from accounts.api.moves import Verbs, moves_of_numbered, offers, step
from accounts.api.serializers import Shape
from committees.api.forms import Reasoned
from estates.models import Estate, Home
from fees.api import revenue_forms as forms
from fees.api.standards import ESTATE
from fees.models import RevenueDemand
from fees.revenue import demanding
from fees.revenue.filters import RevenueDemandFilters
from fees.revenue.lifecycle import AUDIT, DEMAND, VIEW

OF_DEMAND: dict[str, type[serializers.Serializer]] = {"add_homes": forms.Joining, "drop": Reasoned}


class RevenueDemandShape(Shape):
    """How many owners joined, by heads and area, of all. Who they are is told nowhere."""

    estate = serializers.CharField(source="estate.code", help_text=ESTATE)
    report = serializers.CharField(
        source="report.number", help_text=gettext_lazy("Number of the report of public revenue.")
    )
    audit = serializers.CharField(
        source="audit.number", default=None, allow_null=True,
        help_text=gettext_lazy("Number of the audit that it opened; null where it did not."),
    )  # fmt: skip

    class Meta:
        model = RevenueDemand
        fields = [
            "number", "estate", "report", "state", "demanded_on", "counted_on", "heads", "of_heads", "area_m2",
            "of_area_m2", "audit", "drop_reason",
        ]  # fmt: skip
        read_only_fields = fields


def add_homes(demand: RevenueDemand, *, homes: Sequence[int], by, at) -> RevenueDemand:
    return demanding.add_homes(demand, homes=homes_of(demand.estate, homes), by=by, at=at)


def homes_of(estate: Estate, ids: Sequence[int]) -> list[Home]:
    """Raises ValidationError for ids of another estate, as for none."""
    found = {home.pk: home for home in Home.objects.of(estate).filter(pk__in=ids)}
    unknown = [pk for pk in ids if pk not in found]
    if unknown:
        raise serializers.ValidationError({"homes": [_("%(id)s is not of this estate.") % {"id": unknown[0]}]})
    return list(found.values())


class RevenueDemands(Verbs):
    """Owners' demands for audits at the estates that the caller sees."""

    kind = "revenue-demand"
    model = RevenueDemand
    verb_to_read, verb_to_write = VIEW, AUDIT
    serializer_class = RevenueDemandShape
    filterset_class = RevenueDemandFilters
    lookup_field = "number"
    lookup_value_regex = "LM-[0-9]{8}-[0-9]{6}"
    ordering = ("-demanded_on", "-pk")
    ordering_fields = ("demanded_on", "counted_on", "number")
    expansions = {
        "estate": one("estate", "estate_id"),
        "report": one("revenue-report", "report_id"),
        "audit": one("revenue-audit", "audit_id"),
        "moves": moves_of_numbered(RevenueDemand, offers("revenue-demand", DEMAND, OF_DEMAND)),
    }
    in_detail = ("moves",)
    verbs = {name: DEMAND[name].right for name in OF_DEMAND}

    @extend_schema(request=forms.Demanding, responses={201: RevenueDemandShape})
    def create(self, request, *args, **kwargs) -> Response:
        """Record a demand. Where enough owners joined, by heads and by area, the audit is open at once."""
        self.refuse_parameters()
        given = self.sent(forms.Demanding)
        homes = homes_of(given["report"].estate, given.pop("homes"))
        with transaction.atomic():
            return self.added(demanding.record(**given, homes=homes, by=request.user, at=timezone.now()))

    add_homes = step("add_homes", add_homes, forms.Joining, "The owners of more homes joined: all are counted anew.")
    drop = step("drop", demanding.drop, Reasoned, "The owners took it back, or it was recorded by mistake.")
