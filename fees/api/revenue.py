"""Public revenue: contracts on shared parts, reports by period, sample audits and how they were drawn."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from accounts.api.expanding import many, one
from accounts.api.moves import Nothing, Verbs, moves_of_numbered, offers, step
from accounts.api.parsers import BoundedJSON, Upload
from accounts.api.serializers import Shape
from committees.api.forms import Reasoned
from fees.api import revenue_forms as forms
from fees.api.standards import ESTATE
from fees.models import RevenueAudit, RevenueContract, RevenueDraw, RevenueLine, RevenueProof, RevenueReport
from fees.revenue import arriving, auditing, contracts, reporting
from fees.revenue.filters import (
    RevenueAuditFilters,
    RevenueContractFilters,
    RevenueDrawFilters,
    RevenueReportFilters,
)
from fees.revenue.lifecycle import AUDIT, CONTRACT, REPORT, SAMPLE, VIEW, WRITE

OF_CONTRACT: dict[str, type[serializers.Serializer]] = {"end_early": forms.EndingEarly, "void": Reasoned}
OF_REPORT: dict[str, type[serializers.Serializer]] = {
    "write": forms.Writing, "add_proof": forms.AddingProof, "post": Nothing, "correct": Reasoned,
    "drop": Nothing, "note_arrived": forms.Arriving,
}  # fmt: skip
OF_AUDIT: dict[str, type[serializers.Serializer]] = {
    "find_clean": forms.FindingClean, "find_faulty": forms.FindingFaulty, "revoke": Reasoned,
}  # fmt: skip


class RevenueContractShape(Shape):
    """What somebody pays for the use of shared parts."""

    estate = serializers.CharField(source="estate.code", help_text=ESTATE)

    class Meta:
        model = RevenueContract
        fields = [
            "number", "estate", "source", "payer", "place", "from_on", "until_on", "amount_fen", "pays", "signed_on",
            "state", "ended_on", "end_reason", "registered_at",
        ]  # fmt: skip
        read_only_fields = fields


class RevenueContracts(Verbs):
    """Contracts on shared parts of the estates that the caller sees."""

    kind = "revenue-contract"
    model = RevenueContract
    verb_to_read, verb_to_write = VIEW, WRITE
    parser_classes = [BoundedJSON, Upload]
    serializer_class = RevenueContractShape
    filterset_class = RevenueContractFilters
    lookup_field = "number"
    lookup_value_regex = "SY-[0-9]{8}-[0-9]{6}"
    ordering = ("-from_on", "-pk")
    ordering_fields = ("from_on", "until_on", "amount_fen", "number")
    expansions = {
        "estate": one("estate", "estate_id"),
        "moves": moves_of_numbered(RevenueContract, offers("revenue-contract", CONTRACT, OF_CONTRACT)),
    }
    in_detail = ("moves",)
    verbs = {name: CONTRACT[name].right for name in OF_CONTRACT}

    @extend_schema(request=forms.Registering, responses={201: RevenueContractShape})
    def create(self, request, *args, **kwargs) -> Response:
        """Register one, for an estate that the caller is in charge of."""
        self.refuse_parameters()
        new = contracts.NewContract(**self.sent(forms.Registering))
        with transaction.atomic():
            return self.added(contracts.register(new=new, by=request.user, at=timezone.now()))

    end_early = step("end_early", contracts.end_early, forms.EndingEarly, "It pays until before a day.")
    void = step("void", contracts.void, Reasoned, "It was registered by mistake.")


class RevenueLineShape(Shape):
    contract = serializers.CharField(
        source="contract.number", default=None, allow_null=True, help_text=_("Number of the contract it comes from.")
    )

    class Meta:
        model = RevenueLine
        fields = ["id", "side", "kind", "words", "amount_fen", "contract"]
        read_only_fields = fields


class RevenueProofShape(Shape):
    class Meta:
        model = RevenueProof
        fields = ["id", "kind", "title", "added_at"]
        read_only_fields = fields


class RevenueReportShape(Shape):
    """The account of one period: opening + receipts - costs - to the fund - for the owners = closing."""

    estate = serializers.CharField(source="estate.code", help_text=ESTATE)
    corrects = serializers.CharField(
        source="corrects.number", default=None, allow_null=True, help_text=_("Number of the report that it replaces.")
    )

    class Meta:
        model = RevenueReport
        fields = [
            "number", "estate", "from_on", "until_on", "due_on", "state", "opening_fen", "opening_note",
            "receipts_fen", "costs_fen", "to_fund_fen", "to_owners_fen", "closing_fen", "bank_fen", "posted_at",
            "posted_on", "shown_until_on", "corrects", "reason",
        ]  # fmt: skip
        read_only_fields = fields


def lines_of(view, ids):
    return RevenueLine.objects.filter(report__in=ids).select_related("contract").order_by("pk")


class RevenueReports(Verbs):
    """Reports of public revenue of the estates that the caller sees, owed ones and corrected ones too."""

    kind = "revenue-report"
    model = RevenueReport
    verb_to_read, verb_to_write = VIEW, WRITE
    parser_classes = [BoundedJSON, Upload]
    serializer_class = RevenueReportShape
    filterset_class = RevenueReportFilters
    lookup_field = "number"
    lookup_value_regex = "SZ-[0-9]{8}-[0-9]{6}"
    ordering = ("-until_on", "-pk")
    ordering_fields = ("until_on", "due_on", "posted_on", "receipts_fen", "number")
    expansions = {
        "estate": one("estate", "estate_id"),
        "lines": many(RevenueLineShape, lines_of, by="report_id"),
        "proofs": many(
            RevenueProofShape, lambda view, ids: RevenueProof.objects.filter(report__in=ids).order_by("pk"),
            by="report_id",
        ),
        "moves": moves_of_numbered(RevenueReport, offers("revenue-report", REPORT, OF_REPORT)),
    }  # fmt: skip
    in_detail = ("lines", "proofs", "moves")
    verbs = {name: REPORT[name].right for name in OF_REPORT}

    write = step("write", reporting.write, forms.Writing, "The whole account, in place of what was written before.")

    @extend_schema(request={"multipart/form-data": forms.AddingProof}, responses=RevenueReportShape)
    @action(detail=True, methods=["post"], url_path="add-proof", url_name="add-proof")
    def add_proof(self, request, number: str) -> Response:
        """Add a voucher, a statement of the bank, or a photo of the posting. It is kept in private."""
        return self.use(reporting.add_proof, forms.AddingProof)

    post = step("post", reporting.post, Nothing, "Everybody reads it from now on, and nobody changes it.")
    drop = step("drop", reporting.drop, Nothing, "A correction that is not needed after all.")
    note_arrived = step("note_arrived", arriving.note_arrived, forms.Arriving, "The bank shows it in the fund.")

    @extend_schema(request=Reasoned, responses={201: RevenueReportShape})
    @action(detail=True, methods=["post"], url_path="correct", url_name="correct")
    def correct(self, request, number: str) -> Response:
        """Begin a report that will replace this one. Answers the new one."""
        self.refuse_parameters()
        with transaction.atomic():
            made = reporting.correct(self.held(), **self.sent(Reasoned), by=request.user, at=timezone.now())
            return self.added(made)


class RevenueAuditShape(Shape):
    """An audit of a posted report, and what it found."""

    estate = serializers.CharField(source="estate.code", help_text=ESTATE)
    report = serializers.CharField(source="report.number", help_text=_("Number of the report that is audited."))
    draw = serializers.CharField(
        source="draw.number", default=None, allow_null=True, help_text=_("Number of the draw, of a sample.")
    )

    class Meta:
        model = RevenueAudit
        fields = [
            "number", "estate", "report", "basis", "draw", "rank", "state", "opened_on", "due_on", "auditor",
            "finished_on", "result", "wrong_fen", "revoke_reason",
        ]  # fmt: skip
        read_only_fields = fields


class RevenueAudits(Verbs):
    """Audits of public revenue at the estates that the caller sees."""

    kind = "revenue-audit"
    model = RevenueAudit
    verb_to_read, verb_to_write = VIEW, AUDIT
    serializer_class = RevenueAuditShape
    filterset_class = RevenueAuditFilters
    lookup_field = "number"
    lookup_value_regex = "SC-[0-9]{8}-[0-9]{6}"
    ordering = ("-opened_on", "-pk")
    ordering_fields = ("opened_on", "due_on", "finished_on", "wrong_fen", "number")
    expansions = {
        "estate": one("estate", "estate_id"),
        "report": one("revenue-report", "report_id"),
        "moves": moves_of_numbered(RevenueAudit, offers("revenue-audit", SAMPLE, OF_AUDIT)),
    }
    in_detail = ("moves",)
    verbs = {name: SAMPLE[name].right for name in OF_AUDIT}

    @extend_schema(request=forms.Ordering, responses={201: RevenueAuditShape})
    def create(self, request, *args, **kwargs) -> Response:
        """Order an audit that a change of the committee wants. Samples are drawn, and owners demand theirs."""
        self.refuse_parameters()
        with transaction.atomic():
            return self.added(auditing.order(**self.sent(forms.Ordering), by=request.user, at=timezone.now()))

    find_clean = step("find_clean", auditing.find_clean, forms.FindingClean, "Nothing was found.")
    find_faulty = step("find_faulty", auditing.find_faulty, forms.FindingFaulty, "The account was wrong by a sum.")
    revoke = step("revoke", auditing.revoke, Reasoned, "The result does not stand.")


class RevenueDrawShape(Shape):
    """A draw, with everything that is needed to repeat it."""

    region = serializers.CharField(source="region_id", help_text=_("Code of the division."))
    pool: Any = serializers.ListField(
        child=serializers.CharField(help_text=_("Code of an estate.")),
        help_text=_("Codes of all estates to draw from, sorted."),
    )

    class Meta:
        model = RevenueDraw
        fields = ["number", "region", "from_on", "until_on", "seed", "percent", "pool", "drawn_at"]
        read_only_fields = fields


class RevenueDraws(Verbs):
    """How samples were drawn: the codes with the smallest SHA-256 of `seed:code`."""

    kind = "revenue-draw"
    model = RevenueDraw
    verb_to_read, verb_to_write = VIEW, AUDIT
    serializer_class = RevenueDrawShape
    filterset_class = RevenueDrawFilters
    lookup_field = "number"
    lookup_value_regex = "CQ-[0-9]{8}-[0-9]{6}"
    ordering = ("-drawn_at", "-pk")
    ordering_fields = ("drawn_at", "from_on", "number")

    @extend_schema(request=forms.Drawing, responses={201: RevenueDrawShape})
    def create(self, request, *args, **kwargs) -> Response:
        """Draw the sample of a period in a division, once. The seed is nobody's choice."""
        self.refuse_parameters()
        given = self.sent(forms.Drawing)
        with transaction.atomic():
            made = auditing.draw(**given, seed=auditing.new_seed(), by=request.user, at=timezone.now())
            return self.added(made)
