"""The clock: which night is due, what was missed, and `manage.py grade`."""

from datetime import UTC, date, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from credit.models import Grade, Night, NightKind, NightStage
from credit.night import NightBusy
from credit.night.judge import PartFailed
from oversight import nightly, tasks
from tests.credit.builders import a_company, a_rulebook, an_estate, evidence

YESTERDAY = timezone.localdate() - timedelta(days=1)


@pytest.fixture
def company(regions):
    a_rulebook()
    an_estate()
    return a_company()


class TestDueOn:
    @pytest.mark.parametrize(
        ("now", "due"),
        [
            (datetime(2026, 11, 20, 17, 59, tzinfo=UTC), date(2026, 11, 20)),
            (datetime(2026, 11, 20, 18, 0, tzinfo=UTC), date(2026, 11, 21)),
            (datetime(2026, 11, 21, 15, 59, tzinfo=UTC), date(2026, 11, 21)),
            (datetime(2026, 11, 21, 16, 0, tzinfo=UTC), date(2026, 11, 21)),
        ],
    )
    def test_is_the_last_two_o_clock_in_shanghai(self, now, due):
        assert nightly.due_on(now) == due


@pytest.mark.django_db
class TestTakeUp:
    at = datetime(2026, 11, 21, 4, tzinfo=UTC)

    def test_runs_a_night_that_the_clock_missed(self, company):
        nightly.take_up(self.at)
        done = Night.objects.get()
        assert (done.on, done.kind) == (date(2026, 11, 21), NightKind.SCHEDULED)
        assert done.figures.exists()

    def test_does_nothing_twice(self, company):
        nightly.take_up(self.at)
        nightly.take_up(self.at)
        assert Night.objects.count() == 1

    def test_ends_a_night_that_was_cut_off(self, company):
        cut_off = self.cut_off(on=date(2026, 11, 21))
        nightly.take_up(self.at)
        done = Night.objects.get()
        assert done.pk == cut_off.pk
        assert done.state == "published"
        assert done.resumed_at is not None

    def test_keeps_figures_that_are_missing(self, company):
        done = nightly.run(date(2026, 11, 21), kind=NightKind.SCHEDULED)
        done.figures.all().delete()
        Night.objects.update(ended_at=self.at)
        nightly.take_up(self.at)
        assert done.figures.exists()

    def test_does_nothing_on_an_empty_portal(self, db):
        nightly.take_up(self.at)
        assert not Night.objects.exists()

    @staticmethod
    def cut_off(on: date) -> Night:
        """A night as a killed worker leaves it: begun, nothing stamped."""
        from credit import law

        return Night.objects.create(
            on=on, kind=NightKind.SCHEDULED, stage=NightStage.COLLECT, started_at=TestTakeUp.at,
            rulebook=law.in_force(on), is_full=True,
        )  # fmt: skip


@pytest.mark.django_db
class TestBeforeTwo:
    """Half past midnight in Shanghai: the night that has come last is yesterday's."""

    half_past_midnight = datetime(2026, 11, 20, 16, 30, tzinfo=UTC)
    two = datetime(2026, 11, 20, 18, 0, tzinfo=UTC)
    today = date(2026, 11, 21)

    def by_button(self) -> Night:
        """A night of today that a person started before its hour."""
        early = nightly.run(self.today, kind=NightKind.BUTTON, by="wang")
        Night.objects.filter(pk=early.pk).update(started_at=self.half_past_midnight)
        return early

    def test_the_clock_runs_the_night_of_yesterday(self, company):
        nightly.run_due(self.half_past_midnight)
        assert Night.objects.get().on == self.today - timedelta(days=1)

    def test_a_night_by_the_button_does_not_stand_for_the_one_at_two(self, company):
        self.by_button()
        evidence("R-N05", of=company, on=self.today)
        nightly.run_due(self.two)
        done = Night.objects.all()[0]
        assert (Night.objects.count(), done.on, done.kind) == (2, self.today, NightKind.SCHEDULED)
        assert Grade.objects.current().get(enterprise=company).night == done

    def test_a_night_by_the_button_that_was_cut_off_does_not_either(self, company):
        cut_off = TestTakeUp.cut_off(on=self.today)
        Night.objects.update(started_at=self.half_past_midnight)
        nightly.run_due(self.two)
        assert set(Night.objects.published().values_list("on", flat=True)) == {self.today}
        assert Night.objects.exclude(pk=cut_off.pk).get().kind == NightKind.SCHEDULED

    def test_nothing_is_missing_after_the_button_until_two(self, company):
        self.by_button()
        assert not nightly.is_missing(self.half_past_midnight)
        assert nightly.is_missing(self.two)

    def test_two_o_clock_told_twice_is_one_night(self, company):
        self.by_button()
        nightly.run_due(self.two)
        assert nightly.run_due(self.two) is None
        assert Night.objects.count() == 2


@pytest.mark.django_db
class TestTasks:
    def test_tonight_is_the_night_whose_hour_has_come(self, company):
        tasks.night()
        assert Night.objects.get().on == nightly.due_on(timezone.now())

    def test_a_button_runs_a_further_night_of_today_and_says_whose(self, company):
        tasks.night()
        tasks.run_by_button("wang", full=True)
        last = Night.objects.order_by("-id")[0]
        assert (Night.objects.count(), last.kind, last.by, last.is_full) == (2, NightKind.BUTTON, "wang", True)

    def test_a_busy_night_is_tried_again(self):
        assert NightBusy in tasks.night.autoretry_for
        assert NightBusy in tasks.run_by_button.autoretry_for


@pytest.mark.django_db
class TestGrade:
    @pytest.fixture(autouse=True)
    def english_terminal(self, monkeypatch):
        monkeypatch.setenv("LC_ALL", "en_US.UTF-8")

    def typed(self, *words: str) -> str:
        output = StringIO()
        call_command("grade", *words, stdout=output)
        return output.getvalue()

    def test_runs_a_night_that_lies_ahead(self, company):
        said = self.typed("--on", YESTERDAY.isoformat())
        done = Night.objects.get()
        assert done.on == YESTERDAY
        assert done.digest in said
        assert done.figures.exists()

    def test_runs_today_when_no_day_is_named(self, company):
        self.typed()
        assert Night.objects.get().on == timezone.localdate()

    def test_computes_a_published_night_once_more(self, company):
        self.typed("--on", YESTERDAY.isoformat())
        said = self.typed("--on", YESTERDAY.isoformat())
        assert "Identical: 1 companies" in said
        assert said.count(Night.objects.get().digest) == 2

    def test_computes_a_past_night_as_it_was_known_then(self, company):
        self.typed("--on", YESTERDAY.isoformat())
        evidence("R-N05", of=company, on=YESTERDAY)
        self.typed()
        assert "Identical" in self.typed("--on", YESTERDAY.isoformat())

    def test_fails_when_a_published_grade_is_not_what_is_computed(self, company):
        self.typed("--on", YESTERDAY.isoformat())
        Grade.objects.update(digest=1)
        with pytest.raises(CommandError, match=company.name):
            self.typed("--on", YESTERDAY.isoformat())

    def test_runs_the_last_day_again_when_asked(self, company):
        self.typed("--on", YESTERDAY.isoformat())
        self.typed("--on", YESTERDAY.isoformat(), "--again", "--full")
        assert Night.objects.count() == 2

    def test_runs_no_earlier_day_again(self, company):
        self.typed("--on", YESTERDAY.isoformat())
        self.typed()
        with pytest.raises(CommandError, match="Only the last night"):
            self.typed("--on", YESTERDAY.isoformat(), "--again")

    def test_computes_the_night_whose_grades_held_on_a_day_without_one(self, company):
        earlier = YESTERDAY - timedelta(days=2)
        self.typed("--on", earlier.isoformat())
        self.typed("--on", YESTERDAY.isoformat())
        said = self.typed("--on", (YESTERDAY - timedelta(days=1)).isoformat())
        assert f"those of {earlier}" in said
        assert "Identical" in said

    def test_says_when_a_day_lies_before_the_first_night(self, company):
        self.typed("--on", YESTERDAY.isoformat())
        with pytest.raises(CommandError, match=f"first night was that of {YESTERDAY}"):
            self.typed("--on", "2020-01-01")

    def test_refuses_a_day_that_has_not_come(self, company):
        with pytest.raises(CommandError, match="not come"):
            self.typed("--on", (YESTERDAY + timedelta(days=3)).isoformat())

    def test_refuses_what_is_no_day(self, company):
        with pytest.raises(CommandError, match="not a day"):
            self.typed("--on", "gestern")

    def test_says_how_to_go_on_when_a_process_ended(self, company, monkeypatch):
        def ended(*things, **names):
            raise PartFailed

        monkeypatch.setattr(nightly, "run", ended)
        with pytest.raises(CommandError, match="again to go on"):
            self.typed()

    def test_says_to_publish_a_rulebook_first(self, regions):
        with pytest.raises(CommandError, match="rulebook"):
            self.typed()
