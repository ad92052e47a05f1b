"""Counting heads: whose the homes of an estate are on a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from committees.models import Owner, Ownership
from estates.models import Estate, Home

NO_AREA = Decimal("0.00")


@dataclass(frozen=True)
class Head:
    """An owner with all homes that are theirs on a day: one head, whose areas are added."""

    owner: Owner
    homes: tuple[Home, ...]

    @property
    def area_m2(self) -> Decimal:
        return sum((home.area_m2 for home in self.homes), NO_AREA)


class Totals(NamedTuple):
    heads: int
    homes: int
    area_m2: Decimal


def heads_of(estate: Estate, on: date) -> list[Head]:
    """The heads of an estate, in the order of their first home; each with its homes as one walks past them."""
    rows = Ownership.objects.on(on).filter(home__building__estate=estate).select_related("owner", "home__building")
    owners: dict[int, Owner] = {}
    homes: dict[int, list[Home]] = {}
    for row in rows.order_by("home__building__name", "home__unit", "home__room"):
        owners.setdefault(row.owner_id, row.owner)
        homes.setdefault(row.owner_id, []).append(row.home)
    return [Head(owner, tuple(homes[key])) for key, owner in owners.items()]


def totals_of(heads: Iterable[Head]) -> Totals:
    heads = list(heads)
    return Totals(len(heads), sum(len(head.homes) for head in heads), sum((head.area_m2 for head in heads), NO_AREA))


def homes_of_nobody(estate: Estate, on: date):
    """The homes of an estate that have no owner on a day: a roll without them would be too short."""
    return Home.objects.of(estate).exclude(pk__in=Ownership.objects.on(on).values("home"))
