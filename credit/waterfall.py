"""The list of points as a picture: every line a bar on one axis, beginning where the one above it ended. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from credit.ladder import Rung

ROOM = 0.12
"""How much room is left beside the outermost bar, as a part of the whole span."""


@dataclass(frozen=True)
class Axis:
    """The scores from `low` to `high`, in centipoints, across 0 to 100 percent."""

    low: int
    high: int

    def at(self, score: int) -> float:
        """Where a score lies, in percent; what lies outside is put at the nearer end."""
        share = (score - self.low) / (self.high - self.low)
        return round(100 * min(1.0, max(0.0, share)), 2)


@dataclass(frozen=True)
class Piece:
    """A stretch of the axis in percent: a bar, or the tint of a grade."""

    start: float
    width: float


@dataclass(frozen=True)
class Tint(Piece):
    shape: str
    grade: str

    @property
    def middle(self) -> float:
        return round(self.start + self.width / 2, 2)


def pieces_between(axis: Axis, start: int, end: int) -> Piece:
    left, right = sorted((axis.at(start), axis.at(end)))
    return Piece(left, round(max(right - left, 0.8), 2))


def axis_for(values: Sequence[int], edges: Sequence[int]) -> Axis:
    """An axis that holds every value and the grade lines next to them."""
    near = nearest_edges(values[-1], edges)
    low, high = min([*values, *near]), max([*values, *near])
    room = max(100, int((high - low) * ROOM))
    return Axis(low - room, high + room)


def nearest_edges(score: int, edges: Sequence[int]) -> list[int]:
    """The grade lines around a score: the last one not above it, and the first above it."""
    below = [edge for edge in edges if edge <= score]
    above = [edge for edge in edges if edge > score]
    return below[-1:] + above[:1]


def tints(axis: Axis, rungs: Sequence[Rung]) -> list[Tint]:
    """The grades as tinted stretches of the axis."""
    found = []
    for rung in rungs:
        left = axis.at(axis.low if rung.lower is None else rung.lower)
        right = axis.at(axis.high if rung.upper is None else rung.upper)
        if right > left:
            found.append(Tint(left, round(right - left, 2), rung.band.shape, rung.band.grade))
    return found


def bars(axis: Axis, base: int, points: Sequence[int]) -> list[Piece]:
    """One bar for the base (from the end of the axis, or from 0 if that is on it), then one for each line."""
    origin = 0 if axis.low <= 0 <= axis.high else axis.low
    found = [pieces_between(axis, origin, base)]
    total = base
    for value in points:
        found.append(pieces_between(axis, total, total + value))
        total += value
    return found


@dataclass(frozen=True)
class LadderPicture:
    """All grades side by side with the score pinned among them, in percent."""

    tints: list[Tint]
    edges: list[tuple[float, int]]
    pin: float


END_PIECE = 0.24
"""How long the first and the last grade, which have no outer end, are drawn against the span of the edges."""


def ladder_picture(rungs: Sequence[Rung], score: int) -> LadderPicture | None:
    """None where every score has one grade. A score beyond the ends is pinned at the end."""
    edges = [rung.lower for rung in rungs if rung.lower is not None]
    if not edges:
        return None
    room = int((edges[-1] - edges[0]) * END_PIECE) or 1000
    axis = Axis(edges[0] - room, edges[-1] + room)
    pin = min(98.5, max(1.5, axis.at(score)))
    return LadderPicture(tints(axis, rungs), [(axis.at(edge), edge) for edge in edges], pin)
