"""`/api/v1/fund-uses/`: uses of the maintenance fund, from the proposal to the share of every home."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from accounts.api.expanding import made, many, one
from accounts.api.moves import Nothing, OpenMove, Verbs, offers, step
from accounts.api.parsers import BoundedJSON, Upload
from accounts.api.serializers import Shape
from fees.api import fund_use_forms as forms
from fees.api.standards import ESTATE
from fees.fund_uses import actions
from fees.fund_uses.actions import Proposal
from fees.fund_uses.acts import ACTS
from fees.fund_uses.filters import FundUseFilters
from fees.fund_uses.lifecycle import FUND_USE, PROPOSE, VIEW
from fees.models import FundPayment, FundUse, FundUseHome, FundUseStep, Quote

BODIES: dict[str, type[serializers.Serializer]] = {
    "amend": forms.UseAmending, "choose_homes": forms.ChoosingHomes, "add_quote": forms.ContractorQuoting,
    "drop_quote": forms.DroppingQuote, "choose_quote": forms.ChoosingQuote, "attach": forms.UsePaperHandingIn,
    "post": Nothing, "post_afterwards": Nothing, "draft_vote": forms.DraftingVote,
    "take_decision": forms.TakingDecision, "confirm": forms.EmergencyConfirming, "decline": forms.UseReasoned,
    "file": Nothing,
    "give_back": forms.UseReasoned, "refuse": forms.UseReasoned, "approve": Nothing, "advance": forms.AdvancePaying,
    "return_advance": forms.AdvanceReturning,
    "accept_work": forms.WorkAccepting, "audit": forms.WorkAuditing, "settle": forms.BillSettling,
    "stay_within": forms.UseReasoned, "pay_rest": Nothing,
    "withdraw": forms.UseReasoned,
}  # fmt: skip
OFFERS = offers("fund-use", FUND_USE, BODIES)


def open_moves(view, ids: Sequence[Any]) -> dict[Any, list[dict[str, Any]]]:
    """What is open on each, by its state, its road and what was paid."""
    user, request = view.request.user, view.request
    if getattr(request.auth, "read_only", False):
        return {}
    uses = FundUse._base_manager.filter(pk__in=ids).only("pk", "number", "state", "kind", "round", "posted_on")
    uses = uses.prefetch_related("payments")
    return {
        use.pk: [
            offer.told(request, use.number) for offer in OFFERS if ACTS[offer.move.verb].is_open(user, use)
        ]
        for use in uses
    }  # fmt: skip


class FundQuoteShape(Shape):
    """What a contractor asks for the work."""

    class Meta:
        model = Quote
        fields = ["id", "contractor", "amount_fen", "given_on", "is_chosen", "reason"]
        read_only_fields = fields


class FundUseHomeShape(Shape):
    """A home that pays, and its share once the bill is settled."""

    home = serializers.IntegerField(source="home_id", help_text=_("Id of the home."))

    class Meta:
        model = FundUseHome
        fields = ["home", "area_m2", "share_fen"]
        read_only_fields = fields


class FundPaymentShape(Shape):
    """What was paid to the contractor, or paid back."""

    class Meta:
        model = FundPayment
        fields = ["kind", "amount_fen", "paid_on", "payee"]
        read_only_fields = fields


class FundUseStepShape(Shape):
    """A step of a use."""

    class Meta:
        model = FundUseStep
        fields = ["verb", "state", "on", "words", "amount_fen"]
        read_only_fields = fields


class FundUseShape(Shape):
    """A use of the maintenance fund. All money is fen."""

    estate = serializers.CharField(source="estate.code", help_text=ESTATE)
    committee = serializers.CharField(
        source="committee.number", default=None, allow_null=True, help_text=_("Number of the committee in office.")
    )
    vote = serializers.CharField(
        source="matter.vote.number", default=None, allow_null=True, help_text=_("Number of the vote that passed it.")
    )

    class Meta:
        model = FundUse
        fields = [
            "number", "estate", "committee", "kind", "state", "title", "part", "cause", "case", "plan", "round",
            "proposed_on", "confirmed_on", "notice_due_on", "posted_on", "posted_until_on", "vote", "filed_on",
            "answer_due_on", "answer", "budget_fen", "approved_on", "approved_fen", "advance_most_fen", "ceiling_fen",
            "audit_above_fen", "accepted_on", "acceptance", "audited_on", "auditor", "audit_report", "audited_fen",
            "consented_on", "settled_on", "settled_fen", "paid_on",
        ]  # fmt: skip
        read_only_fields = fields


def of_uses(rows):
    return lambda view, ids: rows.objects.filter(use__in=ids).order_by("pk")


class FundUses(Verbs):
    """Uses of the maintenance fund at the estates that the caller sees."""

    kind = "fund-use"
    model = FundUse
    verb_to_read = VIEW
    verb_to_write = PROPOSE
    serializer_class = FundUseShape
    filterset_class = FundUseFilters
    lookup_field = "number"
    lookup_value_regex = "WX-[0-9]{8}-[0-9]{6}"
    ordering = ("-proposed_on", "-pk")
    ordering_fields = ("proposed_on", "posted_on", "filed_on", "answer_due_on", "approved_on", "settled_on", "number")
    expansions = {
        "estate": one("estate", "estate_id"),
        "committee": one("committee", "committee_id"),
        "quotes": many(FundQuoteShape, of_uses(Quote), by="use_id"),
        "homes": many(FundUseHomeShape, of_uses(FundUseHome), by="use_id"),
        "payments": many(FundPaymentShape, of_uses(FundPayment), by="use_id"),
        "steps": many(FundUseStepShape, of_uses(FundUseStep), by="use_id"),
        "moves": made(OpenMove, open_moves),
    }
    in_detail = ("quotes", "payments", "steps", "moves")
    verbs = {name: FUND_USE[name].right for name in BODIES}
    parser_classes = (BoundedJSON, Upload)

    @extend_schema(request=forms.UseProposing, responses={201: FundUseShape})
    def create(self, request, *args, **kwargs) -> Response:
        """Begin a use. What the fund may not pay is refused with the article."""
        self.refuse_parameters()
        given = self.sent(forms.UseProposing)
        estate = given.pop("estate")
        with transaction.atomic():
            return self.added(actions.propose(estate, Proposal(**given), by=request.user, at=timezone.now()))

    amend = step("amend", forms.amend, forms.UseAmending, "Put the proposal anew while it is a draft.")
    choose_homes = step(
        "choose_homes", forms.choose_homes, forms.ChoosingHomes, "Choose the homes that pay, by area; replaces others."
    )
    add_quote = step("add_quote", actions.add_quote, forms.ContractorQuoting, "Add a contractor's quote.")
    drop_quote = step("drop_quote", actions.drop_quote, forms.DroppingQuote, "Take a quote out.")
    choose_quote = step("choose_quote", actions.choose_quote, forms.ChoosingQuote, "Choose the quote to go on with.")
    post = step("post", actions.post, Nothing, "Post the proposal: homes and quotes stand from here on.")
    post_afterwards = step("post_afterwards", actions.post_afterwards, Nothing, "Tell the owners of an emergency.")
    draft_vote = step("draft_vote", actions.draft_vote, forms.DraftingVote, "Draft the vote of the homes that pay.")
    take_decision = step(
        "take_decision", forms.take_decision, forms.TakingDecision, "Take over the final decision of those who pay."
    )
    confirm = step("confirm", actions.confirm, forms.EmergencyConfirming, "The street confirms the emergency on site.")
    decline = step("decline", actions.decline, forms.UseReasoned, "The street finds that it can wait for a vote.")
    file = step("file", actions.file, Nothing, "File it with the bureau, whose term to answer runs.")
    give_back = step("give_back", actions.give_back, forms.UseReasoned, "Give it back to be completed.")
    refuse = step("refuse", actions.refuse, forms.UseReasoned, "Refuse it.")
    approve = step("approve", actions.approve, Nothing, "The fund pays, up to this budget.")
    advance = step(
        "advance", actions.advance, forms.AdvancePaying, "Pay in advance, up to the city's share of the budget."
    )
    return_advance = step(
        "return_advance", actions.return_advance, forms.AdvanceReturning,
        "The contractor paid an advance back: each account gets its part of it.",
    )  # fmt: skip
    accept_work = step("accept_work", actions.accept_work, forms.WorkAccepting, "The work was accepted.")
    audit = step(
        "audit",
        actions.audit,
        forms.WorkAuditing,
        "Note what an agency found the work to have cost, once its report is handed in.",
    )
    settle = step(
        "settle", actions.settle, forms.BillSettling,
        "Settle the bill: split by area and posted. One too far over budget goes back to be decided anew.",
    )  # fmt: skip
    stay_within = step(
        "stay_within", actions.stay_within, forms.UseReasoned, "Drop a bill over budget: what was approved stands."
    )
    pay_rest = step("pay_rest", actions.pay_rest, Nothing, "Pay the rest of the bill out.")
    withdraw = step("withdraw", actions.withdraw, forms.UseReasoned, "Withdraw it while no money of the fund is out.")

    @extend_schema(request={"multipart/form-data": forms.UsePaperHandingIn}, responses=FundUseShape)
    @action(detail=True, methods=["post"])
    def attach(self, request, number: str) -> Response:
        """Hand in a paper or a picture that proves something; only desks show it."""
        return self.use(actions.attach, forms.UsePaperHandingIn)
