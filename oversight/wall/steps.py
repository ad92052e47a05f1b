"""A number from night to night, as a line of steps: it holds from one night to the next. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 1500, 230


@dataclass(frozen=True)
class Steps:
    """The path of a line, and where it ends."""

    path: str
    last: float
    end: float


def top_of(values: Sequence[float]) -> int:
    """The upper end of a scale from 0, with a round number in its middle."""
    most = max([4, *values])
    unit: int = 10 ** max(0, len(str(int(most))) - 2)
    return int(-(-most * 1.08 // (2 * unit)) * 2 * unit)


def steps(values: Sequence[float | None], *, least: float, most: float) -> Steps | None:
    """The line through all nights that have a value; None where fewer than two have one."""
    known = [(place, value) for place, value in enumerate(values) if value is not None]
    if len(known) < 2:
        return None
    across = WIDTH / (len(values) - 1)

    def height(value: float) -> float:
        return round(HEIGHT * (1 - (value - least) / (most - least)), 1)

    first, *others = known
    path = f"M{first[0] * across:.1f} {height(first[1])}"
    path += "".join(f"H{place * across:.1f}V{height(value)}" for place, value in others)
    return Steps(path, known[-1][1], height(known[-1][1]))
