"""A company's grades over time as steps: a score holds from a day until the next one takes its place. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from credit.ladder import Rung
from credit.waterfall import Axis, Tint, axis_for, tints

WIDTH, HEIGHT = 1000, 200


@dataclass(frozen=True)
class Stand:
    """What held from a day on."""

    from_on: date
    grade: str
    score: int


@dataclass(frozen=True)
class Spot:
    """A point of the chart: percent from the left, pixels from the top."""

    x: float
    y: float
    score: int


@dataclass(frozen=True)
class Chart:
    """Everything the picture needs. `path` is in a box of 1000 by `height`, to be stretched to the width there is."""

    path: str
    tints: list[tuple[float, float, Tint]]
    edges: list[tuple[float, int]]
    labels: list[tuple[float, int, str]]
    """For each edge: where its words stand, the score, and the grade that begins there."""
    now: Spot
    peak: Spot | None
    first_on: date
    middle_on: date
    last_on: date
    height: int = HEIGHT

    @property
    def now_label(self) -> int:
        """Pixels from the present spot to its words: above it, below it near the top."""
        return -12 if self.now.y > 26 else 24


def changes(stands: Sequence[Stand]) -> list[Stand]:
    """Only those that brought another score or grade, oldest first."""
    found: list[Stand] = []
    for stand in stands:
        if not found or (stand.score, stand.grade) != (found[-1].score, found[-1].grade):
            found.append(stand)
    return found


def chart(stands: Sequence[Stand], rungs: Sequence[Rung], *, first_on: date, last_on: date) -> Chart | None:
    """The steps from `first_on` to `last_on`. None when there is nothing to draw."""
    if not stands or last_on <= first_on:
        return None
    steps = changes(stands)
    edges = [rung.lower for rung in rungs if rung.lower is not None]
    axis = axis_for([step.score for step in steps], edges)
    begun = max(first_on, steps[0].from_on)
    days = max(1, (last_on - first_on).days)

    def x_of(day: date) -> float:
        return round(WIDTH * max(0, (day - first_on).days) / days, 1)

    def y_of(score: int) -> float:
        return round(HEIGHT * (1 - axis.at(score) / 100), 1)

    path = f"M{x_of(begun):g} {y_of(steps[0].score):g}"
    for step in steps[1:]:
        path += f"H{x_of(step.from_on):g}V{y_of(step.score):g}"
    path += f"H{WIDTH}"
    now = steps[-1]
    return Chart(
        path=path,
        tints=[
            (round(HEIGHT * (1 - (t.start + t.width) / 100), 1), round(HEIGHT * t.width / 100, 1), t)
            for t in tints(axis, rungs)
        ],
        edges=[(y_of(edge), edge) for edge in edges if axis.low < edge < axis.high],
        labels=[
            (max(14, y_of(rung.lower) - 6), rung.lower, rung.band.grade)
            for rung in rungs
            if rung.lower is not None and axis.low < rung.lower < axis.high
        ],
        now=Spot(100, y_of(now.score), now.score),
        peak=peak_of(steps, x_of, y_of, axis),
        first_on=first_on,
        middle_on=first_on + (last_on - first_on) / 2,
        last_on=last_on,
    )


def peak_of(steps: Sequence[Stand], x_of, y_of, axis: Axis) -> Spot | None:
    """The highest score, where it is not the present one and lies away from the ends of the picture."""
    best = max(steps, key=lambda step: step.score)
    x = x_of(best.from_on) / WIDTH * 100
    if best.score == steps[-1].score or not 24 <= x <= 80:
        return None
    return Spot(round(x, 1), y_of(best.score), best.score)
