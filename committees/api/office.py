"""What committees in office keep and post: `/seal-uses/`, `/disclosures/`, `/committee-audits/`, `/postings/`."""

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import extend_schema, extend_schema_serializer
from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.response import Response

from accounts.api.expanding import many, one
from accounts.api.moves import Offer, Verbs, moves
from accounts.api.reading import Worked
from accounts.api.serializers import Shape
from committees.api import forms
from committees.api.bodies import ESTATE
from committees.audits.actions import NewAudit, note_audit
from committees.disclosure.actions import disclose
from committees.filters.office import AuditFilters, DisclosureFilters, PostingFilters, SealUseFilters
from committees.models import Audit, Disclosure, MemberDuty, Posting, SealUse
from committees.postings.actions import put_up, state_of, take_down
from committees.postings.erasing import text_of
from committees.postings.lifecycle import POSTING
from committees.seals.actions import NewUse, use_seal

NUMBER = _("Number of the committee.")
RIGHT = "committees.run"
TOLD_BY = ("text", "kind", "until_on", "withdrawn_on")
"""What decides on the text of a posting."""


class OfCommittees(Verbs):
    verb_to_read = "committees.view"
    verb_to_write = RIGHT
    lookup_value_regex = "[0-9]{1,18}"
    expansions = {"committee": one("committee", "committee_id")}


class SealUseShape(Shape):
    """A line of a seal register. Who signed is told as a number."""

    committee = serializers.CharField(source="committee.number", help_text=NUMBER)
    estate = serializers.CharField(source="committee.estate.code", help_text=ESTATE)
    meeting = serializers.CharField(
        source="decision.meeting.number", default=None, allow_null=True, help_text=_("The meeting that decided it.")
    )
    vote = serializers.CharField(
        source="matter.vote.number", default=None, allow_null=True, help_text=_("The owners' vote behind it.")
    )
    corrects = serializers.CharField(
        source="corrects.number", default=None, allow_null=True, help_text=_("The line that it replaces.")
    )

    class Meta:
        model = SealUse
        fields = [
            "number", "committee", "estate", "seal", "used_on", "document", "recipient", "copies", "signed",
            "members_all", "meeting", "vote", "corrects", "recorded_at",
        ]  # fmt: skip
        read_only_fields = fields


class SealUses(OfCommittees):
    """Uses of the seals of the committees that the caller sees. Lines are added, never changed."""

    kind = "seal-use"
    model = SealUse
    serializer_class = SealUseShape
    filterset_class = SealUseFilters
    lookup_field = "number"
    lookup_value_regex = "YY-[0-9]{8}-[0-9]{6}"
    ordering = ("-used_on", "-pk")
    ordering_fields = ("used_on", "number")

    @extend_schema(request=forms.Sealing, responses={201: SealUseShape})
    def create(self, request, *args, **kwargs) -> Response:
        """Put a use of the seal into the register."""
        self.refuse_parameters()
        values = self.sent(forms.Sealing)
        committee = values.pop("committee")
        values["signers"] = forms.members_of(committee, values["signers"], "signers")
        new = NewUse(**forms.behind(committee, values))
        with transaction.atomic():
            return self.added(use_seal(committee, new, by=request.user, at=timezone.now()))


class DutyShape(Shape):
    """What was disclosed of one member."""

    member = serializers.IntegerField(source="member_id", help_text=_("Id of the member."))

    class Meta:
        model = MemberDuty
        fields = ["member", "attended", "fees_paid"]
        read_only_fields = fields


class DisclosureShape(Shape):
    """What a committee told the owners about its duty in a half-year."""

    committee = serializers.CharField(source="committee.number", help_text=NUMBER)
    estate = serializers.CharField(source="committee.estate.code", help_text=ESTATE)

    class Meta:
        model = Disclosure
        fields = [
            "id", "committee", "estate", "from_on", "until_on", "due_on", "disclosed_on", "meetings", "seal_uses"
        ]  # fmt: skip
        read_only_fields = fields


class Disclosures(OfCommittees):
    """Half-years that committees disclosed."""

    kind = "disclosure"
    model = Disclosure
    serializer_class = DisclosureShape
    filterset_class = DisclosureFilters
    ordering = ("-from_on", "-pk")
    ordering_fields = ("from_on", "disclosed_on", "due_on")
    expansions = {
        **OfCommittees.expansions,
        "lines": many(
            DutyShape, lambda view, ids: MemberDuty.objects.filter(disclosure__in=ids).order_by("pk"),
            by="disclosure_id",
        ),
    }  # fmt: skip
    in_detail = ("lines",)

    @extend_schema(request=forms.Disclosing, responses={201: DisclosureShape})
    def create(self, request, *args, **kwargs) -> Response:
        """Disclose a half-year that is over. It is posted at once."""
        self.refuse_parameters()
        values = self.sent(forms.Disclosing)
        paid = dict.fromkeys(values["paid"], True) | dict.fromkeys(values["unpaid"], False)
        with transaction.atomic():
            made = disclose(
                values["committee"], from_on=values["from_on"], fees_paid=paid, by=request.user, at=timezone.now()
            )
            return self.added(made)


class AuditShape(Shape):
    """An audit of a committee's accounts."""

    committee = serializers.CharField(source="committee.number", help_text=NUMBER)
    estate = serializers.CharField(source="committee.estate.code", help_text=ESTATE)

    class Meta:
        model = Audit
        fields = [
            "id", "committee", "estate", "kind", "from_on", "until_on", "done_on", "auditor", "report_number", "result"
        ]  # fmt: skip
        read_only_fields = fields


class Audits(OfCommittees):
    """Audits of the accounts of committees."""

    kind = "committee-audit"
    model = Audit
    serializer_class = AuditShape
    filterset_class = AuditFilters
    ordering = ("-until_on", "-pk")
    ordering_fields = ("until_on", "done_on")

    @extend_schema(request=forms.Auditing, responses={201: AuditShape})
    def create(self, request, *args, **kwargs) -> Response:
        """Note an audit that was done. Its result is posted at once."""
        self.refuse_parameters()
        values = self.sent(forms.Auditing)
        committee = values.pop("committee")
        with transaction.atomic():
            return self.added(note_audit(committee, NewAudit(**values), by=request.user, at=timezone.now()))


def told(*values) -> str:
    return text_of(Posting(**dict(zip(TOLD_BY, values, strict=True))), on=timezone.localdate())


@extend_schema_serializer(component_name="BoardPosting")
class BoardPostingShape(Shape):
    """What hangs, or hung, on an estate's board and page."""

    estate = serializers.CharField(source="estate.code", help_text=ESTATE)
    committee = serializers.CharField(source="committee.number", default=None, allow_null=True, help_text=NUMBER)
    vote = serializers.CharField(
        source="vote.number", default=None, allow_null=True, help_text=_("Number of the vote that it is about.")
    )
    text = Worked(serializers.CharField(), by=told, of=TOLD_BY)

    class Meta:
        model = Posting
        fields = ["id", "estate", "committee", "vote", "kind", "title", "text", "posted_on", "until_on", "withdrawn_on"]
        read_only_fields = fields
        extra_kwargs = {"until_on": {"help_text": _("First day on which it hangs no more.")}}


def states(ids: Sequence[int]) -> dict[int, str]:
    on = timezone.localdate()
    return {posting.pk: state_of(posting, on=on) for posting in Posting.objects.filter(pk__in=ids)}


class Postings(OfCommittees):
    """What hangs, or hung, in the estates that the caller sees."""

    kind = "posting"
    model = Posting
    serializer_class = BoardPostingShape
    filterset_class = PostingFilters
    ordering = ("-posted_on", "-pk")
    ordering_fields = ("posted_on", "until_on")
    expansions = {
        "estate": one("estate", "estate_id"),
        **OfCommittees.expansions,
        "moves": moves([Offer(POSTING["take_down"], "posting-take-down", lambda: forms.Reasoned)], states),
    }
    in_detail = ("moves",)
    verbs = {"take_down": RIGHT}

    @extend_schema(request=forms.PuttingUp, responses={201: BoardPostingShape})
    def create(self, request, *args, **kwargs) -> Response:
        """Put up a notice of a committee."""
        self.refuse_parameters()
        with transaction.atomic():
            return self.added(put_up(**self.sent(forms.PuttingUp), by=request.user, at=timezone.now()))

    @extend_schema(request=forms.Reasoned, responses=BoardPostingShape)
    @action(detail=True, methods=["post"], url_path="take-down", url_name="take-down")
    def take_down(self, request, pk: str) -> Response:
        """Take it down before its day."""
        return self.use(take_down, forms.Reasoned)
