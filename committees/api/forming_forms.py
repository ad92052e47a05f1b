"""The bodies of the verbs of formations and filings. Names and phones go in here and never come out again."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from accounts.api.serializers import KnownFields, Seen, SeenById
from committees.forming.eligibility import CONDITIONS
from committees.models import Committee, Condition, FilingKind, FormationKind, From, Owner, PaperKind
from estates.models import Estate


def owner_field(*, required: bool) -> SeenById:
    """An owner is named by the id that `/owners/` has."""
    more = {} if required else {"required": False, "allow_null": True}
    return SeenById(among=Owner.objects.visible_to, help_text=_("Id of the owner."), **more)


class Reasoned(KnownFields):
    reason = serializers.CharField(max_length=300, help_text=_("Why; it is kept with the step."))


class Applying(KnownFields):
    estate = Seen("code", among=Estate.objects.visible_to, help_text=_("Code of the estate, 13 digits."))
    kind = serializers.ChoiceField(choices=FormationKind.choices, help_text=_("What is to be formed."))
    condition = serializers.ChoiceField(choices=Condition.choices, help_text=_("On which ground."))
    applicants = serializers.IntegerField(
        required=False, min_value=0, max_value=1_000_000, help_text=_("How many owners applied.")
    )
    delivered_percent = serializers.DecimalField(
        max_digits=5, decimal_places=2, min_value=0, max_value=100, required=False,
        help_text=_("How much of the floor area is handed over, %."),
    )  # fmt: skip
    moved_in_percent = serializers.DecimalField(
        max_digits=5, decimal_places=2, min_value=0, max_value=100, required=False,
        help_text=_("How many of the owners have taken over their homes, %."),
    )  # fmt: skip
    first_delivered_on = serializers.DateField(required=False, help_text=_("When the first home was handed over."))
    applied_on = serializers.DateField(required=False, help_text=_("When it was applied for; default: today."))


class Naming(KnownFields):
    name = serializers.CharField(max_length=60, help_text=_("The person's name; sealed."))
    side = serializers.ChoiceField(choices=From.choices, help_text=_("Whom the person speaks for."))
    phone = serializers.CharField(
        max_length=30, required=False, allow_blank=True, default="", help_text=_("The person's phone; sealed.")
    )
    owner = owner_field(required=False)
    is_head = serializers.BooleanField(default=False, help_text=_("Whether the person heads the group."))
    has_interest = serializers.BooleanField(
        default=False, help_text=_("Whether the person has an interest in the property company.")
    )
    is_party_member = serializers.BooleanField(default=False, help_text=_("Whether the person is a party member."))


class Declared(KnownFields):
    """What a candidate declares of each condition; what is left out is open."""

    def get_fields(self):
        return {
            name: serializers.BooleanField(required=False, allow_null=True, help_text=words)
            for name, words in CONDITIONS.items()
        }


class Standing(KnownFields):
    owner = owner_field(required=True)
    name = serializers.CharField(max_length=60, help_text=_("The candidate's name; it is posted with the candidates."))
    phone = serializers.CharField(
        max_length=30, required=False, allow_blank=True, default="", help_text=_("The candidate's phone; sealed.")
    )
    proposed_by = serializers.ChoiceField(
        choices=From.choices, default=From.OWNER, help_text=_("Who proposed the candidate.")
    )
    statement = serializers.CharField(
        max_length=500, required=False, allow_blank=True, default="", help_text=_("What the candidate says.")
    )
    is_party_member = serializers.BooleanField(default=False, help_text=_("Whether the candidate is a party member."))
    is_substitute = serializers.BooleanField(default=False, help_text=_("Whether for a substitute's seat."))
    declared = Declared(required=False, default=dict, help_text=_("What the candidate declares."))


class Electing(KnownFields):
    title = serializers.CharField(max_length=120, help_text=_("Title of the assembly."))
    opens_at = serializers.DateTimeField(help_text=_("When voting begins, with its offset from UTC."))
    closes_at = serializers.DateTimeField(help_text=_("When voting ends, with its offset from UTC."))
    seats = serializers.IntegerField(min_value=1, max_value=40, help_text=_("How many members are chosen."))
    substitute_seats = serializers.IntegerField(
        default=0, min_value=0, max_value=40, help_text=_("How many substitutes are chosen.")
    )
    text = serializers.CharField(
        max_length=4000, required=False, allow_blank=True, default="", help_text=_("Explanation for the owners.")
    )
    with_rules = serializers.BooleanField(
        default=False, help_text=_("Whether assembly rules and covenant are voted on as well.")
    )


class Terming(KnownFields):
    years = serializers.IntegerField(min_value=1, max_value=10, help_text=_("How long the term is, in years."))
    from_on = serializers.DateField(required=False, help_text=_("First day of the term; default: the law's."))


class Opening(KnownFields):
    committee = Seen("number", among=Committee.objects.visible_to, help_text=_("Number of the committee."))
    kind = serializers.ChoiceField(choices=FilingKind.choices, help_text=_("What is filed."))
    happened_on = serializers.DateField(help_text=_("When it was elected, or changed."))
    what_changed = serializers.CharField(
        max_length=300, required=False, allow_blank=True, default="", help_text=_("For a change: what changed.")
    )


class HandingIn(KnownFields):
    kind = serializers.ChoiceField(choices=PaperKind.choices, help_text=_("What kind of paper it is."))
    file = serializers.FileField(help_text=_("The paper: PDF, Word, Excel or a picture. See the limits for its size."))


class Accepting(KnownFields):
    filing_number = serializers.CharField(
        max_length=40, required=False, allow_blank=True, default="", help_text=_("Number of the filing; default: made.")
    )


def whole(kind: Callable[..., Any], argument: str, act: Callable[..., Any]) -> Callable[..., Any]:
    """The action `act`, whose values come as one `kind` under the name of `argument`."""

    def call(thing, *, by, at, **values):
        return act(thing, **{argument: kind(**values)}, by=by, at=at)

    return call
