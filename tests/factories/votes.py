"""Votes in the situations that tests need, brought there by the verbs themselves."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from committees.models import MatterKind, Option, Organiser, Owner, Vote, Way
from committees.votes import actions
from committees.votes.actions import NewMatter, NewVote
from estates.models import Estate

DRAFTED = datetime(2026, 9, 1, 2, 0, tzinfo=UTC)
"""A Tuesday, 10:00 in the city."""
OPENS = datetime(2026, 9, 19, 16, 0, tzinfo=UTC)
"""A Sunday at midnight, nineteen days later."""
CLOSES = OPENS + timedelta(days=10)
DURING = OPENS + timedelta(days=3)
AFTER = CLOSES + timedelta(hours=10)
HIRE = NewMatter(MatterKind.HIRE, "是否聘请青松物业服务有限公司？")


def new_vote(estate: Estate, *matters: NewMatter, **values) -> NewVote:
    given = {"title": "2026年第一次业主大会", "organiser": Organiser.STREET, "opens_at": OPENS, "closes_at": CLOSES}
    return NewVote(estate=estate, matters=matters or (HIRE,), **{**given, **values})


def a_draft(estate: Estate, *matters: NewMatter, homes=None, **values) -> Vote:
    """A draft with a confirmed roll of the homes that are on the register."""
    vote = actions.propose(new_vote(estate, *matters, **values), by=None, at=DRAFTED)
    actions.make_roll(vote, homes=homes, by=None, at=DRAFTED)
    return actions.confirm_roll(vote, by=None, at=DRAFTED)


def a_posted_vote(estate: Estate, *matters: NewMatter, **values) -> Vote:
    return actions.post(a_draft(estate, *matters, **values), by=None, at=DRAFTED)


def an_open_vote(estate: Estate, *matters: NewMatter, **values) -> Vote:
    return actions.open_now(a_posted_vote(estate, *matters, **values), by=None, at=OPENS)


def option(vote: Vote, stance: str, place: int = 1) -> Option:
    return Option.objects.get(matter__vote=vote, matter__place=place, stance=stance)


def votes_for(vote: Vote, owners: Sequence[Owner], *stances: str, way: str = Way.PHONE, at: datetime = DURING) -> None:
    """Each of these owners votes the same: one stance for each matter."""
    chosen = [option(vote, stance, place).pk for place, stance in enumerate(stances, 1)]
    for owner in owners:
        actions.cast(vote, owner, chosen, way, by=None, at=at)


def counted(vote: Vote) -> Vote:
    """The vote closed and counted, the result not posted yet."""
    actions.close(vote, by=None, at=AFTER)
    return actions.count(vote, by=None, at=AFTER)


def announced(vote: Vote) -> Vote:
    return actions.announce(counted(vote), by=None, at=AFTER)
