"""Whether an answer came, or is coming, in time, and from when its term runs."""

from datetime import datetime, timedelta
from types import SimpleNamespace

import pytest
from django.utils import timezone, translation

from accounts.workdays import Calendar
from complaints.following.deadline import deadline, start_of
from complaints.following.ladder import ladder

CALENDAR = Calendar({}, {})
TERMS = SimpleNamespace(nearly_due_hours=24, escalate_district_workdays=5, escalate_city_workdays=10)


def moment(day: int, hour: int = 12, minute: int = 0) -> datetime:
    """In November 2026, by the clock of the city. The 17th is a Tuesday."""
    return datetime(2026, 11, day, hour, minute, tzinfo=timezone.get_default_timezone())


FILED, DUE = moment(17, 8, 42), moment(24, 17, 30)


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def at(now: datetime, done: datetime | None = None):
    return deadline(start_of([], FILED), DUE, done, TERMS, CALENDAR, at=now)


class TestWhileItRuns:
    @pytest.mark.parametrize(
        ("now", "kind", "word"),
        [
            (moment(18), "running", "in hand"),
            (moment(23, 17, 29), "running", "in hand"),
            (moment(23, 17, 30), "near", "due soon"),
            (moment(24, 0, 0), "near", "due today"),
            (moment(24, 17, 30), "near", "due today"),
            (moment(24, 17, 31), "late", "overdue since today"),
            (moment(25, 0, 0), "late", "overdue by 1 day"),
            (moment(30), "late", "overdue by 6 days"),
        ],
    )
    def test_says_how_near_it_is(self, now, kind, word):
        found = at(now)
        assert (found.kind, found.word) == (kind, word)


class TestOnceItIsAnswered:
    @pytest.mark.parametrize(
        ("done", "kind", "word", "early"),
        [
            (moment(19, 16, 5), "done", "answered in time", 3),
            (DUE, "done", "answered in time", 0),
            (DUE + timedelta(minutes=1), "late", "answered late the same day", 0),
            (moment(25), "late", "answered 1 working day late", 0),
            (moment(30), "late", "answered 4 working days late", 0),
        ],
    )
    def test_counts_working_days_only(self, done, kind, word, early):
        found = at(moment(30, 18), done)
        assert (found.kind, found.word, found.workdays_early) == (kind, word, early)

    def test_has_no_strip_for_a_term_of_hours(self):
        start = start_of([], FILED)
        assert deadline(start, moment(17, 10, 42), moment(17, 9), TERMS, CALENDAR, at=moment(20)).runs == ()


class TestTheStart:
    def steps(self, *verbs: str):
        return [SimpleNamespace(verb=verb, at=FILED + timedelta(hours=hour)) for hour, verb in enumerate(verbs)]

    def test_is_the_filing(self):
        assert start_of(self.steps("file", "accept", "dispatch"), FILED).at == FILED

    def test_is_not_moved_by_words_nobody_asked_for(self):
        assert start_of(self.steps("file", "supplement"), FILED).at == FILED

    def test_is_what_was_asked_for_and_came(self):
        found = start_of(self.steps("file", "ask", "joined_by", "supplement", "supplement"), FILED)
        assert (found.at, found.word) == (FILED + timedelta(hours=3), "added to")

    @pytest.mark.parametrize("verb", ["reopen", "find_false"])
    def test_is_where_it_begins_anew(self, verb):
        found = start_of(self.steps("file", "answer", verb), FILED)
        assert (found.at, found.word) == (FILED + timedelta(hours=2), "anew")


class TestTheLadder:
    @pytest.mark.parametrize(
        ("level", "notes"),
        [
            ("street", ["now", "5 working days late", "another 10 working days"]),
            ("district", ["was here", "now", "10 working days late"]),
            ("city", ["was here", "was here", "now"]),
        ],
    )
    def test_says_where_it_is_and_when_it_rises(self, level, notes):
        rungs = ladder(level, TERMS)
        assert [rung.note for rung in rungs] == notes
        assert [rung.is_now for rung in rungs].count(True) == 1
