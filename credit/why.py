"""Why a grade is what it is: its lines with their bars and the records behind them, ready to be shown."""

from dataclasses import dataclass

from credit.basis import Record
from credit.models import Grade, PointsMode
from credit.position import Position
from credit.sayings import price_words, repeat_words, validity_words
from credit.story import Line, lines_of
from credit.waterfall import Axis, Piece, Tint, axis_for, bars, nearest_edges, pieces_between, tints


@dataclass(frozen=True)
class Row:
    """One line of the waterfall."""

    line: Line
    bar: Piece
    kind: str
    """base, plus, minus, none (0 points) or veto."""
    records: list[Record]
    price: str = ""
    repeat: str = ""
    validity: str = ""

    @property
    def newest(self) -> Record | None:
        return self.records[0] if self.records else None

    @property
    def is_objected(self) -> bool:
        return any(record.objected_on for record in self.records)


@dataclass(frozen=True)
class Why:
    """The whole waterfall: rows that add up to the score, on one axis with the grade lines around it."""

    rows: list[Row]
    axis: Axis
    tints: list[Tint]
    edges: list[tuple[float, int, str]]
    """Percent, score, and the grade that begins there."""
    total: Piece


def why(grade: Grade, position: Position, records: dict[str, list[Record]]) -> Why:
    """`records`: the newest ones by item code (`basis.newest_by_code`)."""
    lines = lines_of(grade)
    base = grade.base_centipoints
    items = lines[1:] if base else lines
    totals = [base]
    for line in items:
        totals.append(totals[-1] + line.centipoints)
    axis = axis_for(totals, position.edges)
    drawn = bars(axis, base, [line.centipoints for line in items])
    rows = [
        Row(line, bar, kind_of(line), records_for(line, records), **words_of(line))
        for line, bar in zip(items, drawn[1:], strict=True)
    ]
    if base:
        rows.insert(0, Row(lines[0], drawn[0], "base", []))
    starts = {rung.lower: rung.band.grade for rung in position.rungs}
    return Why(
        rows=rows,
        axis=axis,
        tints=tints(axis, position.rungs),
        edges=[
            (axis.at(edge), edge, starts[edge]) for edge in nearest_edges(totals[-1], position.edges) if edge in starts
        ],
        total=pieces_between(axis, 0 if axis.low <= 0 <= axis.high else axis.low, totals[-1]),
    )


def kind_of(line: Line) -> str:
    if line.item and line.item.points_mode == PointsMode.VETO:
        return "veto"
    return "plus" if line.centipoints > 0 else "minus" if line.centipoints < 0 else "none"


def records_for(line: Line, records: dict[str, list[Record]]) -> list[Record]:
    return records.get(line.item.code, []) if line.item else []


def words_of(line: Line) -> dict[str, str]:
    if line.item is None:
        return {}
    return {"price": price_words(line.item), "repeat": repeat_words(line.item), "validity": validity_words(line.item)}
