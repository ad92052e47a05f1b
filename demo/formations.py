"""Committees whose term ends soon, on their way to a new one: applied for, with a group, with candidates."""

from datetime import datetime, timedelta
from itertools import islice

from django.utils import timezone

from committees.forming import actions
from committees.forming.actions import Election, NewCandidate, NewFormation, NewPerson
from committees.forming.eligibility import CONDITIONS
from committees.models import Condition, Formation, FormationKind, From, Owner, OwnerKind
from committees.votes import actions as votes
from demo.chance import chance
from demo.names import Names
from demo.world import World
from estates.models import Estate

SIDES = (From.STREET, From.COMMUNITY, From.PARTY, From.OWNER, From.OWNER, From.OWNER, From.OWNER)
SEATS = 5
CANDIDATES = 7
APPLIED = timedelta(days=26)
GROUPED = timedelta(days=22)
ANNOUNCED = timedelta(days=2)
NOTICE = timedelta(days=18)
OPEN_FOR = timedelta(days=14)
ROADS = (("group", "stand", "announce"), ("group", "stand"), ())
"""How far each of them has come."""


def guide(world: World, estates: list[Estate], *, at: datetime) -> None:
    names = Names(world.city, chance("groups", world.city.key))
    for estate, road in zip(estates, ROADS, strict=False):
        formation = applied(estate, at=at - APPLIED)
        for part in road:
            STEPS[part](formation, names, at=at)


def applied(estate: Estate, *, at: datetime) -> Formation:
    new = NewFormation(estate=estate, kind=FormationKind.REELECTION, condition=Condition.TERM_ENDS)
    formation = actions.apply(new, by=None, at=at)
    return actions.check(formation, by=None, at=at + timedelta(hours=3))


def owners_of(estate: Estate, first: int, count: int) -> list[Owner]:
    people = estate.owners.filter(kind=OwnerKind.PERSON).order_by("pk")
    return list(islice(people, first, first + count))


def group(formation: Formation, names: Names, *, at: datetime) -> None:
    owners = iter(owners_of(formation.estate, 0, SIDES.count(From.OWNER)))
    grouped_at = at - GROUPED
    for place, side in enumerate(SIDES):
        owner = next(owners) if side == From.OWNER else None
        person = NewPerson(owner_name(owner) or names.person(), side, names.telephone(), owner, is_head=place == 0)
        actions.add_to_group(formation, person, by=None, at=grouped_at)
    actions.form_group(formation, by=None, at=grouped_at)
    actions.post_group(formation, by=None, at=grouped_at + timedelta(hours=2))


def owner_name(owner: Owner | None) -> str:
    return owner.holders.all()[0].name if owner else ""


def stand(formation: Formation, names: Names, *, at: datetime) -> None:
    """All of them are found to meet the conditions."""
    found = dict.fromkeys(CONDITIONS, True)
    proposed_at = at - timedelta(days=10)
    for place, owner in enumerate(owners_of(formation.estate, 10, CANDIDATES)):
        new = NewCandidate(owner, owner_name(owner), names.telephone(), is_party_member=place % 3 == 0)
        candidate = actions.propose(formation, new, by=None, at=proposed_at)
        actions.check_candidate(candidate, found, by=None, at=proposed_at + timedelta(days=3))


def announce(formation: Formation, names: Names, *, at: datetime) -> None:
    announced_at = at - ANNOUNCED
    opens_at = timezone.localtime(announced_at).replace(hour=8, minute=0, second=0, microsecond=0) + NOTICE
    election = Election(f"{formation.estate}业主委员会换届选举", opens_at, opens_at + OPEN_FOR, seats=SEATS)
    vote = actions.announce(formation, election, by=None, at=announced_at).vote
    votes.make_roll(vote, by=None, at=announced_at)
    votes.confirm_roll(vote, by=None, at=announced_at)
    votes.post(vote, by=None, at=announced_at)


STEPS = {"group": group, "stand": stand, "announce": announce}
