"""The working days as cells: what counts, what does not, and how long spans fold."""

from datetime import date, timedelta

import pytest
from django.utils import translation

from accounts.workdays import Calendar
from complaints.following.strip import LONGEST, strip

PLAIN = Calendar({}, {})
NATIONAL_DAY = Calendar(
    {date(2026, 10, 1) + timedelta(days=n): "国庆节" for n in range(7)}, {date(2026, 10, 10): "国庆节"}
)


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def shown(runs):
    return [(len(run.cells) or -run.folded, " ".join(run.captions)) for run in runs]


class TestAnOrdinaryWeek:
    marks = {"start": date(2026, 11, 17), "answered": date(2026, 11, 19), "due": date(2026, 11, 24)}

    def test_has_a_cell_for_every_day_and_one_caption_for_the_weekend(self):
        runs = strip(self.marks, PLAIN, today=date(2026, 11, 20))
        assert shown(runs) == [
            (1, "filed"), (1, ""), (1, "answer"), (1, "today"), (2, "rest, not counted"), (1, ""), (1, "due"),
        ]  # fmt: skip
        assert [cell.kind for run in runs for cell in run.cells] == ["work"] * 4 + ["rest"] * 2 + ["work"] * 2

    def test_says_both_where_today_is_the_last_day(self):
        marks = {"start": date(2026, 11, 23), "answered": None, "due": date(2026, 11, 24)}
        assert shown(strip(marks, PLAIN, today=date(2026, 11, 24)))[-1] == (1, "today due")

    def test_runs_on_to_today_while_there_is_no_answer(self):
        marks = {"start": date(2026, 11, 17), "answered": None, "due": date(2026, 11, 19)}
        runs = strip(marks, PLAIN, today=date(2026, 11, 20))
        assert shown(runs)[-2:] == [(1, "due"), (1, "today")]

    def test_ends_with_the_term_once_it_is_answered(self):
        runs = strip(self.marks, PLAIN, today=date(2026, 12, 20))
        assert runs[-1].cells[0].day == date(2026, 11, 24)

    def test_ends_with_the_answer_that_came_late(self):
        runs = strip({**self.marks, "answered": date(2026, 11, 25)}, PLAIN, today=date(2026, 12, 20))
        assert shown(runs)[-2:] == [(1, "due"), (1, "answer")]


class TestHolidays:
    def test_are_named_and_the_day_worked_for_them_counts(self):
        marks = {"start": date(2026, 10, 7), "answered": None, "due": date(2026, 10, 12)}
        runs = strip(marks, NATIONAL_DAY, today=date(2026, 10, 8))
        assert shown(runs) == [
            (1, "filed"), (1, "today"), (1, ""), (1, "worked for a holiday"), (1, "rest"), (1, "due"),
        ]  # fmt: skip
        assert [cell.kind for run in runs for cell in run.cells] == ["rest", "work", "work", "makeup", "rest", "work"]

    def test_stand_apart_from_the_weekend_beside_them(self):
        calendar = Calendar({date(2026, 1, 1): "元旦", date(2026, 1, 2): "元旦"}, {})
        marks = {"start": date(2025, 12, 31), "answered": None, "due": date(2026, 1, 5)}
        assert shown(strip(marks, calendar, today=date(2025, 12, 31)))[1:3] == [
            (2, "元旦, not counted"), (2, "rest, not counted"),
        ]  # fmt: skip


class TestFolding:
    @pytest.mark.parametrize("length", [*range(8, 40), 90, 365])
    @pytest.mark.parametrize("place", [0, 3, 7])
    def test_keeps_every_mark_and_every_day_once(self, length, place):
        first = date(2026, 3, 2)
        due, today = first + timedelta(days=length), first + timedelta(days=place)
        runs = strip({"start": first, "answered": None, "due": due}, PLAIN, today=today)
        assert sum(run.width for run in runs) <= LONGEST
        assert sum(run.folded or len(run.cells) for run in runs) == length + 1
        cells = [cell for run in runs for cell in run.cells]
        assert {cell.day for cell in cells if cell.captions} >= {first, due, today}
        assert all(run.folded != 1 for run in runs)

    def test_of_years_shows_the_last_days(self):
        runs = strip(
            {"start": date(2020, 1, 1), "answered": None, "due": date(2020, 1, 8)}, PLAIN, today=date(2026, 1, 5)
        )
        assert sum(run.width for run in runs) <= LONGEST
        assert "today" in runs[-1].captions
