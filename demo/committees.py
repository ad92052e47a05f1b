"""The owners' and management committees of an invented city: who has which, since when, and whose term runs out."""

import random
from collections.abc import Iterator
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from accounts.sealing import seal
from committees.models import Assembly, Committee, CommitteeKind, CommitteeState, From, Member, Seat
from demo.chance import Urn, chance
from demo.copying import put
from demo.names import Names
from demo.places import Place
from demo.world import World
from estates.models import Estate

LEANING = {"commodity": 1.0, "village": 4.0, "former_employer": 5.0, "self_built": 9.0, "micro": 12.0, "old": 6.0}
"""How much longer than a commodity estate each kind waits for owners who elect a committee."""
SIZES = Urn([5, 7, 9], [0.6, 0.3, 0.1])
TERM_YEARS = {CommitteeKind.OWNERS: [3, 5, 5], CommitteeKind.MANAGEMENT: [2, 3, 3]}
CHANGES = Urn([1, 2, 3], [0.62, 0.3, 0.08])
OVER_FOR_DAYS = 60
"""How long ago a term may have ended without a successor."""
SEATS = [Seat.CHAIR, Seat.VICE]
SIDES = {
    CommitteeKind.OWNERS: [From.OWNER],
    CommitteeKind.MANAGEMENT: [From.COMMUNITY, From.OWNER, From.OWNER, From.STREET, From.OWNER, From.USER, From.OWNER],
}
NAMES = {CommitteeKind.OWNERS: "业主委员会", CommitteeKind.MANAGEMENT: "物业管理委员会"}


def found(world: World) -> None:
    """As many committees of each kind as the city's data say, all filed, in the estates that lean to it most."""
    draw, names = chance("committees", world.city.key), Names(world.city, chance("members", world.city.key))
    estates = {estate.code: estate for estate in Estate.objects.filter(code__in=[one.code for one in world.places])}
    chosen = list(kinds(world, draw))
    Committee.objects.bulk_create(
        [a_committee(number, estates[place.code], kind, draw, names, on=world.calendar.yesterday)
         for number, (place, kind) in enumerate(chosen, 1)],
        batch_size=2000,
    )  # fmt: skip
    committees = list(Committee.objects.order_by("pk"))
    Assembly.objects.bulk_create(
        [
            Assembly(
                estate_id=one.estate_id, founded_on=one.formed_on, rules_on=one.formed_on, covenant_on=one.formed_on
            )
            for one in committees
            if one.kind == CommitteeKind.OWNERS
        ]
    )
    put(member for one in committees for member in members(one, draw, names))


def kinds(world: World, draw: random.Random) -> Iterator[tuple[Place, CommitteeKind]]:
    """Which estate has which kind of committee, by code."""
    waiting = sorted(world.places, key=lambda place: draw.expovariate(1) * LEANING[place.kind])
    owners, management = world.city.owners_committees, world.city.management_committees
    kind_of = {place.code: CommitteeKind.OWNERS for place in waiting[:owners]}
    kind_of |= {place.code: CommitteeKind.MANAGEMENT for place in waiting[owners : owners + management]}
    for place in world.places:
        if place.code in kind_of:
            yield place, kind_of[place.code]


def a_committee(number: int, estate: Estate, kind: CommitteeKind, draw: random.Random, names: Names, *, on: date):
    """One in office: its term began at most as long ago as it lasts, or ended a short while ago."""
    years = draw.choice(TERM_YEARS[kind])
    begun = on - timedelta(days=draw.randint(20, 365 * years + OVER_FOR_DAYS))
    formed_on = begun - timedelta(days=draw.randint(3, 10))
    return Committee(
        number=f"YW-{formed_on:%Y%m%d}-{number:06d}", estate=estate, kind=kind,
        ordinal=CHANGES.draw(draw) if kind == CommitteeKind.OWNERS else 1, name=f"{estate.name}{NAMES[kind]}",
        state=CommitteeState.FILED, formed_on=formed_on, term_from=begun, term_until=begun + relativedelta(years=years),
        filed_on=begun + timedelta(days=draw.randint(4, 18)), filing_number=f"{begun.year}备{number:05d}",
        office_phone=names.telephone(), office_address=f"{estate.address}社区活动室",
        seal_number=f"{estate.code[:6]}{number:06d}", seal_on=begun + timedelta(days=draw.randint(20, 40)),
    )  # fmt: skip


def members(committee: Committee, draw: random.Random, names: Names) -> Iterator[Member]:
    """An odd number of them; in a management committee owners hold half of the seats at least."""
    sides = SIDES[CommitteeKind(committee.kind)]
    size = SIZES.draw(draw) if committee.kind == CommitteeKind.OWNERS else 7
    for place in range(size):
        yield Member(
            committee=committee, place=place, seat=SEATS[place] if place < len(SEATS) else Seat.MEMBER,
            side=sides[place % len(sides)], is_party_member=draw.random() < 0.4, joined_on=committee.term_from,
            sealed_name=seal(names.person()), sealed_phone=seal(names.telephone()),
        )  # fmt: skip
