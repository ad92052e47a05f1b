"""Which prices of a filing are higher than what was charged before. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from fees.models import ItemKind


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


def rises(new: Iterable[Item], old: Sequence[Item]) -> list[Rise]:
    """A price has risen when all that was charged for the same thing before was less."""
    found = []
    for item in new:
        before = [other.price_fen for other in old if is_same(item, other)]
        if before and item.price_fen > max(before):
            found.append(Rise(item.name, max(before), item.price_fen))
    return found


def is_same(item: Item, other: Item) -> bool:
    """The service fee is the same whatever it is called; other things go by their names."""
    named = item.kind in (ItemKind.PARKING, ItemKind.OTHER)
    return (item.kind, item.unit) == (other.kind, other.unit) and (not named or item.name == other.name)
