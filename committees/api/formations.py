"""How committees come about, and what they file with the street."""

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
from accounts.api.serializers import Shape
from committees.api import forming_forms as forms
from committees.api.bodies import ESTATE
from committees.filing import actions as filing
from committees.filing.lifecycle import FILING
from committees.filters.bodies import FilingFilters, FormationFilters
from committees.forming import actions as forming
from committees.forming.lifecycle import FORMATION
from committees.models import Filing, Formation

STEPS = {
    "check": Nothing, "add_to_group": forms.Naming, "form_group": Nothing, "post_group": Nothing,
    "propose": forms.Standing, "announce": forms.Electing, "take_result": forms.Terming, "found": forms.Terming,
    "fail": forms.Reasoned, "stop": forms.Reasoned,
}  # fmt: skip
ANSWERS = {
    "take_paper": forms.HandingIn, "submit": Nothing, "accept": forms.Accepting, "give_back": forms.Reasoned,
    "refuse": forms.Reasoned,
}  # fmt: skip


class FormationShape(Shape):
    """A formation, from the application to the filed committee. Who is in the group and who stands is not told."""

    estate = serializers.CharField(source="estate.code", help_text=ESTATE)
    vote = serializers.CharField(
        source="vote.number", default=None, allow_null=True, help_text=_("Number of the vote of the assembly.")
    )
    committee = serializers.CharField(
        source="committee.number", default=None, allow_null=True, help_text=_("Number of the committee that it led to.")
    )
    succeeds = serializers.CharField(
        source="succeeds.number", default=None, allow_null=True, help_text=_("Number of the committee before.")
    )

    class Meta:
        model = Formation
        fields = [
            "number", "estate", "kind", "state", "condition", "delivered_percent", "moved_in_percent",
            "first_delivered_on", "applicants", "applied_on", "checked_on", "grouped_on", "group_posted_on",
            "announced_on", "vote", "committee", "succeeds", "ended_on", "reason",
        ]  # fmt: skip
        read_only_fields = fields


class Formations(Verbs):
    """Committees that are being formed in the estates that the caller sees, and how earlier ones went."""

    kind = "formation"
    model = Formation
    verb_to_read = "committees.view"
    verb_to_write = "committees.guide"
    serializer_class = FormationShape
    filterset_class = FormationFilters
    lookup_field = "number"
    lookup_value_regex = "[0-9A-Z-]{3,24}"
    ordering = ("-applied_on", "-pk")
    ordering_fields = ("applied_on", "grouped_on", "announced_on", "ended_on", "number")
    own_fields = (
        "number", "estate", "kind", "state", "condition", "delivered_percent", "moved_in_percent", "first_delivered_on",
        "applicants", "applied_on", "checked_on", "grouped_on", "group_posted_on", "announced_on", "vote", "committee",
        "succeeds", "ended_on", "reason",
    )  # fmt: skip
    expansions = {
        "estate": one("estate", "estate_id"),
        "committee": one("committee", "committee_id"),
        "moves": moves_of_numbered(Formation, offers("formation", FORMATION, STEPS)),
    }
    in_detail = ("moves",)
    verbs = {name: FORMATION[name].right for name in STEPS}

    @extend_schema(request=forms.Applying, responses={201: FormationShape})
    def create(self, request, *args, **kwargs) -> Response:
        """Write down that a committee is wanted. Each step that follows is refused before its day."""
        self.refuse_parameters()
        new = forming.NewFormation(**self.sent(forms.Applying))
        with transaction.atomic():
            return self.added(forming.apply(new, by=request.user, at=timezone.now()))

    check = step("check", forming.check, Nothing, "The conditions are met, or the law of the day says why not.")
    add_to_group = step(
        "add_to_group", forms.whole(forming.NewPerson, "person", forming.add_to_group), forms.Naming,
        "Name one person for the group, or for the management committee.",
    )  # fmt: skip
    form_group = step("form_group", forming.form_group, Nothing, "The list is whole: the group is formed.")
    post_group = step("post_group", forming.post_group, Nothing, "Post who is in the group.")
    propose = step(
        "propose", forms.whole(forming.NewCandidate, "new", forming.propose), forms.Standing,
        "Put a candidate on the list. Who may not stand by the law of the day is refused.",
    )  # fmt: skip
    announce = step(
        "announce", forms.whole(forming.Election, "election", forming.announce), forms.Electing,
        "Announce the assembly with its candidates, and draft its vote.",
    )  # fmt: skip
    take_result = step(
        "take_result", forms.whole(forming.Term, "term", forming.take_result), forms.Terming,
        "Take over whom the owners chose: the committee is there, to be filed.",
    )  # fmt: skip
    found = step(
        "found", forms.whole(forming.Term, "term", forming.found), forms.Terming,
        "Those who were named are the management committee, to be filed.",
    )  # fmt: skip
    fail = step("fail", forming.fail, forms.Reasoned, "It failed.")
    stop = step("stop", forming.stop, forms.Reasoned, "Stop it.")


class FilingShape(Shape):
    """A filing with the street, and its answer. The papers stay at the desks."""

    committee = serializers.CharField(source="committee.number", help_text=_("Number of the committee."))
    estate = serializers.CharField(source="committee.estate.code", help_text=ESTATE)

    class Meta:
        model = Filing
        fields = [
            "number", "committee", "estate", "kind", "state", "what_changed", "happened_on", "due_on", "submitted_on",
            "answer_due_on", "answered_on", "filing_number", "reason",
        ]  # fmt: skip
        read_only_fields = fields


class Filings(Verbs):
    """Filings of the committees that the caller sees."""

    kind = "filing"
    model = Filing
    verb_to_read = "committees.view"
    verb_to_write = "committees.run"
    parser_classes = [BoundedJSON, Upload]
    serializer_class = FilingShape
    filterset_class = FilingFilters
    lookup_field = "number"
    lookup_value_regex = "[0-9A-Z-]{3,24}"
    ordering = ("-happened_on", "-pk")
    ordering_fields = ("happened_on", "due_on", "submitted_on", "answer_due_on", "answered_on", "number")
    own_fields = (
        "number", "committee", "kind", "state", "what_changed", "happened_on", "due_on", "submitted_on",
        "answer_due_on", "answered_on", "filing_number", "reason",
    )  # fmt: skip
    expansions = {
        "committee": one("committee", "committee_id"),
        "moves": moves_of_numbered(Filing, offers("filing", FILING, ANSWERS)),
    }
    in_detail = ("moves",)
    verbs = {name: FILING[name].right for name in ANSWERS}

    @extend_schema(request=forms.Opening, responses={201: FilingShape})
    def create(self, request, *args, **kwargs) -> Response:
        """Begin to put a filing together."""
        self.refuse_parameters()
        with transaction.atomic():
            return self.added(filing.begin(**self.sent(forms.Opening), by=request.user, at=timezone.now()))

    @extend_schema(request={"multipart/form-data": forms.HandingIn}, responses=FilingShape)
    @action(detail=True, methods=["post"], url_path="take-paper", url_name="take-paper")
    def take_paper(self, request, number: str) -> Response:
        """Put a paper in."""

        def take(held: Filing, *, file, **values) -> None:
            filing.take_paper(held, content=file, **values)

        return self.use(take, forms.HandingIn)

    submit = step("submit", filing.submit, Nothing, "Hand it in: the street's term runs. Missing papers are named.")
    accept = step("accept", filing.accept, forms.Accepting, "File it: the committee is in office.")
    give_back = step("give_back", filing.give_back, forms.Reasoned, "Give it back to be completed.")
    refuse = step("refuse", filing.refuse, forms.Reasoned, "Refuse it.")
