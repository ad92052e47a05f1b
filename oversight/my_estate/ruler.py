"""A price on a ruler: the middle half of its peers as a band, their median as a tick, the guide price as a bracket."""

from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

STEPS_FEN = (5, 10, 20, 25, 50, 100, 200, 500, 1000)
"""The ends of a ruler stand on multiples of one of these: such that six of them make its length."""
PARTS = 6
AT_THE_EDGE = 24.0
"""Nearer than this to an end (percent), a label begins or ends at its place instead of standing over it."""


@dataclass(frozen=True)
class Span:
    """A piece of the ruler: where it begins and how long it is, in percent."""

    start: float
    width: float


@dataclass(frozen=True)
class Ruler:
    """`least_fen` and `most_fen` are its ends. A guide price without an upper bound is open to the right."""

    least_fen: int
    most_fen: int
    flag: float
    flag_anchor: str
    band: Span | None
    median: float | None
    guide: Span | None
    is_guide_open: bool


def ruler(
    price_fen: int,
    *,
    peers: tuple[int, int, int] | None,
    guide: tuple[int, int | None] | None,
) -> Ruler:
    """`peers`: first quartile, median, third quartile; `guide`: the lowest and the highest price (None: no highest)."""
    lowest, highest = guide or (None, None)
    marks = [price_fen, *(peers or ()), *(each for each in (lowest, highest) if each is not None)]
    least, most = ends(min(marks), max(marks))

    def at(fen: int) -> float:
        return place(fen, least, most)

    return Ruler(
        least_fen=least,
        most_fen=most,
        flag=at(price_fen),
        flag_anchor=anchor(at(price_fen)),
        band=Span(at(peers[0]), round(at(peers[2]) - at(peers[0]), 2)) if peers else None,
        median=at(peers[1]) if peers else None,
        guide=None if lowest is None else span_to(at(lowest), 100.0 if highest is None else at(highest)),
        is_guide_open=lowest is not None and highest is None,
    )


def span_to(start: float, end: float) -> Span:
    return Span(start, round(end - start, 2))


def ends(low: int, high: int) -> tuple[int, int]:
    """Round ends around some prices in fen, with a little room on both sides; never below nothing."""
    room = max(1, high - low)
    step = next((each for each in STEPS_FEN if each * PARTS >= room * 2), STEPS_FEN[-1])
    least, most = floor(Fraction(low, step)) * step, ceil(Fraction(high, step)) * step
    least -= step if low - least < room * 0.05 else 0
    most += step if most - high < room * 0.05 else 0
    return max(0, least), max(most, step)


def place(fen: int, least: int, most: int) -> float:
    return round(float(Fraction(100 * (fen - least), most - least)), 2)


def anchor(percent: float) -> str:
    """From where a label at a place is written, as SVG says it: so that it does not leave the picture."""
    if percent < AT_THE_EDGE:
        return "start"
    return "end" if percent > 100 - AT_THE_EDGE else "middle"
