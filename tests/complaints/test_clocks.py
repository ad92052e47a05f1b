"""The terms of a complaint, day by day, in the city's own time."""

from dataclasses import replace
from datetime import date, datetime, time

import pytest
from django.utils import timezone

from accounts.city import NoRuleValue
from accounts.days import calendar
from accounts.models import DayOff, RuleValue
from complaints import clocks
from complaints.actions.shipping import load_lists
from complaints.terms import KEYS, terms
from tests.conftest import NOW, TODAY


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=timezone.get_default_timezone())


@pytest.fixture
def figures(rules) -> clocks.Terms:
    return terms(TODAY)


@pytest.fixture
def days(rules):
    return calendar()


class TestAcceptance:
    @pytest.mark.parametrize(
        ("filed", "joint", "due"),
        [
            ("2026-11-17T08:42", False, "2026-11-18T17:30"),
            ("2026-11-17T23:59", False, "2026-11-18T17:30"),
            ("2026-11-20T16:00", False, "2026-11-23T17:30"),
            ("2026-09-30T10:00", False, "2026-10-08T17:30"),
            ("2026-10-09T10:00", False, "2026-10-10T17:30"),
            ("2026-11-17T08:42", True, "2026-11-19T17:30"),
        ],
    )
    def test_ends_with_the_office_hours_of_a_working_day(self, figures, days, filed, joint, due):
        assert clocks.accept_due(local(filed), figures, days, urgent=False, joint=joint) == local(due)

    def test_of_a_danger_runs_by_the_minute_on_any_day(self, figures, days):
        due = clocks.accept_due(local("2026-10-01T02:10"), figures, days, urgent=True, joint=False)
        assert due == local("2026-10-01T02:40")

    def test_goes_by_the_citys_day_and_not_the_worlds(self, figures, days):
        """Half past midnight in the city is still the day before in UTC."""
        due = clocks.accept_due(local("2026-11-18T00:30"), figures, days, urgent=False, joint=False)
        assert due == local("2026-11-19T17:30")


class TestContact:
    def test_runs_through_days_off(self, figures, days):
        assert clocks.contact_due(local("2026-10-01T09:00"), figures, days, urgent=False) == local("2026-10-02T09:00")

    def test_of_a_danger_is_half_an_hour(self, figures, days):
        assert clocks.contact_due(local("2026-10-01T09:00"), figures, days, urgent=True) == local("2026-10-01T09:30")


class TestAnswer:
    def test_is_due_on_the_fifth_working_day(self, figures, days):
        assert clocks.answer_due(local("2026-02-13T10:00"), figures, days, urgent=False) == local("2026-02-27T17:30")

    def test_takes_the_topics_own_term(self, figures, days):
        due = clocks.answer_due(local("2026-11-17T10:00"), figures, days, urgent=False, workdays=10)
        assert due == local("2026-12-01T17:30")

    def test_of_a_danger_is_two_hours(self, figures, days):
        due = clocks.answer_due(local("2026-11-17T10:00"), figures, days, urgent=True, workdays=10)
        assert due == local("2026-11-17T12:00")

    def test_is_extended_by_working_days(self, figures, days):
        assert clocks.extended(local("2026-11-24T17:30"), 5, figures, days) == local("2026-12-01T17:30")


class TestReviewAndVerdict:
    def test_review_takes_two_working_days(self, figures, days):
        assert clocks.review_due(local("2026-11-19T10:00"), figures, days) == local("2026-11-23T17:30")

    def test_verdict_ends_with_the_seventh_day(self, figures, days):
        assert clocks.verdict_due(local("2026-11-17T10:00"), figures, days) == local("2026-11-24T23:59")

    def test_verdict_does_not_end_on_a_day_off(self, figures, days):
        assert clocks.verdict_due(local("2026-09-26T10:00"), figures, days) == local("2026-10-08T23:59")

    def test_reopening_is_open_for_fifteen_days(self, figures):
        assert clocks.reopen_until(local("2026-11-17T10:00"), figures) == local("2026-12-02T23:59")


class TestEscalation:
    @pytest.mark.parametrize(
        ("level", "rises"), [("street", "2026-11-25T17:30"), ("district", "2026-12-02T17:30"), ("city", None)]
    )
    def test_follows_working_days_after_the_due_time(self, figures, days, level, rises):
        found = clocks.escalates_at(local("2026-11-18T17:30"), level, figures, days)
        assert found == (local(rises) if rises else None)


class TestNearlyDue:
    def test_begins_a_day_before(self, figures):
        assert clocks.nearly_due_from(local("2026-11-18T17:30"), figures) == local("2026-11-17T17:30")


class TestTerms:
    def test_are_the_citys_values_by_name(self, figures):
        assert figures.answer_workdays == 5
        assert figures.joint_accept_workdays == 2
        assert figures.day_ends == time(17, 30)

    def test_change_with_their_first_day(self, rules):
        RuleValue.objects.create(
            key="complaint_company_workdays", value="3", unit="工作日", article="", from_on=date(2027, 1, 1)
        )
        assert terms(date(2026, 12, 31)).answer_workdays == 5
        assert terms(date(2027, 1, 1)).answer_workdays == 3

    def test_say_which_one_is_missing(self, rules):
        RuleValue.objects.filter(key="complaint_review_workdays").delete()
        with pytest.raises(NoRuleValue, match="complaint_review_workdays"):
            terms(TODAY)

    @pytest.mark.parametrize(
        ("key", "value"), [("complaint_day_ends", "half past five"), ("complaint_reopen_days", "15.5")]
    )
    def test_say_which_one_cannot_be_read(self, rules, key, value):
        RuleValue.objects.filter(key=key).update(value=value)
        with pytest.raises(NoRuleValue, match=value):
            terms(TODAY)

    def test_take_one_query(self, rules, django_assert_num_queries):
        with django_assert_num_queries(1):
            terms(TODAY)

    def test_names_stand_for_shipped_values(self, rules):
        assert set(KEYS.values()) <= set(RuleValue.objects.values_list("key", flat=True))

    def test_other_office_hours_move_the_due_time(self, figures, days):
        early = replace(figures, day_ends=time(12, 0))
        due = clocks.accept_due(local("2026-11-17T08:42"), early, days, urgent=False, joint=False)
        assert due == local("2026-11-18T12:00")


class TestCalendar:
    def test_is_read_anew_after_a_day_was_added(self, rules):
        assert calendar().is_workday(date(2027, 1, 1))
        DayOff.objects.create(day=date(2027, 1, 1), name="元旦", notice="通知")
        assert not calendar().is_workday(date(2027, 1, 1))

    def test_is_read_anew_after_a_day_was_changed(self, rules):
        assert not calendar().is_workday(date(2026, 10, 1))
        day = DayOff.objects.get(day=date(2026, 10, 1))
        day.is_worked = True
        day.save()
        assert calendar().is_workday(date(2026, 10, 1))

    def test_is_read_anew_after_a_day_was_removed(self, rules):
        assert not calendar().is_workday(date(2026, 10, 1))
        DayOff.objects.get(day=date(2026, 10, 1)).delete()
        assert calendar().is_workday(date(2026, 10, 1))

    def test_is_kept_in_between(self, rules, django_assert_num_queries):
        calendar()
        with django_assert_num_queries(1):
            calendar()


class TestCityOfAnOlderVersion:
    def test_is_given_the_values_that_came_since_from_its_first_day_on(self, city):
        RuleValue.objects.create(
            key="complaint_company_workdays", value="7", unit="工作日", article="", from_on=date(2025, 3, 1)
        )
        load_lists(by=None, at=NOW)
        found = terms(date(2025, 3, 1))
        assert (found.answer_workdays, found.reopen_days) == (7, 15)

    def test_that_was_not_started_yet_is_given_none(self, city):
        load_lists(by=None, at=NOW)
        assert not RuleValue.objects.exists()
