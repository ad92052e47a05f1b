"""Homes, their owners and committees, put straight into the tables."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from itertools import count

from accounts.sealing import digest, seal
from committees.models import (
    Committee,
    CommitteeKind,
    CommitteeState,
    Holder,
    Member,
    Owner,
    OwnerKind,
    Ownership,
    Seat,
)
from estates.models import Building, Estate, Home

serial = count(1)
OWNED_SINCE = date(2020, 1, 1)
ELECTED_ON = date(2025, 3, 1)


def some_homes(estate: Estate, areas: Sequence, building: str = "1号楼", unit: str = "1") -> list[Home]:
    """One home for each area (m²), room by room in one building: 101, 102, …, 199, 200, …"""
    house, _new = Building.objects.get_or_create(estate=estate, name=building)
    first = house.homes.count() + 101
    homes = [
        Home(building=house, unit=unit, room=str(first + place), area_m2=Decimal(str(area)), delivered_on=OWNED_SINCE)
        for place, area in enumerate(areas)
    ]
    return Home.objects.bulk_create(homes)


def an_owner(
    *homes: Home, name: str = "王秀兰", phone: str = "13800000021", since: date = OWNED_SINCE, **values
) -> Owner:
    """One head, the owner of these homes (one at least) since a day."""
    number = next(serial)
    owner = Owner.objects.create(estate=homes[0].building.estate, **{"key": digest(f"owner {number}"), **values})
    Holder.objects.create(
        owner=owner, sealed_name=seal(name), sealed_phone=seal(phone) if phone else "",
        document_digest=digest(f"document {number}"), phone_digest=digest(phone) if phone else "",
    )  # fmt: skip
    Ownership.objects.bulk_create([Ownership(home=home, owner=owner, from_on=since) for home in homes])
    return owner


def owners_of(estate: Estate, areas: Sequence, **values) -> list[Owner]:
    """One owner with one home for each area (m²)."""
    return [an_owner(home, **values) for home in some_homes(estate, areas)]


def the_developer(*homes: Home) -> Owner:
    return an_owner(*homes, name="青禾置业有限公司", phone="", kind=OwnerKind.DEVELOPER)


def a_committee(estate: Estate, members: int = 5, kind: str = CommitteeKind.OWNERS, **values) -> Committee:
    """A committee in office with a chair and members, elected on `ELECTED_ON` for three years."""
    number = next(serial)
    committee = Committee.objects.create(
        **{
            "number": f"W{number:06d}", "estate": estate, "kind": kind, "name": f"{estate.name}业主委员会",
            "state": CommitteeState.FILED, "formed_on": ELECTED_ON, "term_from": ELECTED_ON,
            "term_until": ELECTED_ON.replace(year=ELECTED_ON.year + 3), "filed_on": date(2025, 3, 20),
            "filing_number": f"备{number:06d}", "office_phone": "0311-86000000", **values,
        }
    )  # fmt: skip
    for place in range(members):
        Member.objects.create(
            committee=committee, place=place, seat=Seat.CHAIR if place == 0 else Seat.MEMBER, joined_on=ELECTED_ON,
            sealed_name=seal(f"李卫{'国民华东明强军'[place % 7]}"),
        )  # fmt: skip
    return committee
