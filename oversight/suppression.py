"""Small numbers kept back: which cells of a published table stay blank, so that nobody can work them out.

A table has rows and columns with their sums. A count of 1 or 2 is never shown (primary suppression). As sums are shown,
a lone blank in a row is the difference of the others; so further cells are blanked (secondary suppression) until every
small count could be another number as well, whatever one adds and subtracts.

Pure: numbers in, places out. Assumed of the reader: they know this procedure, every number that is shown, and that a
blank is at least 1 (a zero is shown: it tells of nobody).

How it is made sure: a table with its sums is a circulation. What a cell holds flows from its column to its row, on to
the row's sum, through the grand total to the column's sum, and back. Blanks are arcs whose flow the reader does not
know. A blank could hold another number exactly if some circle of blanks through it can carry one more, or one less.
"""

from collections.abc import Iterable, Iterator, Sequence
from heapq import heappop, heappush

SMALL = 2
"""Counts from 1 to this are small."""

Cell = tuple[int, int]
Node = tuple[str, int]
Table = list[list[int]]


def with_sums(counts: Sequence[Sequence[int]]) -> Table:
    """The counts with the sum of each row at its end, and the sums of the columns below."""
    rows = [[*row, sum(row)] for row in counts]
    return [*rows, [sum(column) for column in zip(*rows, strict=True)]] if rows else []


def blanks(table: Table) -> set[Cell]:
    """The cells of a table `with_sums` to leave blank, by row and column (from 0, the sums last)."""
    cells = [(row, column) for row, line in enumerate(table) for column, _count in enumerate(line)]
    small = [(row, column) for row, column in cells if 1 <= table[row][column] <= SMALL]
    blank = set(small)
    for cell in small:
        blank |= cover(table, blank, cell)
    return blank


def cover(table: Table, blank: set[Cell], cell: Cell) -> set[Cell]:
    """The cells to blank besides so that `cell` could hold another number: as few as can be, by what they count.

    None where it is so already. There is always such a cover: at worst the sums of its row, its column and of all.
    """
    start, end = arc(table, cell)
    circles = [circle(table, blank, end, start, without=cell)]
    if table[cell[0]][cell[1]] > 1:
        circles.append(circle(table, blank, start, end, without=cell))
    _cost, found = min(each for each in circles if each is not None)
    return set(found)


def arc(table: Table, cell: Cell) -> tuple[Node, Node]:
    """From where to where the count of a cell flows."""
    row, column = ("row", cell[0]), ("column", cell[1])
    is_sum = (cell[0] == len(table) - 1) + (cell[1] == len(table[0]) - 1)
    return (row, column) if is_sum == 1 else (column, row)


def circle(table: Table, blank: set[Cell], start: Node, end: Node, *, without: Cell) -> tuple[int, list[Cell]] | None:
    """The cheapest way from `start` to `end`: what its cells that are not blank yet count, and which they are.

    A cell is gone along with one more in it, against its flow with one less, which leaves at least 1.
    """
    waiting: list[tuple[int, list[Cell], Node]] = [(0, [], start)]
    done = set()
    while waiting:
        cost, taken, here = heappop(waiting)
        if here == end:
            return cost, taken
        if here in done:
            continue
        done.add(here)
        for cell, there in ways_from(table, here):
            if cell != without and there not in done:
                price = 0 if cell in blank else table[cell[0]][cell[1]]
                heappush(waiting, (cost + price, taken if cell in blank else [*taken, cell], there))
    return None


def ways_from(table: Table, node: Node) -> Iterator[tuple[Cell, Node]]:
    """The cells by which one can go on from a row or column, and where each leads."""
    for cell in cells_at(table, node):
        start, end = arc(table, cell)
        count = table[cell[0]][cell[1]]
        if start == node and count >= 1:
            yield cell, end
        elif end == node and count > 1:
            yield cell, start


def cells_at(table: Table, node: Node) -> Iterable[Cell]:
    kind, number = node
    if kind == "row":
        return [(number, column) for column in range(len(table[0]))]
    return [(row, number) for row in range(len(table))]
