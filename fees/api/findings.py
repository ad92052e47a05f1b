"""`/api/v1/findings/`: what is odd about fees and money, from the machine's question to the decision."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from accounts.api.expanding import one
from accounts.api.moves import Nothing, Verbs, moves_of_numbered, offers, step
from accounts.api.reading import Worked
from accounts.api.serializers import Shape
from committees.api.forms import Reasoned
from committees.api.gathering_forms import Concluding
from fees.api import finding_forms as forms
from fees.api.standards import ESTATE
from fees.findings import actions
from fees.findings.filters import FindingFilters
from fees.findings.lifecycle import FINDING, HANDLE, VIEW
from fees.findings.wording import sentence
from fees.models import Finding

BODIES: dict[str, type[serializers.Serializer]] = {
    "ask": Nothing, "explain": forms.FindingStating, "find_so": forms.FindingChecking,
    "find_unfounded": forms.FindingChecking, "note_put_right": Concluding, "decide": Concluding, "revoke": Reasoned,
}  # fmt: skip


class FindingShape(Shape):
    """A finding. What was said and written about it stays at the desk."""

    estate = serializers.CharField(source="estate.code", help_text=ESTATE)
    enterprise = serializers.CharField(
        source="enterprise.uscc", default=None, allow_null=True,
        help_text=_("Credit code of the company, 18 characters; null where no contract ran."),
    )  # fmt: skip
    contract = serializers.CharField(
        source="contract.number", default=None, allow_null=True, help_text=_("Number of the service contract.")
    )
    words = Worked(
        serializers.CharField(), by=sentence, of=["kind", "facts"],
        help_text=_("What is odd, in the caller's language."),
    )  # fmt: skip

    class Meta:
        model = Finding
        fields = [
            "number", "estate", "enterprise", "contract", "kind", "state", "words", "facts", "is_by_machine",
            "happened_on", "found_on", "gone_on", "asked_at", "answer_due_on", "stated_at", "checked_at",
            "put_right_by", "decided_at", "revoked_at",
        ]  # fmt: skip
        read_only_fields = fields


class Findings(Verbs):
    """Findings about fees and money at the estates that the caller sees; a company's staff see their company's."""

    kind = "finding"
    model = Finding
    verb_to_read = VIEW
    verb_to_write = HANDLE
    serializer_class = FindingShape
    filterset_class = FindingFilters
    lookup_field = "number"
    lookup_value_regex = "WT-[0-9]{8}-[0-9]{6}"
    ordering = ("-found_on", "-pk")
    ordering_fields = ("found_on", "happened_on", "answer_due_on", "put_right_by", "decided_at", "number")
    expansions = {
        "estate": one("estate", "estate_id"),
        "enterprise": one("enterprise", "enterprise_id"),
        "contract": one("contract", "contract_id"),
        "moves": moves_of_numbered(Finding, offers("finding", FINDING, BODIES)),
    }
    in_detail = ("moves",)
    verbs = {name: FINDING[name].right for name in BODIES}

    @extend_schema(request=forms.FindingRaising, responses={201: FindingShape})
    def create(self, request, *args, **kwargs) -> Response:
        """Raise what no check can see. That money was misused is the bureau's to say."""
        self.refuse_parameters()
        with transaction.atomic():
            return self.added(
                actions.raise_by_hand(**self.sent(forms.FindingRaising), by=request.user, at=timezone.now())
            )

    ask = step("ask", actions.ask, Nothing, "Ask the company; it has the city's term to answer.")
    explain = step("explain", actions.explain, forms.FindingStating, "What the company has to say to it, once.")
    find_so = step("find_so", actions.find_so, forms.FindingChecking, "Checked and found so: to be put right by a day.")
    find_unfounded = step("find_unfounded", actions.find_unfounded, forms.FindingChecking, "Checked: it is not so.")
    note_put_right = step("note_put_right", actions.note_put_right, Concluding, "It was put right.")
    decide = step("decide", actions.decide, Concluding, "It was not put right in time: it counts.")
    revoke = step("revoke", actions.revoke, Reasoned, "Revoke the decision; its record is withdrawn.")
