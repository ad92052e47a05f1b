"""The strip of days over a case, and the word that says how near its term is."""

from datetime import UTC, datetime, timedelta

import pytest

from accounts.days import calendar
from complaints.desk.clock import clock_of
from complaints.desk.due import due_of
from complaints.models import State
from tests.factories.complaints import FILED

NOON = datetime(2026, 11, 18, 4, tzinfo=UTC)


class TestTheStrip:
    def test_begins_with_the_filing_and_ends_with_the_answer(self, complaint):
        days = clock_of(complaint, at=FILED + timedelta(hours=1), calendar=calendar())
        assert days[0].top == "提交"
        assert (days[-1].top, days[-1].kind) == ("答复到期", "due")

    def test_marks_the_days_that_do_not_count(self, complaint):
        days = clock_of(complaint, at=NOON, calendar=calendar())
        rest = [day for day in days if day.kind == "rest"]
        assert len(rest) == 2
        assert {day.low for day in rest} == {"不计"}

    def test_says_until_when_it_is_to_be_dispatched(self, complaint):
        days = clock_of(complaint, at=FILED, calendar=calendar())
        assert [day.low for day in days if day.top == "受理派单"] == ["三 18日 17:30"]

    def test_is_red_where_the_answer_is_late(self, complaint, road):
        road.to(complaint, State.CONTACTED)
        late = complaint.answer_due_at + timedelta(days=2)
        days = clock_of(complaint, at=late, calendar=calendar())
        assert [day.top for day in days if day.kind == "late"] == ["答复到期"]

    def test_folds_what_is_long(self, complaint, road):
        road.to(complaint, State.CONTACTED)
        days = clock_of(complaint, at=complaint.answer_due_at + timedelta(days=60), calendar=calendar())
        assert len(days) <= 8
        assert any(day.kind == "fold" for day in days)


@pytest.mark.parametrize(
    ("state", "hours", "kind", "word"),
    [
        (State.FILED, 2, "warm", "今天 14:00"),
        (State.FILED, -2, "late", "今天逾期"),
        (State.FILED, -50, "late", "逾期 2 天"),
        (State.FILED, 48, "run", "周五"),
        (State.FILED, 240, "run", "11-28"),
        (State.FILED, 24 * 60, "run", "2027-01-17"),
        (State.REVIEWED, -50, "wait", "等居民"),
        (State.SUPPLEMENT, None, "wait", "等居民"),
    ],
)
def test_the_word_for_a_term(state, hours, kind, word):
    ends = None if hours is None else NOON + timedelta(hours=hours)
    found = due_of(state, ends, NOON)
    assert (found.kind, found.word) == (kind, word)


def test_a_case_without_a_term_says_its_state():
    assert due_of(State.CLOSED, None, NOON).word == str(State.CLOSED.label)
