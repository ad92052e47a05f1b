"""Which prices of a filing are higher than what was charged before. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from fees.models import ItemKind

ANY = "any"
"""For whatever building, with a lift or without: `BuildingKind.ANY` and `Lift.ANY`."""


class Item(Protocol):
    kind: str
    name: str
    unit: str
    price_fen: int
    building_kind: str
    lift: str


@dataclass(frozen=True)
class Rise:
    name: str
    old_fen: int
    new_fen: int
    kind: str = ItemKind.RESIDENTIAL
    unit: str = "m2_month"


def rises(new: Iterable[Item], old: Sequence[Item]) -> list[Rise]:
    """A price has risen when all that was charged for the same thing, in the same buildings, before was less."""
    found = []
    for item in new:
        before = [other.price_fen for other in alike(item, old)]
        if before and item.price_fen > max(before):
            found.append(Rise(item.name, max(before), item.price_fen, item.kind, item.unit))
    return found


def alike(item: Item, old: Iterable[Item]) -> list[Item]:
    """What was charged for the very same buildings; else for any that are among its own."""
    same = [other for other in old if is_same(item, other) and shares_buildings(item, other)]
    exactly = [other for other in same if (other.building_kind, other.lift) == (item.building_kind, item.lift)]
    return exactly or same


def is_same(item: Item, other: Item) -> bool:
    """The service fee is the same whatever it is called; other things go by their names."""
    named = item.kind in (ItemKind.PARKING, ItemKind.OTHER)
    return (item.kind, item.unit) == (other.kind, other.unit) and (not named or item.name == other.name)


def shares_buildings(item: Item, other: Item) -> bool:
    pairs = ((item.building_kind, other.building_kind), (item.lift, other.lift))
    return all(one == another or ANY in (one, another) for one, another in pairs)
