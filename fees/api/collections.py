"""How much of the fees is paid, as sums; and referrals of malicious arrears, without who they are about."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from accounts.api.expanding import one
from accounts.api.moves import Nothing, Verbs, moves_of_numbered, offers, step
from accounts.api.parsers import BoundedJSON, Upload
from accounts.api.registers import with_values
from accounts.api.serializers import Shape
from committees.api.forms import Reasoned
from committees.api.gathering_forms import Concluding
from fees.api import finding_forms as forms
from fees.api.standards import ESTATE
from fees.collection import actions, referrals
from fees.collection.filters import CollectionFilters, ReferralFilters
from fees.collection.lifecycle import REFER, REFERRAL, VIEW
from fees.models import ArrearsReferral, Collection

CONTRACT = _("Number of the service contract.")
BODIES: dict[str, type[serializers.Serializer]] = {
    "add_paper": forms.ArrearsPaperAdding, "give_notice": forms.ArrearsNoticing, "note_statement": forms.ArrearsHearing,
    "refer": forms.ArrearsReferring, "refuse": Concluding, "withdraw": Nothing, "note_paid": Nothing,
    "find_paid": Nothing, "revoke": Reasoned,
}  # fmt: skip


class FeeCollectionShape(Shape):
    """A report of a collection: counts and sums, nobody's."""

    estate = serializers.CharField(source="estate.code", help_text=ESTATE)
    contract = serializers.CharField(source="contract.number", help_text=CONTRACT)

    class Meta:
        model = Collection
        fields = [
            "id", "estate", "contract", "from_on", "until_on", "due_fen", "collected_fen", "homes_due",
            "homes_in_arrears", "arrears_fen", "prepaid_months_most", "reported_at",
        ]  # fmt: skip
        read_only_fields = fields


def correct(row: Collection, *, reason: str, by, at, **figures) -> Collection:
    return actions.correct_collection(with_values(row, figures), reason=reason, by=by, at=at)


class Collections(Verbs):
    """Collections of fees at the estates that the caller sees; a company's staff see their company's."""

    kind = "fee-collection"
    model = Collection
    verb_to_read = "fees.view"
    verb_to_write = actions.RIGHT
    serializer_class = FeeCollectionShape
    filterset_class = CollectionFilters
    lookup_value_regex = "[0-9]{1,18}"
    ordering = ("-until_on", "-pk")
    ordering_fields = ("until_on", "from_on", "arrears_fen", "homes_in_arrears", "reported_at")
    expansions = {"estate": one("estate", "estate_id"), "contract": one("contract", "contract_id")}
    verbs = {"correct": actions.RIGHT}

    @extend_schema(request=forms.CollectionReporting, responses={201: FeeCollectionShape})
    def create(self, request, *args, **kwargs) -> Response:
        """Report a period that is over."""
        self.refuse_parameters()
        with transaction.atomic():
            row = Collection(**self.sent(forms.CollectionReporting))
            return self.added(actions.report_collection(row, by=request.user, at=timezone.now()))

    correct = step("correct", correct, forms.CollectionCorrecting, "Other figures for a period that was reported.")


class ArrearsReferralShape(Shape):
    """A referral. Whose arrears, and which home, is sealed and stays at the desk."""

    estate = serializers.CharField(source="estate.code", help_text=ESTATE)
    contract = serializers.CharField(source="contract.number", help_text=CONTRACT)

    class Meta:
        model = ArrearsReferral
        fields = [
            "number", "estate", "contract", "state", "arrears_fen", "arrears_since_on", "proposed_at", "noticed_on",
            "statement_due_on", "stated_at", "decided_at", "revoked_at", "until_on", "over_on", "erase_on", "erased_at",
        ]  # fmt: skip
        read_only_fields = fields


class Referrals(Verbs):
    """Referrals of malicious arrears, in due process."""

    kind = "arrears-referral"
    model = ArrearsReferral
    verb_to_read = VIEW
    verb_to_write = REFER
    serializer_class = ArrearsReferralShape
    filterset_class = ReferralFilters
    lookup_field = "number"
    lookup_value_regex = "CJ-[0-9]{8}-[0-9]{6}"
    ordering = ("-proposed_at", "-pk")
    ordering_fields = ("proposed_at", "arrears_fen", "arrears_since_on", "decided_at", "until_on", "over_on", "number")
    expansions = {
        "estate": one("estate", "estate_id"),
        "contract": one("contract", "contract_id"),
        "moves": moves_of_numbered(ArrearsReferral, offers("arrears-referral", REFERRAL, BODIES)),
    }
    in_detail = ("moves",)
    verbs = {name: REFERRAL[name].right for name in BODIES}

    @extend_schema(request=forms.ArrearsProposing, responses={201: ArrearsReferralShape})
    def create(self, request, *args, **kwargs) -> Response:
        """Propose one, for a contract that runs. The papers follow."""
        self.refuse_parameters()
        given = self.sent(forms.ArrearsProposing)
        debtor = referrals.Debtor(given.pop("home"), given.pop("name"), given.pop("phone"))
        with transaction.atomic():
            return self.added(referrals.propose(debtor, **given, by=request.user, at=timezone.now()))

    @extend_schema(request={"multipart/form-data": forms.ArrearsPaperAdding}, responses=ArrearsReferralShape)
    @action(
        detail=True, methods=["post"], url_path="add-paper", url_name="add-paper", parser_classes=[BoundedJSON, Upload]
    )
    def add_paper(self, request, number: str) -> Response:
        """Add a legal paper. It is kept in private."""
        return self.use(referrals.add_paper, forms.ArrearsPaperAdding)

    give_notice = step(
        "give_notice", referrals.give_notice, forms.ArrearsNoticing, "The papers are complete, notice given."
    )
    note_statement = step("note_statement", referrals.note_statement, forms.ArrearsHearing, "What the owner said.")
    refer = step("refer", referrals.refer, forms.ArrearsReferring, "Refer it, until a day, by another officer.")
    refuse = step("refuse", referrals.refuse, Concluding, "Refuse it.")
    withdraw = step("withdraw", referrals.withdraw, Nothing, "The company takes it back.")
    note_paid = step("note_paid", referrals.note_paid, Nothing, "The company was paid: it ends at once.")
    find_paid = step("find_paid", referrals.find_paid, Nothing, "An officer saw that it was paid: it ends at once.")
    revoke = step("revoke", referrals.revoke, Reasoned, "The decision does not stand: it ends at once.")
