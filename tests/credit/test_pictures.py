"""The ladder, the waterfall and the history: pure geometry, and how far the next grade is."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from credit.history import Stand, changes, chart
from credit.ladder import band_at, place, rungs, step_of, way_down, way_up
from credit.rules import Band
from credit.waterfall import Axis, axis_for, bars, ladder_picture, nearest_edges

REFERENCE = (
    Band("A", "优秀", "A", 11000),
    Band("B", "良好", "B", 9000, upper=11000),
    Band("C", "需改进", "C", 6000, upper=9000),
    Band("D", "重点监管", "D", upper=6000, is_veto=True),
)
CONDITIONAL = (
    Band("A", "好", "A", 8000, lower_closed=False),
    Band("B", "中", "B", 6000, upper=8000, upper_closed=True),
    Band("B", "中", "B", upper=6000, when="no_bad"),
    Band("C", "差", "C", upper=6000, when="has_bad", is_veto=True),
)
"""Below 60 points a company without a bad record stays B."""

scores = st.integers(-50_000, 50_000)
steps = st.sampled_from([1, 10, 25, 50, 100, 500])


class TestLadder:
    def test_names_the_grades_from_the_lowest_score_up(self):
        assert [(rung.band.grade, rung.lower, rung.upper) for rung in rungs(REFERENCE, has_bad=True)] == [
            ("D", None, 6000),
            ("C", 6000, 9000),
            ("B", 9000, 11000),
            ("A", 11000, None),
        ]

    def test_joins_neighbours_of_one_grade(self):
        assert [rung.band.grade for rung in rungs(CONDITIONAL, has_bad=False)] == ["B", "A"]
        assert [rung.band.grade for rung in rungs(CONDITIONAL, has_bad=True)] == ["C", "B", "A"]

    def test_counts_whole_steps_to_the_next_grades(self):
        up = way_up(REFERENCE, 9500, has_bad=True, step=100)
        down = way_down(REFERENCE, 9500, has_bad=True, step=100)
        assert (up.grade, up.centipoints) == ("A", 1500)
        assert (down.grade, down.centipoints) == ("C", 600)

    def test_on_the_line_itself_one_step_down_is_enough(self):
        assert way_down(REFERENCE, 9000, has_bad=True, step=50).centipoints == 50

    def test_an_open_line_must_be_passed(self):
        assert way_up(CONDITIONAL, 7000, has_bad=True, step=100).centipoints == 1100

    def test_the_first_bad_record_may_be_enough(self):
        down = way_down(CONDITIONAL, 5000, has_bad=False, step=100)
        assert (down.grade, down.centipoints) == ("C", 100)

    def test_ends_at_both_ends(self):
        assert way_up(REFERENCE, 12000, has_bad=False, step=100) is None
        assert way_down(REFERENCE, 1000, has_bad=True, step=100) is None

    @given(score=scores, step=steps, has_bad=st.booleans(), bands=st.sampled_from([REFERENCE, CONDITIONAL]))
    def test_the_way_up_is_the_shortest(self, score, step, has_bad, bands):
        now = place(bands, band_at(bands, score, has_bad=has_bad).grade)
        move = way_up(bands, score, has_bad=has_bad, step=step)
        if move is None:
            return
        assert move.centipoints % step == 0
        assert place(bands, band_at(bands, score + move.centipoints, has_bad=has_bad).grade) < now
        if move.centipoints > step:
            assert place(bands, band_at(bands, score + move.centipoints - step, has_bad=has_bad).grade) >= now

    @given(score=scores, step=steps, has_bad=st.booleans(), bands=st.sampled_from([REFERENCE, CONDITIONAL]))
    def test_the_way_down_is_the_shortest(self, score, step, has_bad, bands):
        now = place(bands, band_at(bands, score, has_bad=has_bad).grade)
        move = way_down(bands, score, has_bad=has_bad, step=step)
        if move is None:
            return
        assert move.centipoints % step == 0
        assert place(bands, band_at(bands, score - move.centipoints, has_bad=True).grade) > now
        if move.centipoints > step:
            assert place(bands, band_at(bands, score - move.centipoints + step, has_bad=True).grade) <= now

    @pytest.mark.parametrize(
        ("prices", "step"),
        [([10000, 300, -500], 100), ([10000, 250], 250), ([10000, 450], 50), ([], 1), ([0, 420], 420)],
    )
    def test_the_smallest_step_follows_from_the_prices(self, prices, step):
        assert step_of(prices) == step

    @given(scores)
    def test_the_pin_stays_on_the_picture(self, score):
        picture = ladder_picture(rungs(REFERENCE, has_bad=True), score)
        assert 0 < picture.pin < 100
        assert sum(tint.width for tint in picture.tints) == pytest.approx(100, abs=0.1)

    def test_one_grade_for_all_has_no_picture(self):
        assert ladder_picture(rungs((Band("A", "好", "A", is_veto=True),), has_bad=False), 100) is None


class TestWaterfall:
    @given(base=st.integers(0, 20_000), points=st.lists(st.integers(-5000, 5000), max_size=30))
    def test_each_bar_begins_where_the_one_above_ended(self, base, points):
        totals = [base]
        for value in points:
            totals.append(totals[-1] + value)
        axis = axis_for(totals, [6000, 9000, 11000])
        drawn = bars(axis, base, points)
        assert len(drawn) == len(points) + 1
        for bar, before, after in zip(drawn[1:], totals, totals[1:], strict=False):
            left, right = sorted((axis.at(before), axis.at(after)))
            assert bar.start == left
            assert bar.width >= round(right - left, 2)
        assert all(0 <= bar.start <= 100 and bar.width > 0 for bar in drawn)

    @given(score=scores)
    def test_the_axis_holds_the_lines_around_the_score(self, score):
        axis = axis_for([10000, score], [6000, 9000, 11000])
        for value in (10000, score, *nearest_edges(score, [6000, 9000, 11000])):
            assert axis.low < value < axis.high

    def test_what_lies_outside_is_put_at_the_end(self):
        assert (Axis(0, 100).at(-5), Axis(0, 100).at(500)) == (0, 100)


class TestHistory:
    rungs = rungs(REFERENCE, has_bad=True)

    def test_only_changes_are_steps(self):
        days = [Stand(date(2026, 1, day), "B", 9500) for day in range(1, 9)]
        assert changes(days) == days[:1]

    def test_steps_go_across_then_up_or_down(self):
        stands = [Stand(date(2025, 1, 1), "B", 9500), Stand(date(2026, 1, 1), "A", 11100)]
        path = chart(stands, self.rungs, first_on=date(2025, 1, 1), last_on=date(2027, 1, 1)).path
        assert path.startswith("M0 ")
        assert path.count("H") == 2
        assert path.count("V") == 1

    def test_two_years_of_nights_stay_small(self):
        stands = [Stand(date.fromordinal(739_000 + day), "B", 9500 + day % 7 * 100) for day in range(730)]
        drawn = chart(stands, self.rungs, first_on=stands[0].from_on, last_on=stands[-1].from_on)
        assert len(drawn.path) < 12_000

    def test_nothing_to_draw_is_none(self):
        assert chart([], self.rungs, first_on=date(2025, 1, 1), last_on=date(2026, 1, 1)) is None
