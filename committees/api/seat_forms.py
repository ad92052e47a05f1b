"""The bodies of the verbs on committees. Members are named by their id, as `/committee-members/` has it."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rest_framework import serializers

from accounts.api.serializers import KnownFields, Seen
from committees.api.forming_forms import Naming, Reasoned
from committees.api.forms import members_field, members_of
from committees.forming.actions import NewPerson
from committees.models import Committee, Matter, Member, Vote
from committees.seats import actions
from committees.seats.grounds import Ground, Leaving


def member_field(words, **options) -> serializers.IntegerField:
    return serializers.IntegerField(min_value=1, max_value=2**53, help_text=words, **options)


class Officers(KnownFields):
    chair = member_field(gettext_lazy("Whom the members chose as their chair."))
    vices = members_field(gettext_lazy("Vice chairs."), required=False)
    held_on = serializers.DateField(help_text=gettext_lazy("Day of the meeting that chose them."))


class Decided(KnownFields):
    """By which vote the owners decided on it."""

    vote = Seen(
        "number", among=Vote.objects.visible_to, required=False, help_text=gettext_lazy("Number of the owners' vote.")
    )
    matter = serializers.IntegerField(
        default=1, min_value=1, max_value=100, help_text=gettext_lazy("Place of the matter in that vote.")
    )


class Leaver(Decided):
    member = member_field(gettext_lazy("Who leaves."))
    ground = serializers.ChoiceField(choices=Ground.choices, help_text=gettext_lazy("Why; each is looked into."))
    words = serializers.CharField(
        max_length=150, required=False, allow_blank=True, default="",
        help_text=gettext_lazy("What it is based on, without anybody's name."),
    )  # fmt: skip


class Filling(KnownFields):
    substitute = member_field(gettext_lazy("Who moves up; default: the first substitute."), required=False)
    person = Naming(required=False, help_text=gettext_lazy("For a management committee: whom the street names."))


class Ending(Reasoned):
    pass


class Dissolving(Decided, Reasoned):
    pass


class HandingOver(KnownFields):
    what = serializers.CharField(max_length=500, help_text=gettext_lazy("List of what was handed over."))
    handed_over_on = serializers.DateField(help_text=gettext_lazy("When it was handed over."))


def one_of(committee: Committee, pk: int | None, field: str) -> Member | None:
    """Raises ValidationError for somebody who is not in this committee."""
    return members_of(committee, [pk], field)[0] if pk else None


def decided_by(vote: Vote | None, place: int) -> Matter | None:
    """Raises ValidationError where the vote has no such matter."""
    if vote is None:
        return None
    found = vote.matters.select_related("vote").filter(place=place).first()
    if found is None:
        raise serializers.ValidationError({"matter": [_("This vote has no such matter.")]})
    return found


def choose_officers(committee: Committee, *, chair: int, vices: list[int], **values: Any) -> None:
    members = members_of(committee, vices, "vices")
    actions.choose_officers(committee, chair=one_of(committee, chair, "chair"), vices=members, **values)


def remove_member(
    committee: Committee, *, member: int, ground: str, words: str, by, at, matter: int, vote=None
) -> None:
    leaving = Leaving(ground, words, decided_by(vote, matter))
    actions.remove_member(one_of(committee, member, "member"), leaving, by=by, at=at)


def fill_seat(committee: Committee, *, by, at, substitute: int | None = None, person: dict | None = None) -> None:
    named = NewPerson(**person) if person else None
    moving = one_of(committee, substitute, "substitute")
    actions.fill_seat(committee, substitute=moving, person=named, by=by, at=at)


def dissolve(committee: Committee, *, reason: str, matter: int, by, at, vote=None) -> None:
    actions.dissolve(committee, reason=reason, matter=decided_by(vote, matter), by=by, at=at)
