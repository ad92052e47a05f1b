"""Bars of money. Sums are whole fen; shares are in percent of a bar."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

SHADES = 4
"""How many shades the segments of a bar have; further ones begin anew."""


@dataclass(frozen=True)
class Segment:
    """A piece of a bar, with the words and the sum of the list below it. `shade` counts from 1."""

    name: str
    amount_fen: int
    start: float
    width: float
    shade: int


def segments(parts: Sequence[tuple[str, int]]) -> list[Segment]:
    """One bar of some parts, in their order; together they fill it. Parts of nothing, or less, are not drawn."""
    whole = sum(amount for _name, amount in parts if amount > 0)
    made: list[Segment] = []
    done = 0
    for name, amount in parts:
        drawn = max(0, amount)
        start, width = (share(done, whole), share(drawn, whole)) if whole else (0.0, 0.0)
        made.append(Segment(name, amount, start, width, len(made) % SHADES + 1))
        done += drawn
    return made


def share(part: int, whole: int) -> float:
    return round(float(Fraction(100 * part, whole)), 2)
