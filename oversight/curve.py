"""How uneven something is spread, as a curve: the places with most of it first. Pure: numbers in, picture out."""

from collections.abc import Sequence
from dataclasses import dataclass

SIDE = 240
"""The square in which the curve is drawn; its corners are 0 and 100 %."""
POINTS = 60
"""A line through more corners is no smoother to the eye, and makes the page heavy."""


@dataclass(frozen=True)
class Curve:
    """`line` is drawn from the lower left to the upper right; `area` lies under it. `spot`: the marked point."""

    line: str
    area: str
    spot: tuple[float, float]


def curve(counts: Sequence[int], places: int, *, marked: float) -> Curve | None:
    """`counts`: what each place has, most first; places beyond them have nothing. `marked`: percent of the places.

    None where there is nothing to spread.
    """
    whole = sum(counts)
    if not whole or places < 1:
        return None
    corners = {round(places * step / POINTS) for step in range(POINTS + 1)} | {min(len(counts), places)}
    reached, total = [0], 0
    for count in counts:
        reached.append(total := total + count)
    points = [(at(few / places), SIDE - at(reached[min(few, len(counts))] / whole)) for few in sorted(corners)]
    line = "M" + " L".join(f"{x:g} {y:g}" for x, y in points)
    few = max(1, round(places * marked / 100))
    spot = (at(few / places), SIDE - at(reached[min(few, len(counts))] / whole))
    return Curve(line, f"{line} L{SIDE} {SIDE} L0 {SIDE} Z", spot)


def at(part: float) -> float:
    return round(min(1.0, part) * SIDE, 1)
