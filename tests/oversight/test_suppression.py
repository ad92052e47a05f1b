"""Small numbers: never shown, and never to be worked out. Checked by trying every table that fits what is shown."""

from itertools import product
from random import Random

import pytest

from oversight.suppression import SMALL, blanks, with_sums

MOST_BLANKS = 4
"""More than these are too many to try all that they could be."""


def shown(counts) -> list[list[int | None]]:
    table = with_sums(counts)
    blank = blanks(table)
    return [[None if (r, c) in blank else n for c, n in enumerate(line)] for r, line in enumerate(table)]


def fitting(public, most: int) -> list[list[list[int]]]:
    """Every table of counts whose cells and sums agree with what is public; a blank is 1 to `most`."""
    rows, columns = len(public) - 1, len(public[0]) - 1
    places = [(r, c) for r in range(rows) for c in range(columns) if public[r][c] is None]
    found = []
    for values in product(range(1, most + 1), repeat=len(places)):
        counts = [list(line[:columns]) for line in public[:rows]]
        for (r, c), value in zip(places, values, strict=True):
            counts[r][c] = value
        table = with_sums(counts)
        if all(
            told in (None, number)
            for line, row in zip(public, table, strict=True)
            for told, number in zip(line, row, strict=True)
        ):
            found.append(table)
    return found


class TestBlanks:
    def test_are_none_where_nothing_is_small(self):
        assert blanks(with_sums([[3, 0], [0, 5]])) == set()

    def test_cover_a_lone_small_count_by_a_rectangle(self):
        assert shown([[10, 2, 20], [7, 9, 30]]) == [[None, None, 20, 32], [None, None, 30, 46], [17, 11, 50, 78]]

    def test_need_no_cover_where_small_counts_cover_each_other(self):
        assert shown([[1, 2, 20], [2, 1, 30]])[0] == [None, None, 20, 23]

    def test_do_not_leave_two_ones_to_be_seen_from_their_sum(self):
        """1 + 1 is shown as 2 by the sum of the row, so each can only be 1."""
        public = shown([[1, 1, 4], [3, 4, 5]])
        assert public[0][2] is None
        assert len({table[0][0] for table in fitting(public, 6)}) > 1

    def test_take_a_sum_that_is_small_itself(self):
        public = shown([[0, 2], [40, 50]])
        assert public[0][1] is None
        assert public[0][2] is None

    @pytest.mark.parametrize("counts", [[[1]], [[2, 0]], [[1], [50]], [[0, 0], [0, 1]]])
    def test_give_up_sums_where_there_is_nothing_else(self, counts):
        public = shown(counts)
        row, column = next((r, c) for r, line in enumerate(counts) for c, n in enumerate(line) if 1 <= n <= SMALL)
        assert public[row][column] is None
        assert public[-1][-1] is None or public[row][-1] is None or public[-1][column] is None

    def test_leave_every_small_count_open(self):
        chance, tried = Random(7), 0
        while tried < 150:
            rows, columns = chance.randrange(1, 4), chance.randrange(1, 4)
            counts = [[chance.choice([0, 1, 2, 3, 4, 5, 6]) for _ in range(columns)] for _ in range(rows)]
            table, public = with_sums(counts), shown(counts)
            small = [(r, c) for r, line in enumerate(table) for c, n in enumerate(line) if 1 <= n <= SMALL]
            assert all(public[row][column] is None for row, column in small)
            if not small or sum(cell is None for line in public[:-1] for cell in line[:-1]) > MOST_BLANKS:
                continue
            possible = fitting(public, 8)
            assert table in possible
            for row, column in small:
                assert len({each[row][column] for each in possible}) > 1, (counts, public)
            tried += 1

    def test_keep_what_they_can(self):
        """A city of 24 counties with few small counts keeps most of its numbers."""
        chance = Random(1)
        counts = [
            [chance.randrange(20, 60), chance.randrange(100, 300), chance.randrange(5, 40), chance.randrange(4)]
            for _ in range(24)
        ]
        public = shown(counts)
        told = sum(cell is not None for line in public for cell in line)
        assert told > 0.6 * 25 * 5
        assert public[-1][-1] is not None
