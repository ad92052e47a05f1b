"""What the clock does by itself: late, reported upwards, closed in silence, reminded. Nobody presses a button here."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from complaints.actions import handling, sweeping
from complaints.actions.sweeping import sweep
from complaints.models import Actor, Complaint, DueMark, Extension, Outcome, Stage, State, Step
from tests.factories.complaints import FILED, a_complaint

URGENT = "0201"


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=timezone.get_default_timezone())


def now(complaint: Complaint) -> Complaint:
    return Complaint.objects.get(pk=complaint.pk)


def verbs(complaint: Complaint) -> list[str]:
    return list(complaint.steps.values_list("verb", flat=True))


class TestLate:
    def test_a_term_that_ran_out_is_noted_for_the_resident_once(self, complaint):
        """Filed on Tuesday the 17th: the street accepts until Wednesday, half past five."""
        assert sweep(at=local("2026-11-18T17:30"))["overdue"] == 0
        assert sweep(at=local("2026-11-18T17:31"))["overdue"] == 1
        assert sweep(at=local("2026-11-18T17:36"))["overdue"] == 0
        step = complaint.steps.get(verb="overdue")
        assert (step.actor, step.is_public, step.state) == (Actor.PORTAL, True, State.FILED)
        assert datetime.fromisoformat(step.values["due_at"]) == local("2026-11-18T17:30")

    def test_the_next_term_is_noted_again(self, complaint, road):
        sweep(at=local("2026-11-18T18:00"))
        road.at = local("2026-11-19T09:00")
        road.to(complaint, State.CONTACTED)
        assert sweep(at=local("2026-11-24T17:31"))["overdue"] == 1
        assert verbs(complaint).count("overdue") == 2

    def test_does_not_get_into_the_way_of_who_has_the_page_open(self, complaint, road):
        version = now(complaint).version
        sweep(at=local("2026-11-18T18:00"))
        handling.accept(complaint, by=road.officer, at=local("2026-11-18T18:01"), version=version)
        assert now(complaint).state == State.ACCEPTED

    @pytest.mark.parametrize("state", [State.SUPPLEMENT, State.REVIEWED])
    def test_what_waits_for_the_resident_is_never_late(self, complaint, road, state):
        road.to(complaint, state)
        found = sweep(at=FILED + timedelta(days=60))
        assert (found["overdue"], found["escalated"]) == (0, 0)

    @pytest.mark.parametrize("state", [State.CLOSED, State.WITHDRAWN, State.REFUSED])
    def test_what_is_over_is_left_alone(self, complaint, road, state):
        road.to(complaint, state)
        assert set(sweep(at=FILED + timedelta(days=60)).values()) == {0}


class TestEscalation:
    def test_rises_after_five_working_days_and_again_after_ten(self, complaint):
        """Overdue since Wednesday the 18th; five working days later is the 25th, ten the 2nd of December."""
        sweep(at=local("2026-11-25T17:30"))
        assert now(complaint).level == Stage.STREET
        assert sweep(at=local("2026-11-25T17:31"))["escalated"] == 1
        assert now(complaint).level == Stage.DISTRICT
        assert sweep(at=local("2026-12-02T17:30"))["escalated"] == 0
        assert sweep(at=local("2026-12-02T17:31"))["escalated"] == 1
        assert now(complaint).level == Stage.CITY
        assert sweep(at=local("2027-03-01T09:00"))["escalated"] == 0

    def test_each_stage_is_a_step_that_the_resident_sees(self, complaint):
        sweep(at=local("2026-11-25T17:31"))
        step = complaint.steps.get(verb="escalate")
        assert step.is_public
        assert step.values == {"to": "district", "why": "overdue"}
        assert step.actor == Actor.PORTAL

    def test_waits_over_a_week_of_holidays(self, estate):
        complaint = a_complaint(estate, at=local("2026-09-29T10:00"))
        sweep(at=local("2026-10-10T20:00"))
        assert now(complaint).level == Stage.STREET, "due on the 30th; the fifth working day is Wednesday the 14th"
        sweep(at=local("2026-10-14T17:31"))
        assert now(complaint).level == Stage.DISTRICT

    def test_a_joint_case_goes_on_to_the_city_at_once(self, complaint):
        Complaint.objects.filter(pk=complaint.pk).update(is_joint=True, level=Stage.DISTRICT)
        sweep(at=local("2026-11-18T18:00"))
        assert now(complaint).level == Stage.CITY
        assert complaint.steps.get(verb="escalate").values["why"] == "joint"

    def test_what_was_told_three_times_in_a_month_goes_on_to_the_city(self, complaint, estate):
        for day in (20, 10):
            a_complaint(estate, at=FILED - timedelta(days=day))
        Complaint.objects.filter(pk=complaint.pk).update(level=Stage.DISTRICT)
        sweep(at=local("2026-11-18T18:00"))
        assert complaint.steps.get(verb="escalate").values == {"to": "city", "why": "repeated"}

    @pytest.mark.parametrize(
        "change", [{"state": State.WITHDRAWN}, {"outcome": Outcome.UNFOUNDED}, {"filed_at": FILED - timedelta(days=31)}]
    )
    def test_what_did_not_happen_or_long_ago_is_not_a_repetition(self, complaint, estate, change):
        earlier = [a_complaint(estate, at=FILED - timedelta(days=day)) for day in (20, 10)]
        Complaint.objects.filter(pk=earlier[0].pk).update(**change)
        Complaint.objects.filter(pk=complaint.pk).update(level=Stage.DISTRICT)
        sweep(at=local("2026-11-18T18:00"))
        assert now(complaint).level == Stage.DISTRICT


class TestSilence:
    def test_closes_when_the_days_for_a_verdict_are_over(self, complaint, road):
        road.to(complaint, State.REVIEWED)
        until = now(complaint).verdict_due_at
        assert timezone.localtime(until).isoformat() == "2026-11-24T23:59:00+08:00"
        assert sweep(at=until)["closed"] == 0
        assert sweep(at=until + timedelta(minutes=1))["closed"] == 1
        closed = now(complaint)
        assert (closed.state, closed.outcome, closed.due_at) == (State.CLOSED, Outcome.SILENT, None)
        assert complaint.steps.get(verb="close").actor == Actor.PORTAL

    def test_does_not_close_what_was_denied_in_time(self, complaint, road):
        road.to(complaint, State.DENIED)
        assert sweep(at=FILED + timedelta(days=30))["closed"] == 0


class TestReminder:
    def test_comes_a_day_before_once(self, complaint, road):
        """Answer due on Tuesday the 24th at half past five."""
        road.to(complaint, State.CONTACTED)
        assert sweep(at=local("2026-11-23T17:29"))["nearly_due"] == 0
        assert sweep(at=local("2026-11-23T17:31"))["nearly_due"] == 1
        assert sweep(at=local("2026-11-23T18:31"))["nearly_due"] == 0
        assert DueMark.objects.filter(complaint=complaint, kind="nearly_due").count() == 1

    def test_does_not_bother_who_has_just_been_given_a_case(self, complaint, road):
        """Contact is due a day after dispatch, which is no more than the reminder's own time."""
        road.to(complaint, State.DISPATCHED)
        assert sweep(at=road.at + timedelta(minutes=5))["nearly_due"] == 0

    def test_comes_again_for_an_extended_term(self, complaint, road):
        road.to(complaint, State.CONTACTED)
        sweep(at=local("2026-11-23T17:31"))
        longer = local("2026-11-27T17:30")
        Complaint.objects.filter(pk=complaint.pk).update(
            due_at=longer, answer_due_at=longer, extension=Extension.GRANTED
        )
        assert sweep(at=local("2026-11-26T17:31"))["nearly_due"] == 1


class TestOneThatFails:
    def test_holds_up_none_of_the_others(self, estate, monkeypatch):
        first, second = a_complaint(estate), a_complaint(estate)
        tell = sweeping.notices.tell

        def fails_for_the_first(complaint, event, *, at):
            if complaint.pk == first.pk:
                raise RuntimeError
            tell(complaint, event, at=at)

        monkeypatch.setattr(sweeping.notices, "tell", fails_for_the_first)
        assert sweep(at=local("2026-11-18T17:31"))["overdue"] == 1
        assert list(Step.objects.filter(verb="overdue").values_list("complaint", flat=True)) == [second.pk]
        assert not DueMark.objects.filter(complaint=first).exists()

    def test_is_taken_up_by_the_next_sweep(self, complaint, monkeypatch):
        def fails(*_args, **_named):
            raise RuntimeError

        with monkeypatch.context() as broken:
            broken.setattr(sweeping.notices, "tell", fails)
            assert sweep(at=local("2026-11-18T17:31"))["overdue"] == 0
        assert sweep(at=local("2026-11-18T17:36"))["overdue"] == 1


class TestOneThatChangedMeanwhile:
    def test_is_left_to_the_next_sweep(self, complaint, road):
        read = now(complaint)
        road.to(complaint, State.ACCEPTED)
        assert sweeping.note_late(read, at=local("2026-11-18T17:31")) is None
        assert not DueMark.objects.exists()


class TestQueries:
    def test_of_a_sweep_without_work_do_not_grow(self, estate, django_assert_max_num_queries):
        for _time in range(5):
            a_complaint(estate)
        with django_assert_max_num_queries(6):
            sweep(at=FILED + timedelta(hours=1))
