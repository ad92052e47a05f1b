"""What committees are warned of: each once, on its day, with its article."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from committees.filing.actions import give_back, open_filing
from committees.forming.actions import apply, check, stop
from committees.forming.actions.applying import NewFormation
from committees.models import (
    Committee,
    CommitteeKind,
    CommitteeState,
    CommitteeWarning,
    Condition,
    FilingKind,
    FormationKind,
    WarningKind,
)
from committees.seats.actions import dissolve, remove_member
from committees.seats.grounds import Ground, Leaving
from committees.seats.warnings import due, give_due
from tests.factories.forming import handed_in
from tests.factories.owners import a_committee
from tests.factories.places import an_estate

AT = datetime(2026, 11, 9, 2, 0, tzinfo=UTC)


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 2, 0, tzinfo=UTC)


def given() -> list[str]:
    return list(CommitteeWarning.objects.order_by("id").values_list("kind", flat=True))


class TestTerms:
    @pytest.fixture
    def committee(self, estate) -> Committee:
        return a_committee(estate, term_until=date(2027, 5, 9))

    @pytest.mark.parametrize(
        ("day", "kinds"),
        [
            (date(2026, 11, 8), []),
            (date(2026, 11, 9), ["report"]),
            (date(2026, 12, 8), ["report"]),
            (date(2026, 12, 9), ["report", "group"]),
            (date(2027, 2, 8), ["report", "group"]),
            (date(2027, 2, 9), ["report", "group", "last"]),
            (date(2027, 5, 8), ["report", "group", "last"]),
            (date(2027, 5, 9), ["over"]),
        ],
    )
    def test_are_warned_of_six_five_and_three_months_before(self, committee, day, kinds):
        give_due(at=at(day))
        assert given() == kinds

    def test_are_warned_of_once(self, committee):
        assert [give_due(at=AT), give_due(at=AT + timedelta(days=1))] == [1, 0]

    def test_name_the_article_and_the_day(self, committee):
        give_due(at=AT)
        warning = CommitteeWarning.objects.get()
        assert (warning.article, warning.due_on, warning.given_on) == ("北京条例", date(2026, 11, 9), AT.date())

    def test_are_not_warned_of_what_is_done(self, committee):
        formation = apply(NewFormation(committee.estate, FormationKind.REELECTION, Condition.TERM_ENDS), by=None, at=AT)
        check(formation, by=None, at=AT)
        give_due(at=at(date(2026, 12, 9)))
        assert given() == ["group"]

    def test_are_warned_of_when_the_election_was_stopped(self, committee):
        formation = apply(NewFormation(committee.estate, FormationKind.REELECTION, Condition.TERM_ENDS), by=None, at=AT)
        stop(formation, reason="无人报名", by=None, at=AT)
        give_due(at=AT)
        assert given() == ["report"]


class TestOthers:
    def test_a_filing_is_late_after_its_day(self, estate):
        committee = a_committee(estate, state=CommitteeState.ELECTED, filed_on=None)
        filing = open_filing(committee, FilingKind.FIRST, happened_on=date(2026, 11, 2), by=None, at=AT)
        assert give_due(at=at(filing.due_on)) == 0
        assert give_due(at=at(filing.due_on + timedelta(days=1))) == 1
        assert given() == ["filing"]

    def test_an_answer_is_late_after_its_day(self, estate):
        committee = a_committee(estate, state=CommitteeState.ELECTED, filed_on=None)
        made = open_filing(committee, FilingKind.FIRST, happened_on=date(2026, 11, 2), by=None, at=AT)
        filing = handed_in(made, at=AT)
        assert give_due(at=at(filing.answer_due_on)) == 0
        assert give_due(at=at(filing.answer_due_on + timedelta(days=1))) == 1
        assert given() == ["answer"]

    def test_a_filing_that_was_given_back_is_late_after_its_day(self, estate):
        committee = a_committee(estate, state=CommitteeState.ELECTED, filed_on=None)
        made = open_filing(committee, FilingKind.FIRST, happened_on=date(2026, 11, 2), by=None, at=AT)
        filing = give_back(handed_in(made, at=AT), reason="缺会议纪要", by=None, at=AT)
        assert give_due(at=at(filing.due_on)) == 0
        assert give_due(at=at(filing.due_on + timedelta(days=1))) == 1
        assert given() == ["filing"]

    def test_keys_are_late_after_their_day(self, estate):
        ended = dissolve(a_committee(estate, kind=CommitteeKind.MANAGEMENT), reason="已成立业委会", by=None, at=AT)
        ended.filings.all().delete()
        assert give_due(at=at(ended.handover_due_on)) == 0
        assert give_due(at=at(ended.handover_due_on + timedelta(days=1))) == 1
        assert given() == ["handover"]

    def test_too_few_members_are_not_warned_of_twice(self, estate):
        committee = a_committee(estate, seat_count=5)
        for member in committee.members.all()[:3]:
            remove_member(member, Leaving(Ground.RESIGNED), by=None, at=AT)
        assert given() == [WarningKind.TOO_FEW]
        assert give_due(at=AT) == 0

    def test_the_whole_city_takes_as_many_queries_as_one(self, rules):
        def asked() -> int:
            with CaptureQueriesContext(connection) as caught:
                list(due(AT.date()))
            return len(caught)

        a_committee(an_estate(), term_until=date(2027, 1, 1), seat_count=5)
        one = asked()
        for _number in range(4):
            a_committee(an_estate(), term_until=date(2027, 1, 1), seat_count=5)
        assert asked() == one
