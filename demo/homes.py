"""Homes and their owners in some estates of an invented city: enough to vote with, far from all."""

import random
from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Case, When

from accounts.sealing import digest, seal
from committees.models import Holder, Owner, OwnerKind, Ownership
from committees.owners.people import DEVELOPERS
from demo.chance import chance
from demo.copying import put
from demo.names import Names
from demo.people import workplace
from demo.places import Building as Block
from demo.world import World
from estates.models import Building, Estate, Home, HomeUse

VOTING, ELECTING = 6, 3
FEWEST, MOST = 80, 700
"""Households of an estate whose owners are on file here."""
ENDS_SOON = timedelta(days=150)
"""So near to its end a committee may be replaced by an election."""
UNSOLD, SECOND_HOME, COUPLES, SHOPS = 0.02, 0.06, 0.35, 0.01


def settle(world: World) -> list[Estate]:
    """Give some estates of the demo's people their homes and owners. The first ones have the most owners."""
    draw, names = chance("homes", world.city.key), Names(world.city, chance("owners", world.city.key))
    blocks = {place.code: place.buildings for place in world.places}
    settled = chosen(world)
    for estate in settled:
        homes = [
            home
            for building, block in zip(estate.buildings.order_by("pk"), blocks[estate.code], strict=True)
            for home in homes_of(building, block, draw, since=world.calendar.yesterday)
        ]
        give(put(homes), estate, draw, names)
    return settled


def chosen(world: World) -> list[Estate]:
    """Estates with an owners' committee near the demo's people, of a size that a page can show.

    The last ones are those whose committee's term ends first: they are to elect a new one.
    """
    _company, street = workplace(world.city, on=world.calendar.yesterday)
    able = Estate.objects.filter(
        region__code__startswith=world.city.people_county[:6], households__range=(FEWEST, MOST),
        committees__state="filed", committees__kind="owners",
    )  # fmt: skip
    near = Case(When(region__code__startswith=street.stem, then=0), default=1)
    voting = list(able.order_by(near, "-committees__term_until", "pk")[:VOTING])
    ending = able.filter(
        committees__term_until__gt=world.calendar.yesterday,
        committees__term_until__lt=world.calendar.yesterday + ENDS_SOON,
    ).exclude(pk__in=[one.pk for one in voting])
    return [*voting, *ending.order_by(near, "committees__term_until", "pk")[:ELECTING]]


def homes_of(building: Building, block: Block, draw: random.Random, *, since: date) -> Iterator[Home]:
    """Every storey of a unit has as many rooms; they differ a little in size."""
    a_storey = max(1, block.households // (block.storeys * block.units))
    sizes = [block.area_m2 * 100 // block.households + draw.randint(-900, 900) for _ in range(a_storey)]
    for unit in range(1, block.units + 1):
        for storey in range(1, block.storeys + 1):
            for room in range(a_storey):
                yield Home(
                    building=building, unit=str(unit), room=f"{storey}{room + 1:02}", area_m2=sizes[room] / 100,
                    use=HomeUse.SHOP if storey == 1 and draw.random() < SHOPS else HomeUse.RESIDENTIAL,
                    delivered_on=since - timedelta(days=draw.randint(400, 4000)),
                )  # fmt: skip


def give(homes: list[Home], estate: Estate, draw: random.Random, names: Names) -> None:
    """The developer keeps a few, some people have two, many hold theirs as a couple."""
    draw.shuffle(homes)
    unsold, sold = homes[: round(len(homes) * UNSOLD)], homes[round(len(homes) * UNSOLD) :]
    shares: list[list[Home]] = [unsold] if unsold else []
    while sold:
        count = 2 if draw.random() < SECOND_HOME else 1
        shares.append(sold[:count])
        sold = sold[count:]
    kinds = [OwnerKind.DEVELOPER] * bool(unsold) + [OwnerKind.PERSON] * (len(shares) - bool(unsold))
    owners = put(
        Owner(estate=estate, kind=kind, key=DEVELOPERS if kind == OwnerKind.DEVELOPER else digest(f"{estate.code} {n}"))
        for n, kind in enumerate(kinds)
    )
    put(each for owner in owners for each in holders(owner, draw, names))
    put(
        Ownership(home=home, owner=owner, from_on=home.delivered_on)
        for owner, share in zip(owners, shares, strict=True)
        for home in share
    )


def holders(owner: Owner, draw: random.Random, names: Names) -> Iterator[Holder]:
    if owner.kind == OwnerKind.DEVELOPER:
        yield Holder(owner=owner, sealed_name=seal(f"{owner.estate.name}开发建设单位"))
        return
    for place in range(2 if draw.random() < COUPLES else 1):
        phone = names.telephone()
        yield Holder(
            owner=owner, place=place, sealed_name=seal(names.person()), sealed_phone=seal(phone),
            phone_digest=digest(phone), document_digest=digest(f"{owner.key} {place}"),
        )  # fmt: skip
