"""Rows of a big screen: how the grades are shared out, and how coverage stands against its target.

Pure: rows of the figures in, per cent of a width out.
"""

from collections.abc import Sequence
from typing import Any

SCALE = 100
GAP = 0.25
"""Between two grades, in the same units."""


def shares(counts: Sequence[tuple[str, int]]) -> list[dict[str, Any]]:
    """Where each shape's part of a bar begins and how long it is; the parts fill the bar."""
    whole = sum(count for _shape, count in counts)
    found, x = [], 0.0
    for shape, count in counts:
        if not count:
            continue
        length = SCALE * count / whole
        found.append({"shape": shape, "count": count, "x": round(x, 2), "width": round(max(length - GAP, 0.2), 2)})
        x += length
    return found


def least_of(percents: Sequence[float], *marks: float) -> float:
    """Where a scale of percentages begins: a little below the lowest, so that differences are seen."""
    return max(0.0, float(int(min([*percents, *marks])) - 3))


def place(percent: float, least: float) -> float:
    """Where a percentage lies on the scale from `least` to 100."""
    return round(SCALE * (percent - least) / (100 - least), 2)
