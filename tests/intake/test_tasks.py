"""The worker's door: what waits is done, what was cut off is taken up, and a fault of ours is told."""

from contextlib import suppress

import pytest
from django.core.files.base import File

from estates.models import Estate
from estates.sheets import EstateSheet
from intake import actions, tasks
from intake.models import BatchState, ImportBatch
from tests.conftest import NOW
from tests.intake.files import ESTATE, workbook

pytestmark = pytest.mark.django_db


@pytest.fixture
def batch(people, tmp_path):
    with workbook(tmp_path / "a.xlsx", ESTATE).open("rb") as file:
        return actions.receive(File(file), sheet=EstateSheet, name="a.xlsx", by=people["bureau"], at=NOW)


@pytest.fixture
def ordered(batch, people):
    actions.check(batch, sheet=EstateSheet)
    return actions.order(batch, sheet=EstateSheet, by=people["bureau"], at=NOW)


class TestWorkOn:
    @pytest.mark.parametrize("state", [BatchState.RECEIVED, BatchState.CHECKING])
    def test_checks_what_was_received_or_cut_off(self, batch, state):
        ImportBatch.objects.update(state=state)
        tasks.work_on(batch.pk)
        assert ImportBatch.objects.get().state == BatchState.CLEAN

    def test_imports_what_was_ordered(self, ordered):
        tasks.work_on(ordered.pk)
        assert Estate.objects.exists()

    def test_undoes_what_was_ordered(self, ordered, people):
        tasks.work_on(ordered.pk)
        actions.order_undo(ordered, sheet=EstateSheet, by=people["bureau"], at=NOW)
        tasks.work_on(ordered.pk)
        assert not Estate.objects.exists()

    def test_does_nothing_the_second_time(self, ordered):
        tasks.work_on(ordered.pk)
        tasks.work_on(ordered.pk)
        assert Estate.objects.count() == 1

    def test_of_a_batch_that_is_gone_does_nothing(self, batch):
        ImportBatch.objects.all().delete()
        tasks.work_on(batch.pk)

    def test_tells_the_page_how_far_it_is(self, batch):
        tasks.work_on(batch.pk)
        assert tasks.progress_of(batch) == (1, 1)

    @pytest.mark.parametrize("verb", [BatchState.CHECKING, BatchState.APPLYING])
    def test_tells_of_a_fault_of_our_own(self, ordered, monkeypatch, verb):
        ImportBatch.objects.update(state=verb)
        monkeypatch.setattr(EstateSheet, "look_up", lambda self, rows: 1 / 0)
        tasks.work_on(ordered.pk, "en")
        batch = ImportBatch.objects.get()
        assert batch.state == BatchState.FAILED
        assert "Nothing was imported because of a fault in the portal" in batch.message

    def test_leaves_an_import_in_place_when_undoing_fails(self, ordered, people, monkeypatch):
        tasks.work_on(ordered.pk)
        actions.order_undo(ordered, sheet=EstateSheet, by=people["bureau"], at=NOW)
        monkeypatch.setattr(EstateSheet, "take_back", lambda *things, **names: 1 / 0)
        tasks.work_on(ordered.pk, "en")
        batch = ImportBatch.objects.get()
        assert (batch.state, batch.undone_at) == (BatchState.APPLIED, None)
        assert Estate.objects.exists()


class TestAFileThatEndsTheWorker:
    @pytest.fixture
    def ends_the_worker(self, monkeypatch):
        """What a kill -9 leaves of the work: whatever was committed, and no word."""
        begun = []

        def end(*things, **names):
            begun.append(1)
            raise SystemExit

        for verb in ("look_up", "take_back"):
            monkeypatch.setattr(EstateSheet, verb, end)
        return begun

    @staticmethod
    def deliver(batch, times: int) -> None:
        for _each in range(times):
            with suppress(SystemExit):
                tasks.work_on(batch.pk, "en")

    @pytest.mark.parametrize("state", [BatchState.RECEIVED, BatchState.APPLYING])
    def test_is_given_up_after_three_times(self, ordered, ends_the_worker, state):
        ImportBatch.objects.update(state=state, attempt_count=0)
        self.deliver(ordered, 3)
        assert ImportBatch.objects.get().state != BatchState.FAILED
        self.deliver(ordered, 2)
        batch = ImportBatch.objects.get()
        assert (batch.state, len(ends_the_worker)) == (BatchState.FAILED, 3)
        assert "begun 3 times" in batch.message

    def test_stays_imported_when_it_is_undoing_that_ends_it(self, ordered, people, monkeypatch, request):
        tasks.work_on(ordered.pk)
        actions.order_undo(ordered, sheet=EstateSheet, by=people["bureau"], at=NOW)
        request.getfixturevalue("ends_the_worker")
        self.deliver(ordered, 4)
        batch = ImportBatch.objects.get()
        assert (batch.state, batch.undone_at) == (BatchState.APPLIED, None)
        assert "begun 3 times" in batch.message

    def test_a_new_decision_counts_from_the_beginning(self, batch, people):
        ImportBatch.objects.update(attempt_count=2)
        tasks.work_on(batch.pk)
        actions.order(batch, sheet=EstateSheet, by=people["bureau"], at=NOW)
        tasks.work_on(batch.pk)
        assert ImportBatch.objects.get().state == BatchState.APPLIED


class TestWithoutTheCache:
    """The cache is the broker's server, which may be gone for a moment."""

    @pytest.fixture(autouse=True)
    def away(self, settings):
        settings.CACHES = {
            "default": {**settings.CACHES["default"], "LOCATION": "redis://127.0.0.1:1/0"},
        }

    def test_an_import_goes_on(self, ordered):
        tasks.work_on(ordered.pk)
        assert ImportBatch.objects.get().state == BatchState.APPLIED
        assert Estate.objects.exists()

    def test_a_page_is_not_told_how_far_it_is(self, batch):
        assert tasks.progress_of(batch) == (0, 0)


class TestTakeUp:
    def test_hands_over_everything_that_waits_and_nothing_else(self, ordered, monkeypatch):
        handed = []
        monkeypatch.setattr(tasks.work_on, "delay", handed.append)
        tasks.take_up()
        ImportBatch.objects.update(state=BatchState.CLEAN)
        tasks.take_up()
        assert handed == [ordered.pk]


class TestHandOver:
    def test_says_when_the_broker_is_away(self, batch, monkeypatch):
        def away(*things):
            raise tasks.BrokerAway

        monkeypatch.setattr(tasks.work_on, "delay", away)
        assert tasks.hand_over(batch) is False
