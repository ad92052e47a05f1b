"""The bodies of the verbs of votes. Ballots are no business of programs: owners cast them, clerks read papers."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import serializers

from accounts.api.serializers import KnownFields, Seen, SeenById, ShortList
from accounts.models import User
from committees.api.bodies import ESTATE
from committees.api.forming_forms import owner_field
from committees.api.forms import Reasoned
from committees.models import Candidate, Committee, MatterKind, Organiser, Owner, Vote, VoteObjection
from committees.owners.cells import PHONE
from committees.owners.people import plain_phone
from committees.votes import actions
from estates.models import Estate, Home

MOST_MATTERS = 20
MOST_CANDIDATES = 50
MOST_HOMES = 20_000
LARGEST_ID = 2**53


class MatterDraft(KnownFields):
    """One thing to be asked."""

    kind = serializers.ChoiceField(MatterKind.choices, help_text=gettext_lazy("Which of the nine common matters."))
    question = serializers.CharField(max_length=300, help_text=gettext_lazy("What is asked."))
    details = serializers.CharField(
        max_length=4000, default="", allow_blank=True, help_text=gettext_lazy("What one must know to answer.")
    )
    choose_most = serializers.IntegerField(
        default=1, min_value=1, max_value=99, help_text=gettext_lazy("In an election: how many are chosen at most.")
    )
    candidates = ShortList(
        child=SeenById(among=Candidate.objects.visible_to), default=list, max_length=MOST_CANDIDATES,
        help_text=gettext_lazy("In an election: ids of the candidates, in the order of the ballot."),
    )  # fmt: skip


class Drafting(KnownFields):
    """A whole draft of a vote."""

    estate = Seen("code", among=Estate.objects.visible_to, help_text=ESTATE)
    title = serializers.CharField(max_length=120, help_text=gettext_lazy("Title."))
    text = serializers.CharField(
        max_length=4000, default="", allow_blank=True, help_text=gettext_lazy("Explanation, for everybody to read.")
    )
    organiser = serializers.ChoiceField(Organiser.choices, help_text=gettext_lazy("Who holds it."))
    committee = Seen(
        "number", among=Committee.objects.visible_to, default=None, allow_null=True,
        help_text=gettext_lazy("Number of the committee that holds it."),
    )  # fmt: skip
    is_temporary = serializers.BooleanField(
        default=False, help_text=gettext_lazy("Whether it is a temporary meeting, with its shorter notice.")
    )
    affects_all = serializers.BooleanField(
        default=True, help_text=gettext_lazy("False where only the owners of some homes decide on their fund.")
    )
    opens_at = serializers.DateTimeField(help_text=gettext_lazy("First moment, with its offset from UTC."))
    closes_at = serializers.DateTimeField(help_text=gettext_lazy("The moment from which no ballot counts any more."))
    matters = ShortList(
        child=MatterDraft(), min_length=1, max_length=MOST_MATTERS, help_text=gettext_lazy("What is asked.")
    )


class Versioned(KnownFields):
    version = serializers.IntegerField(
        required=False, min_value=0, max_value=LARGEST_ID,
        help_text=gettext_lazy("The version that you have read: if it was changed since, this is refused (409)."),
    )  # fmt: skip


class Redrafting(Versioned, Drafting):
    pass


class Rolling(KnownFields):
    homes = ShortList(
        child=serializers.IntegerField(min_value=1, max_value=LARGEST_ID), default=list, max_length=MOST_HOMES,
        help_text=gettext_lazy("Ids of the homes that decide, where not all do."),
    )  # fmt: skip


class RollCorrecting(Reasoned):
    home = SeenById(among=Home.objects.visible_to, help_text=gettext_lazy("Id of the home."))
    area_m2 = serializers.DecimalField(
        max_digits=10, decimal_places=2, min_value=0, default=None, allow_null=True,
        help_text=gettext_lazy("Its exclusive area in square metres, if that is to be corrected."),
    )  # fmt: skip
    owner = owner_field(required=False)


class Proxying(KnownFields):
    owner = owner_field(required=True)
    name = serializers.CharField(max_length=60, help_text=gettext_lazy("Name of the proxy. Kept sealed."))
    phone = serializers.CharField(
        max_length=30, default="", allow_blank=True, help_text=gettext_lazy("Phone of the proxy. Kept sealed.")
    )
    document = serializers.CharField(
        max_length=40, default="", allow_blank=True,
        help_text=gettext_lazy("Number of the proxy's identity document; a digest is kept."),
    )  # fmt: skip
    given_on = serializers.DateField(help_text=gettext_lazy("Day of the letter."))

    def validate_phone(self, value: str) -> str:
        if value and not PHONE.fullmatch(plain_phone(value)):
            raise serializers.ValidationError(_("This is no telephone number."))
        return value


class Replying(KnownFields):
    objection = serializers.CharField(max_length=24, help_text=gettext_lazy("Number of the objection."))
    answer = serializers.CharField(max_length=1000, help_text=gettext_lazy("The answer."))
    is_upheld = serializers.BooleanField(help_text=gettext_lazy("Whether the objection is right."))


class Stopping(Versioned, Reasoned):
    pass


def new_vote(values: dict[str, Any]) -> actions.NewVote:
    matters = [actions.NewMatter(**matter) for matter in values.pop("matters")]
    return actions.NewVote(**values, matters=matters)


def amend(vote: Vote, *, version: int | None = None, by: User, at: datetime, **values: Any) -> None:
    actions.amend(vote, new_vote(values), version=version, by=by, at=at)


def make_roll(vote: Vote, *, homes: Sequence[int], by: User, at: datetime) -> None:
    """Raises ValidationError."""
    found = list(Home.objects.visible_to(by).filter(pk__in=homes))
    if unknown := len(set(homes)) - len(found):
        raise serializers.ValidationError({"homes": [_("%(count)d of them are not known here.") % {"count": unknown}]})
    actions.make_roll(vote, homes=found or None, by=by, at=at)


def correct_roll(
    vote: Vote, *, home: Home, reason: str, area_m2=None, owner: Owner | None = None, by: User, at: datetime
) -> None:
    """Raises ValidationError."""
    if not vote.roll.filter(home=home).exists():
        raise serializers.ValidationError({"home": [_("This home is not on the roll.")]})
    actions.correct_roll(vote, home, area_m2=area_m2, owner=owner, reason=reason, by=by, at=at)


def give_proxy(vote: Vote, *, owner: Owner, by: User, at: datetime, **values: Any) -> None:
    actions.give_proxy(vote, owner, by=by, at=at, **values)


def answer_objection(vote: Vote, *, objection: str, by: User, at: datetime, **values: Any) -> None:
    """Raises ValidationError."""
    found = VoteObjection.objects.filter(vote=vote, number=objection).first()
    if found is None:
        raise serializers.ValidationError({"objection": [_("This vote has no such objection.")]})
    actions.answer_objection(found, by=by, at=at, **values)
