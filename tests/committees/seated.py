"""A committee with five members and two substitutes, and what the owners decide of it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError

from committees.models import (
    Committee,
    Matter,
    MatterKind,
    Member,
    Option,
    Seat,
    Stance,
    Vote,
    VoteObjection,
    VoteState,
)
from tests.factories.owners import a_committee, owners_of

AT = datetime(2026, 11, 9, 2, 0, tzinfo=UTC)
"""A Monday."""


def five_seated(estate) -> Committee:
    """Five members, each an owner, and two substitutes."""
    made = a_committee(estate, seat_count=5)
    owners = owners_of(estate, [100] * 7)
    for member, owner in zip(made.members.all(), owners, strict=False):
        member.owner = owner
        member.save(update_fields=["owner"])
    for place, owner in enumerate(owners[5:], 10):
        Member.objects.create(
            committee=made, owner=owner, seat=Seat.SUBSTITUTE, place=place, joined_on=made.formed_on,
            sealed_name=made.members.first().sealed_name,
        )  # fmt: skip
    return made


def member_of(committee: Committee, place: int = 4) -> Member:
    return committee.members.get(place=place, left_on__isnull=True)


def filled(committee: Committee) -> int:
    return committee.members.filter(left_on__isnull=True).exclude(seat=Seat.SUBSTITUTE).count()


def fault(act, *args, **values) -> str:
    with pytest.raises(ValidationError) as raised:
        act(*args, **values)
    return str(raised.value.message_dict)


def decided(
    committee: Committee, *, passed: bool = True, kind: str = MatterKind.ELECT, estate=None, stance: str = Stance.YES,
    opens_at: datetime = AT - timedelta(days=20), state: str = VoteState.ANNOUNCED,
) -> Matter:  # fmt: skip
    """As if the owners had voted on it for ten days and the result were posted."""
    vote = Vote.objects.create(
        number=f"BJ{Vote.objects.count()}", estate=estate or committee.estate, title="罢免委员", organiser="street",
        opens_at=opens_at, closes_at=opens_at + timedelta(days=10),
    )  # fmt: skip
    matter = Matter.objects.create(vote=vote, place=1, kind=kind, question="是否罢免？", passed=passed)
    Option.objects.create(matter=matter, place=1, label="赞成", stance=stance)
    Vote.objects.filter(pk=vote.pk).update(
        state=state, roll_confirmed_at=AT, posted_on=AT.date(), counted_at=AT, announced_on=AT.date()
    )
    return Matter.objects.select_related("vote").get(pk=matter.pk)


def objected(matter: Matter, **answer) -> VoteObjection:
    return VoteObjection.objects.create(
        number="YY-1", vote=matter.vote, words="未送达", lodged_on=AT.date(), due_on=AT.date(), **answer
    )
