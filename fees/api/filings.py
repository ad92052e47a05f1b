"""`/api/v1/fee-filings/`: what companies file to charge, from the draft to the answer."""

from collections.abc import Mapping, Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response

from accounts.api.expanding import made, many, one
from accounts.api.moves import Nothing, Verbs, moves_of_numbered, offers, step
from accounts.api.serializers import Shape
from fees.api import filing_forms as forms
from fees.api.standards import ESTATE
from fees.filings import actions
from fees.filings.filters import FeeFilingFilters
from fees.filings.lifecycle import FEE_FILING, FILE
from fees.filings.missing import missing
from fees.models import FeeFiling, FeeItem

BODIES: dict[str, type[serializers.Serializer]] = {
    "amend": forms.FeeAmending, "set_items": forms.FeeItemsSent, "submit": Nothing, "withdraw": Nothing,
    "accept": forms.FeeAccepting, "give_back": forms.FeeAnswering, "refuse": forms.FeeAnswering,
}  # fmt: skip


def amend(filing: FeeFiling, *, by, at, **values) -> FeeFiling:
    return actions.amend(filing, values=values, by=by, at=at)


class FeeFilingShape(Shape):
    """A fee filing. Its papers stay at the desk."""

    estate = serializers.CharField(source="estate.code", help_text=ESTATE)
    contract = serializers.CharField(source="contract.number", help_text=_("Number of the service contract."))
    enterprise = serializers.CharField(
        source="contract.enterprise.uscc", help_text=_("Credit code of the company, 18 characters.")
    )
    level = serializers.IntegerField(source="level_id", allow_null=True, help_text=_("Id of the service level."))
    matter = serializers.IntegerField(
        source="matter_id", allow_null=True, help_text=_("Id of the matter that the owners passed; null without one.")
    )

    class Meta:
        model = FeeFiling
        fields = [
            "number", "estate", "contract", "enterprise", "state", "charge_way", "decided_by", "matter", "approval",
            "level", "from_on", "until_on", "posted_from_on", "posted_until_on", "vacancy_reduction_percent",
            "prepay_months_most", "filed_on", "answered_on", "answer",
        ]  # fmt: skip
        read_only_fields = fields
        extra_kwargs = {
            "from_on": {"help_text": _("First day on which it is charged.")},
            "until_on": {"help_text": _("First day on which it is charged no more; null: no end.")},
            "vacancy_reduction_percent": {"help_text": _("How much less a vacant home pays, %.")},
            "prepay_months_most": {"help_text": _("Months taken in advance at most.")},
        }


class FeeItemShape(Shape):
    """A thing that is charged."""

    class Meta:
        model = FeeItem
        fields = [
            "kind", "name", "unit", "price_fen", "building_kind", "lift", "lift_paid_by", "utilities_paid_by",
        ]  # fmt: skip
        read_only_fields = fields


class MissingShape(serializers.Serializer):
    """What stands in the way of handing it in."""

    field = serializers.CharField(help_text=_("The field that it is about."))
    words = serializers.CharField(help_text=_("What is missing, and what to do."))
    article = serializers.CharField(help_text=_("The article that wants it; empty without one."))


def load_missing(view, ids: Sequence[int]) -> Mapping[int, list[dict[str, str]]]:
    """Of drafts and of what was given back: the others were whole when they were handed in."""
    rows = FeeFiling.objects.filter(pk__in=ids, state__in=FEE_FILING["submit"].open_in)
    return {
        filing.pk: [{"field": each.field, "words": each.words, "article": each.article} for each in missing(filing)]
        for filing in rows.select_related("contract", "estate", "level__standard", "matter__vote")
    }


class FeeFilings(Verbs):
    """Fee filings of the estates that the caller sees; a company's staff see their company's."""

    kind = "fee-filing"
    model = FeeFiling
    verb_to_read = "fees.view"
    verb_to_write = FILE
    serializer_class = FeeFilingShape
    filterset_class = FeeFilingFilters
    lookup_field = "number"
    lookup_value_regex = "SF-[0-9]{8}-[0-9]{6}"
    ordering = ("-pk",)
    ordering_fields = ("number", "from_on", "filed_on", "answered_on")
    own_fields = (
        "number", "estate", "contract", "state", "charge_way", "decided_by", "matter", "approval", "level", "from_on",
        "until_on", "posted_from_on", "posted_until_on", "vacancy_reduction_percent", "prepay_months_most", "filed_on",
        "answered_on", "answer",
    )  # fmt: skip
    expansions = {
        "estate": one("estate", "estate_id"),
        "contract": one("contract", "contract_id"),
        "items": many(
            FeeItemShape, lambda view, ids: FeeItem.objects.filter(filing__in=ids).order_by("pk"), by="filing_id"
        ),
        "missing": made(MissingShape, load_missing),
        "moves": moves_of_numbered(FeeFiling, offers("fee-filing", FEE_FILING, BODIES)),
    }
    in_detail = ("items", "moves")
    verbs = {name: FEE_FILING[name].right for name in BODIES}

    @extend_schema(request=forms.FeeDrafting, responses={201: FeeFilingShape})
    def create(self, request, *args, **kwargs) -> Response:
        """Begin a filing for a contract that runs. It is handed in by a call of its own."""
        self.refuse_parameters()
        with transaction.atomic():
            sent = self.sent(forms.FeeDrafting)
            contract, items, at = sent.pop("contract"), sent.pop("items", None), timezone.now()
            filing = actions.draft(contract, values=sent, by=request.user, at=at)
            if items is not None:
                actions.set_items(filing, items=items, by=request.user, at=at)
            return self.added(filing)

    amend = step(
        "amend",
        amend,
        forms.FeeAmending,
        "Change what a draft, or one that was given back, says.",
    )
    set_items = step(
        "set_items", actions.set_items, forms.FeeItemsSent, "Set what is charged, in place of what was written before."
    )
    submit = step("submit", actions.submit, Nothing, "Hand it in. What is missing is told, each at its field.")
    withdraw = step("withdraw", actions.withdraw, Nothing, "Take it back before it is accepted.")
    accept = step("accept", actions.accept, forms.FeeAccepting, "It holds from its day on; the one before ends there.")
    give_back = step("give_back", actions.give_back, forms.FeeAnswering, "Something is to be put right first.")
    refuse = step("refuse", actions.refuse, forms.FeeAnswering, "It is not accepted.")
