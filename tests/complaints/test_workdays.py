"""Working days, held against a library that others keep for all of China."""

from collections.abc import Iterator
from datetime import date, timedelta

import chinese_calendar
import pytest
from chinese_calendar.constants import holidays, workdays

from accounts.workdays import Calendar
from complaints.actions.shipping import days_off

FIRST, LAST = min(holidays), date(max(holidays).year, 12, 31)


@pytest.fixture(scope="module")
def calendar() -> Calendar:
    """The shipped days off, without a database."""
    rows = list(days_off())
    return Calendar(
        {row["day"]: row["name"] for row in rows if not row["is_worked"]},
        {row["day"]: row["name"] for row in rows if row["is_worked"]},
    )


def days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(number) for number in range((last - first).days + 1))


class TestEveryDay:
    def test_is_worked_as_the_library_says(self, calendar):
        known = list(days(FIRST, LAST))
        assert len(known) == 8401
        assert [day for day in known if calendar.is_workday(day) != chinese_calendar.is_workday(day)] == []

    def test_is_off_or_made_up_for_where_the_library_has_a_holiday(self, calendar):
        assert set(calendar.rest) == set(holidays)
        assert set(calendar.work) == set(workdays)

    def test_names_its_holiday_as_the_library_does(self, calendar):
        theirs = {**holidays, **workdays}
        chinese = {day: chinese_calendar.Holiday(name).chinese for day, name in theirs.items()}
        odd = {day: name for day, name in chinese.items() if not calendar.name_of(day).startswith(name[:2])}
        assert {day for day in odd if day.year != 2015} == set()

    def test_cites_the_notice_it_comes_from(self):
        for row in days_off():
            assert (
                "国办发明电〔" in row["notice"]
                or "国发明电〔" in row["notice"]
                or "部分节假日安排的通知" in row["notice"]
            )


class TestIsWorkday:
    @pytest.mark.parametrize(
        ("day", "worked"),
        [
            (date(2026, 9, 30), True),  # a Wednesday
            (date(2026, 10, 1), False),  # National Day
            (date(2026, 10, 7), False),
            (date(2026, 10, 8), True),
            (date(2026, 10, 10), True),  # a Saturday that is made up for
            (date(2026, 10, 11), False),  # a Sunday
            (date(2026, 2, 14), True),  # a Saturday before the Spring Festival
            (date(2026, 2, 23), False),  # the last Monday of it
            (date(2020, 2, 1), False),  # a day that was to be worked until the holiday was made longer
            (date(2031, 10, 1), True),  # no notice yet: the weekday alone
        ],
    )
    def test_follows_the_notices_and_else_the_weekday(self, calendar, day, worked):
        assert calendar.is_workday(day) is worked


class TestAfter:
    @pytest.mark.parametrize(
        ("day", "count", "found"),
        [
            (date(2026, 11, 17), 1, date(2026, 11, 18)),
            (date(2026, 11, 20), 1, date(2026, 11, 23)),  # over a weekend
            (date(2026, 9, 30), 1, date(2026, 10, 8)),  # over a week of holidays
            (date(2026, 10, 9), 1, date(2026, 10, 10)),  # onto the Saturday that is worked
            (date(2026, 10, 9), 2, date(2026, 10, 12)),
            (date(2026, 10, 1), 1, date(2026, 10, 8)),  # from a day off
            (date(2026, 2, 13), 5, date(2026, 2, 27)),  # over the Spring Festival and the days made up for
        ],
    )
    def test_counts_working_days_without_the_first(self, calendar, day, count, found):
        assert calendar.after(day, count) == found

    def test_of_nothing_is_the_day_itself_or_the_next_one_worked(self, calendar):
        assert calendar.after(date(2026, 11, 20), 0) == date(2026, 11, 20)
        assert calendar.after(date(2026, 10, 3), 0) == date(2026, 10, 8)

    def test_is_undone_by_between(self, calendar):
        for day in days(date(2025, 12, 1), date(2026, 12, 1)):
            for count in (1, 2, 5, 10):
                assert calendar.between(day, calendar.after(day, count)) == count


class TestBetween:
    def test_is_nothing_backwards(self, calendar):
        assert calendar.between(date(2026, 11, 20), date(2026, 11, 17)) == 0

    def test_leaves_out_what_is_off(self, calendar):
        assert calendar.between(date(2026, 9, 30), date(2026, 10, 11)) == 3


class TestNames:
    def test_name_days_off_and_days_made_up_for(self, calendar):
        assert calendar.name_of(date(2026, 10, 1)) == "国庆节"
        assert calendar.name_of(date(2026, 2, 14)) == "春节"
        assert calendar.name_of(date(2026, 11, 17)) == ""

    def test_tell_how_far_they_reach(self, calendar):
        assert calendar.reaches_to() == 2026
        assert Calendar({}, {}).reaches_to() is None
