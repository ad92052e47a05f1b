"""One published grade on its ladder: the grades around the score, and how far the next one is."""

from dataclasses import dataclass

from credit.ladder import Move, Rung, edges_of, rungs, step_of, way_down, way_up
from credit.models import Category, Combine, Grade, Item, RollUp, Rulebook
from credit.models.rulebooks import Direction
from credit.rules import UNGRADED
from credit.rules import Band as Step


@dataclass(frozen=True)
class Position:
    """`up` and `down` are None at the ends of the ladder, after a veto, and for a company without a grade."""

    score: int
    rungs: list[Rung]
    up: Move | None
    down: Move | None

    @property
    def edges(self) -> list[int]:
        return edges_of(rung.band for rung in self.rungs)


def position_of(grade: Grade) -> Position:
    """Three queries: bands, items, and whether a bad record counts."""
    bands = bands_of(grade.rulebook)
    has_bad = has_bad_record(grade)
    ladder = rungs(bands, has_bad=has_bad)
    if grade.grade in UNGRADED or grade.is_vetoed:
        return Position(grade.score_centipoints, ladder, None, None)
    score, step = grade.score_centipoints, smallest_step(grade)
    up = way_up(bands, score, has_bad=has_bad, step=step)
    down = way_down(bands, score, has_bad=has_bad, step=step)
    return Position(score, ladder, up, down)


def bands_of(rulebook: Rulebook) -> tuple[Step, ...]:
    """A rulebook's bands as plain values, best first."""
    return tuple(
        Step(
            row.grade, row.word, row.shape, row.lower_centipoints, row.lower_closed, row.upper_centipoints,
            row.upper_closed, row.when, row.is_veto,
        )
        for row in rulebook.bands.all()
    )  # fmt: skip


def has_bad_record(grade: Grade) -> bool:
    return Category.objects.filter(direction=Direction.BAD, item__in=grade.line_items).exists()


def smallest_step(grade: Grade) -> int:
    """By how many centipoints a record can move this score at least; 1 where areas or means weigh."""
    book = grade.rulebook
    if book.roll_up == RollUp.AREA or book.combine == Combine.MEAN:
        return 1
    prices = [grade.base_centipoints, grade.score_centipoints]
    columns = ("fixed_centipoints", "levels", "least_centipoints", "most_centipoints")
    for fixed, levels, least, most in Item.objects.filter(rulebook=book).values_list(*columns):
        prices += [fixed or 0, *levels.values(), least or 0, most or 0]
    return step_of(prices)
