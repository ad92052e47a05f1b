"""Where a score stands among the grades, and how far it is to the next one up or down. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import pairwise
from math import gcd

from credit.rules import Band


@dataclass(frozen=True)
class Rung:
    """The scores of one grade, between two edges (None: no end). Rungs are listed from the lowest score up."""

    band: Band
    lower: int | None
    upper: int | None


@dataclass(frozen=True)
class Move:
    """What it takes to reach another grade: so many centipoints more, or so many less."""

    grade: str
    centipoints: int
    edge: int


def band_at(bands: Sequence[Band], score: int, *, has_bad: bool) -> Band | None:
    return next((band for band in bands if band.holds(score, has_bad)), None)


def edges_of(bands: Iterable[Band]) -> list[int]:
    """The scores at which a grade begins or ends, rising."""
    return sorted({edge for band in bands for edge in (band.lower, band.upper) if edge is not None})


def rungs(bands: Sequence[Band], *, has_bad: bool) -> list[Rung]:
    """Every grade that a score can reach without a veto, lowest scores first; neighbours of one grade are joined."""
    edges: list[int | None] = [None, *edges_of(bands), None]
    found: list[Rung] = []
    for lower, upper in pairwise(edges):
        inside = lower + 1 if lower is not None else (upper - 1 if upper is not None else 0)
        band = band_at(bands, inside, has_bad=has_bad)
        if band is None:
            continue
        if found and found[-1].band.grade == band.grade:
            found[-1] = Rung(found[-1].band, found[-1].lower, upper)
        else:
            found.append(Rung(band, lower, upper))
    return found


def place(bands: Sequence[Band], grade: str) -> int:
    """0 for the best grade."""
    return next((index for index, band in enumerate(bands) if band.grade == grade), len(bands))


def way_up(bands: Sequence[Band], score: int, *, has_bad: bool, step: int) -> Move | None:
    """The fewest further points, in whole steps, that bring a better grade; None at the top."""
    now = band_at(bands, score, has_bad=has_bad)
    for edge in edges_of(bands):
        for gain in steps_to(edge - score, step):
            band = band_at(bands, score + gain, has_bad=has_bad)
            if now and band and place(bands, band.grade) < place(bands, now.grade):
                return Move(band.grade, gain, edge)
    return None


def way_down(bands: Sequence[Band], score: int, *, has_bad: bool, step: int) -> Move | None:
    """The fewest points to lose by a bad record, in whole steps, that bring a worse grade; None at the bottom."""
    now = band_at(bands, score, has_bad=has_bad)
    for edge in [score, *reversed(edges_of(bands))]:
        for loss in steps_to(score - edge, step):
            band = band_at(bands, score - loss, has_bad=True)
            if now and band and place(bands, band.grade) > place(bands, now.grade):
                return Move(band.grade, loss, edge)
    return None


def steps_to(distance: int, step: int) -> list[int]:
    """The fewest centipoints, in whole steps, that just reach and that pass an edge so far away; none behind."""
    if distance < 0:
        return []
    reach, beyond = -(-distance // step) * step, (distance // step + 1) * step
    return sorted({reach, beyond} - {0})


def step_of(prices: Iterable[int]) -> int:
    """The smallest amount, in centipoints, by which points of these prices can move a score."""
    return reduce(gcd, (abs(price) for price in prices), 0) or 1
