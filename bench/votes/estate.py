"""One big estate whose owners vote: homes, heads, a roll, and ballots of most of them, made as directly as can be."""

import random
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from accounts.actions import shipped_rule_values
from accounts.models import CityProfile, Level, Region, RuleValue
from accounts.sealing import digest, new_salt, seal
from committees.models import (
    Ballot,
    Holder,
    Invitation,
    Matter,
    MatterKind,
    Option,
    Owner,
    Ownership,
    RollLine,
    Stance,
    Vote,
    VoteState,
    Way,
)
from estates.models import Building, Estate, Home

STREET = "130102001000"
STREETS = (
    ("130100000000", None, "石家庄市", Level.CITY),
    ("130102000000", "130100000000", "长安区", Level.COUNTY),
    (STREET, "130102000000", "建北街道", Level.STREET),
)
BUILDINGS = 40
SECOND_HOMES = 20
"""One head in so many has two homes."""
PHONE = "139{:08d}"


def found() -> None:
    """A city on an empty database."""
    Region.objects.bulk_create(
        Region(code=code, parent_id=parent, name=name, level=level) for code, parent, name, level in STREETS
    )
    CityProfile.objects.create(
        region_id=STREETS[0][0], name="石家庄市", bureau_name="石家庄市住房和城乡建设局", emblem_text="物业服务监管"
    )
    RuleValue.objects.bulk_create(shipped_rule_values(datetime(2020, 1, 1, tzinfo=UTC).date()))


def build(homes: int, number: int) -> Estate:
    """An estate with so many homes, each with its owner."""
    estate = Estate.objects.create(
        code=f"{STREET[:9]}{number:04}", name=f"青禾苑{number}", address="建设大街1号", region_id=STREET,
        floor_area_m2=homes * 100, households=homes, building_count=BUILDINGS, kind="commodity", service_mode="company",
    )  # fmt: skip
    houses = Building.objects.bulk_create(Building(estate=estate, name=f"{n}号楼") for n in range(1, BUILDINGS + 1))
    draw = random.Random(number)
    parts = Home.objects.bulk_create(
        [
            Home(
                building=houses[n % BUILDINGS], unit=str(1 + n // BUILDINGS % 4), room=str(101 + n // BUILDINGS // 4),
                area_m2=Decimal(draw.randint(4_500, 16_000)) / 100,
            )
            for n in range(homes)
        ],
        batch_size=2000,
    )  # fmt: skip
    heads = homes - homes // SECOND_HOMES
    owners = Owner.objects.bulk_create([Owner(estate=estate, key=digest(f"{number} {n}")) for n in range(heads)])
    Holder.objects.bulk_create(
        Holder(owner=owner, sealed_name=seal("王秀兰"), sealed_phone=seal(PHONE.format(owner.pk))) for owner in owners
    )
    since = datetime(2020, 1, 1, tzinfo=UTC).date()
    Ownership.objects.bulk_create(
        [Ownership(home=home, owner=owners[n % heads], from_on=since) for n, home in enumerate(parts)], batch_size=2000
    )
    return estate


def an_open_vote(estate: Estate, now: datetime) -> Vote:
    """Three ordinary questions, with roll and invitations."""
    vote = Vote.objects.create(
        number=f"BJ-{now:%Y%m%d}-{estate.pk:06d}", estate=estate, title="选聘物业服务企业", organiser="committee",
        posted_on=(now - timedelta(days=20)).date(), opens_at=now - timedelta(days=3),
        closes_at=now + timedelta(days=10), roll_confirmed_at=now - timedelta(days=20),
    )  # fmt: skip
    for place, kind in enumerate((MatterKind.HIRE, MatterKind.USE_FUND, MatterKind.CHANGE_USE), 1):
        matter = Matter.objects.create(vote=vote, place=place, kind=kind, question=f"是否同意第 {place} 项？")
        Option.objects.bulk_create(
            Option(matter=matter, place=n, label=str(stance.label), stance=stance) for n, stance in enumerate(Stance, 1)
        )
    rows = Ownership.objects.filter(home__building__estate=estate).select_related("home__building")
    RollLine.objects.bulk_create(
        [
            RollLine(vote=vote, home=row.home, owner_id=row.owner_id, label=row.home.label, area_m2=row.home.area_m2)
            for row in rows
        ],
        batch_size=2000,
    )
    invitations = [Invitation(vote=vote, owner_id=owner, salt=new_salt()) for owner in {row.owner_id for row in rows}]
    for each in invitations:
        each.code_digest = digest(each.code)
    Invitation.objects.bulk_create(invitations, batch_size=2000)
    Vote.objects.filter(pk=vote.pk).update(state=VoteState.OPEN)
    return vote


def answers(vote: Vote, draw: random.Random) -> list[int]:
    """One option of each matter: most say yes."""
    weights = {Stance.YES: 7, Stance.NO: 2, Stance.ABSTAIN: 1}
    return [
        draw.choices([option.pk for option in options], [weights[Stance(option.stance)] for option in options])[0]
        for matter in vote.matters.all()
        if (options := list(matter.options.all()))
    ]


def fill(vote: Vote, now: datetime) -> int:
    """Every head of the roll votes. Returns how many."""
    draw = random.Random(vote.pk)
    choices = [answers(vote, draw) for _ in range(50)]
    owners = set(vote.roll.values_list("owner_id", flat=True))
    Ballot.objects.bulk_create(
        [
            Ballot(vote=vote, owner_id=owner, way=Way.PHONE, cast_at=now, marked=draw.choice(choices))
            for owner in owners
        ],
        batch_size=2000,
    )
    return len(owners)
