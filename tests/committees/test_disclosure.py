"""Disclosure of duty: which half-years, what is told, and when it is late."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import ValidationError

from committees.disclosure.actions import disclose
from committees.disclosure.periods import Period, periods
from committees.disclosure.queries import undisclosed
from committees.meetings.standing import seated
from committees.models import Committee, CommitteeState, Posting, PostingKind
from tests.committees.test_meetings import held
from tests.committees.test_seals import use
from tests.factories.owners import a_committee

SECOND_HALF = date(2026, 7, 1)


def at(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, 4, 0, tzinfo=UTC)


@pytest.fixture
def committee(estate) -> Committee:
    return a_committee(estate, members=5, filed_on=SECOND_HALF)


def all_paid(committee: Committee, on: date = date(2026, 12, 1)) -> dict[int, bool]:
    return {member.pk: True for member in seated(committee, on=on)}


class TestPeriods:
    def test_are_the_calendars_half_years_cut_at_the_beginning(self):
        assert list(periods(date(2025, 3, 20), date(2026, 7, 1), 6)) == [
            Period(date(2025, 3, 20), date(2025, 7, 1)),
            Period(date(2025, 7, 1), date(2026, 1, 1)),
            Period(date(2026, 1, 1), date(2026, 7, 1)),
        ]

    @pytest.mark.parametrize(("over_on", "count"), [(date(2026, 6, 30), 0), (date(2026, 7, 1), 1)])
    def test_are_told_when_they_are_over(self, over_on, count):
        assert len(list(periods(date(2026, 1, 1), over_on, 6))) == count

    def test_end_with_the_committee(self, estate):
        over = a_committee(
            estate, filed_on=SECOND_HALF, state=CommitteeState.ENDED, ended_on=date(2027, 3, 1), members=3
        )
        assert [each.until_on for each in undisclosed(over, on=date(2028, 1, 1))] == [date(2027, 1, 1)]


class TestDisclose:
    def test_counts_meetings_seal_uses_and_attendance(self, committee):
        held(committee, there=4)
        wrong = use(committee)
        use(committee, document="更正", corrects=wrong)
        done = disclose(committee, from_on=SECOND_HALF, fees_paid=all_paid(committee), by=None, at=at(2027, 1, 5))
        assert (done.meetings, done.seal_uses) == (1, 1)
        assert [line.attended for line in done.lines.order_by("member__place")] == [1, 1, 1, 1, 0]
        assert undisclosed(committee, on=date(2027, 1, 5)) == []

    def test_is_posted_with_masked_names_and_hangs_for_fifteen_days(self, committee):
        fees = all_paid(committee)
        unpaid = seated(committee, on=date(2026, 12, 1))[1]
        fees[unpaid.pk] = False
        done = disclose(committee, from_on=SECOND_HALF, fees_paid=fees, by=None, at=at(2027, 1, 5))
        assert done.posting.kind == PostingKind.DUTY
        assert "李**" in done.posting.text
        assert "李卫" not in done.posting.text
        assert not done.lines.get(member=unpaid).fees_paid
        assert Posting.objects.shown(on=date(2027, 1, 20)).exists()
        assert not Posting.objects.shown(on=date(2027, 1, 21)).exists()

    @pytest.mark.parametrize(("day", "is_late"), [(15, False), (16, True)])
    def test_is_late_after_fifteen_days(self, committee, day, is_late):
        done = disclose(committee, from_on=SECOND_HALF, fees_paid=all_paid(committee), by=None, at=at(2027, 1, day))
        assert done.is_late is is_late

    def test_says_of_each_member_whether_fees_are_paid(self, committee):
        fees = all_paid(committee)
        fees.popitem()
        with pytest.raises(ValidationError) as raised:
            disclose(committee, from_on=SECOND_HALF, fees_paid=fees, by=None, at=at(2027, 1, 5))
        assert "北京条例第四十四条" in raised.value.message_dict["fees_paid"][0]

    @pytest.mark.parametrize("day", [date(2026, 1, 1), date(2027, 1, 1)])
    def test_is_of_a_half_year_in_office_that_is_over(self, committee, day):
        with pytest.raises(ValidationError):
            disclose(committee, from_on=day, fees_paid=all_paid(committee), by=None, at=at(2027, 1, 5))

    def test_is_done_once(self, committee):
        disclose(committee, from_on=SECOND_HALF, fees_paid=all_paid(committee), by=None, at=at(2027, 1, 5))
        with pytest.raises(ValidationError):
            disclose(committee, from_on=SECOND_HALF, fees_paid=all_paid(committee), by=None, at=at(2027, 1, 6))
