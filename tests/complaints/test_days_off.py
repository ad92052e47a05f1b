"""The desk of days off, and what a changed calendar does to terms that run."""

from datetime import date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.authority import NotAllowed
from accounts.days import calendar
from accounts.models import AuditEntry, DayOff
from complaints.actions import handling
from complaints.actions.days import keep_day, keep_days, remove_day
from complaints.desk.days import missing_year
from complaints.models import Complaint, State
from tests.factories.complaints import a_complaint

NEW_YEAR = {"is_worked": False, "name": "元旦", "notice": "国办发明电〔2026〕9号"}
SPAN = {"name": "元旦", "first": "2027-01-01", "last": "2027-01-03", "notice": NEW_YEAR["notice"]}
LIST = "admin:accounts_dayoff_changelist"


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=timezone.get_default_timezone())


@pytest.fixture
def desk(people, rules, settings):
    def browser(name: str) -> Client:
        made = Client()
        made.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
        made.force_login(people[name])
        return made

    return browser


class TestSpan:
    def test_adds_each_of_its_days(self, rules, people):
        kept = keep_days(
            first=date(2027, 1, 1), last=date(2027, 1, 3), **NEW_YEAR, by=people["bureau"], at=local("2026-11-20T09:00")
        )
        assert [day.day.day for day in kept] == [1, 2, 3]
        assert not calendar().is_workday(date(2027, 1, 1))
        assert AuditEntry.objects.filter(verb="keep_day_off").count() == 3

    def test_amends_days_that_are_there(self, rules, people):
        keep_days(
            first=date(2026, 10, 1), last=date(2026, 10, 1), **NEW_YEAR, by=people["bureau"],
            at=local("2026-11-20T09:00"),
        )  # fmt: skip
        assert DayOff.objects.get(day=date(2026, 10, 1)).name == "元旦"

    @pytest.mark.parametrize(
        ("first", "last", "is_worked", "field"),
        [
            (date(2027, 1, 3), date(2027, 1, 1), False, "last"),
            (date(2027, 1, 1), date(2028, 1, 3), False, "last"),
            (date(2027, 1, 4), date(2027, 1, 4), True, "is_worked"),  # a Monday
        ],
    )
    def test_that_is_odd_is_refused_whole(self, rules, people, first, last, is_worked, field):
        count = DayOff.objects.count()
        with pytest.raises(ValidationError) as refusal:
            keep_days(
                first=first, last=last, **{**NEW_YEAR, "is_worked": is_worked}, by=people["bureau"],
                at=local("2026-11-20T09:00"),
            )  # fmt: skip
        assert field in refusal.value.message_dict
        assert DayOff.objects.count() == count

    @pytest.mark.parametrize("name", ["auditor", "district", "street", "company", "inspector"])
    def test_is_for_who_looks_after_the_lists(self, rules, people, name):
        with pytest.raises(NotAllowed):
            keep_days(
                first=date(2027, 1, 1), last=date(2027, 1, 1), **NEW_YEAR, by=people[name],
                at=local("2026-11-20T09:00"),
            )  # fmt: skip


class TestTermsThatRun:
    def test_keep_the_working_days_they_had_left(self, estate, people):
        """Filed on the last Tuesday of the year: five working days end on the next Tuesday, or after the holiday."""
        complaint = a_complaint(estate, at=local("2026-12-29T09:00"))
        assert complaint.answer_due_at == local("2027-01-05T17:30")
        keep_days(
            first=date(2027, 1, 1), last=date(2027, 1, 3), **NEW_YEAR, by=people["bureau"], at=local("2026-12-30T09:00")
        )
        complaint.refresh_from_db()
        assert complaint.answer_due_at == local("2027-01-06T17:30")
        assert complaint.due_at == complaint.accept_due_at == local("2026-12-30T17:30")

    def test_move_the_term_that_is_shown(self, estate, road, people):
        complaint = a_complaint(estate, at=local("2026-12-29T09:00"))
        road.at = local("2026-12-29T09:00")
        road.to(complaint, State.CONTACTED)
        keep_days(
            first=date(2027, 1, 1), last=date(2027, 1, 1), **NEW_YEAR, by=people["bureau"], at=local("2026-12-30T09:00")
        )
        complaint.refresh_from_db()
        assert complaint.due_at == local("2027-01-06T17:30")

    def test_move_back_when_a_day_is_taken_out(self, estate, people):
        complaint = a_complaint(estate, at=local("2026-09-29T09:00"))
        assert complaint.answer_due_at == local("2026-10-12T17:30")
        remove_day(DayOff.objects.get(day=date(2026, 10, 10)), by=people["bureau"], at=local("2026-09-29T10:00"))
        complaint.refresh_from_db()
        assert complaint.answer_due_at == local("2026-10-13T17:30"), "the Saturday is no longer made up for"

    def test_that_are_over_stay(self, estate, people):
        complaint = a_complaint(estate, at=local("2026-09-29T09:00"))
        keep_day(
            DayOff(day=date(2026, 9, 30), name="调休", notice="通知"), by=people["bureau"], at=local("2026-10-09T09:00")
        )
        assert Complaint.objects.get(pk=complaint.pk).accept_due_at == local("2026-09-30T17:30")

    def test_of_what_is_closed_stay(self, estate, road, people):
        complaint = a_complaint(estate, at=local("2026-12-29T09:00"))
        handling.accept(complaint, by=road.officer, at=local("2026-12-29T10:00"))
        road.withdraw(complaint)
        was = Complaint.objects.get(pk=complaint.pk).answer_due_at
        keep_day(
            DayOff(day=date(2027, 1, 1), name="元旦", notice="通知"), by=people["bureau"], at=local("2026-12-30T09:00")
        )
        assert Complaint.objects.get(pk=complaint.pk).answer_due_at == was


class TestDesk:
    def test_takes_over_a_notice(self, desk):
        answer = desk("bureau").post(reverse("admin:accounts_dayoff_take-over"), SPAN, follow=True)
        assert "3 days are taken over" in answer.content.decode()
        assert DayOff.objects.filter(day__year=2027).count() == 3

    def test_says_beside_the_field_what_is_wrong(self, desk):
        wrong = {**SPAN, "last": "2026-12-31"}
        page = desk("bureau").post(reverse("admin:accounts_dayoff_take-over"), wrong).content.decode()
        assert "The last day lies before the first." in page
        assert not DayOff.objects.filter(day__year=2027).exists()

    def test_removes_a_day(self, desk):
        day = DayOff.objects.get(day=date(2026, 10, 10))
        desk("bureau").post(reverse("admin:accounts_dayoff_remove", args=[day.pk]), {})
        assert not DayOff.objects.filter(pk=day.pk).exists()

    def test_is_read_by_officers_and_amended_by_the_bureau(self, desk):
        assert desk("street").get(reverse(LIST)).status_code == 200
        assert desk("street").post(reverse("admin:accounts_dayoff_take-over"), SPAN).status_code == 403
        assert desk("company").get(reverse(LIST)).status_code == 403

    @pytest.mark.parametrize("year", ["2026", "x", "99999", "²²²²"])
    def test_narrows_by_year(self, desk, year):
        assert desk("bureau").get(reverse(LIST), {"year": year}).status_code == 200

    def test_amends_a_day_through_its_form(self, desk):
        day = DayOff.objects.get(day=date(2026, 10, 10))
        form = {"day": "2026-10-10", "name": "国庆节", "notice": day.notice}
        desk("bureau").post(reverse("admin:accounts_dayoff_change", args=[day.pk]), form)
        assert not DayOff.objects.get(pk=day.pk).is_worked


class TestMissingYear:
    @pytest.mark.parametrize(
        ("today", "reaches_to", "wanted"),
        [
            (date(2026, 10, 31), 2026, None),
            (date(2026, 11, 1), 2026, "2027"),
            (date(2026, 11, 22), 2027, None),
            (date(2027, 2, 1), 2026, "2027"),
            (date(2026, 5, 1), None, "2026"),
        ],
    )
    def test_is_asked_for_from_november_on(self, today, reaches_to, wanted):
        note = missing_year(today, reaches_to)
        assert (wanted in note) if wanted else note == ""


def test_terms_follow_although_the_calendar_is_told_from_memory(complaint, people, settings):
    settings.REMEMBERED_SECONDS = 60
    due = complaint.answer_due_at
    keep_days(
        first=date(2026, 11, 23), last=date(2026, 11, 23), is_worked=False, name="试", notice="试行通知",
        by=people["bureau"], at=complaint.filed_at,
    )  # fmt: skip
    complaint.refresh_from_db()
    assert complaint.answer_due_at == due + timedelta(days=1)
