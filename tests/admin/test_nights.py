"""The nightly runs at the desk: one run told on a page, started by a button, checked by another."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from kombu.exceptions import OperationalError

from config.celery import app
from credit.models import Grade, NightNotice, NightState, Touched
from oversight import tasks
from oversight.cells import drawn
from tests.factories import a_grade, a_night, an_enterprise

RUN, WAIT = "admin:credit_night_run", "admin:credit_night_wait"


@pytest.fixture
def empty_queue():
    """What the button hands over stays in the test's own broker; nobody works on it."""
    app.control.purge()
    yield
    app.control.purge()


def page_of(night) -> str:
    return reverse("admin:credit_night_change", args=[night.pk])


class TestThePage:
    def test_tells_stages_moves_and_how_to_check(self, desk, world):
        answer = desk("bureau").get(page_of(world.night))
        text = answer.content.decode()
        assert [stage["state"] for stage in answer.context["stages"]] == ["done"] * 4
        assert answer.context["cells"].counts == {"down": 1}
        assert world.enterprise.name in text
        assert "可以复核" in text
        assert "http-equiv" not in text

    def test_draws_a_cell_for_each_company(self, desk, world):
        carried, judged, fresh = (an_enterprise() for _number in range(3))
        first = world.night.__class__.objects.order_by("pk").first()
        a_grade(carried, first)
        a_grade(judged, first)
        Touched.objects.create(night=world.night, enterprise_id=judged.pk)
        a_grade(fresh, world.night)
        cells = desk("bureau").get(page_of(world.night)).context["cells"]
        assert cells.counts == {"down": 1, "first": 1, "same": 1, "carried": 1}

    def test_of_an_officer_has_the_cells_of_the_own_district(self, desk, world):
        elsewhere = an_enterprise("130108000000")
        a_grade(elsewhere, world.night)
        assert desk("district").get(page_of(world.night)).context["cells"].total == 1
        assert desk("bureau").get(page_of(world.night)).context["cells"].total == 2

    def test_fetches_itself_again_while_the_run_goes_on(self, desk, world):
        night = a_night(
            world.rulebook, state=NightState.RUNNING, stage="judge", ended_at=None, touched_count=200, judged_count=50
        )
        answer = desk("bureau").get(page_of(night))
        text = answer.content.decode()
        assert '<meta http-equiv="refresh" content="5">' in text
        assert "每 5 秒自动刷新" in text
        assert [stage["state"] for stage in answer.context["stages"]] == ["done", "done", "now", "later"]
        assert answer.context["stages"][2]["share"] == 25

    def test_says_that_an_interrupted_run_is_taken_up_again(self, desk, world):
        night = a_night(world.rulebook, state=NightState.RUNNING, stage="collect", ended_at=None, error="Killed: 9")
        text = desk("bureau").get(page_of(night)).content.decode()
        assert "Killed: 9" in text
        assert "会自动接着跑" in text

    def test_leads_from_a_notice_to_what_needs_a_person(self, desk, world):
        NightNotice.objects.create(night=world.night, kind="odd_code", count=1)
        NightNotice.objects.create(night=world.night, kind="nobody", count=2)
        browser = desk("bureau")
        notices = browser.get(page_of(world.night)).context["notices"]
        assert len(notices) == 2
        for notice in notices:
            assert browser.get(notice["url"]).status_code == 200
        odd_one = an_enterprise(uscc="91130102MA0000000I")
        assert odd_one.code_fault
        odd = next(notice for notice in notices if "odd_code" in notice["url"])
        assert odd_one in browser.get(odd["url"]).context["cl"].result_list

    def test_shows_thirty_runs_and_which_was_cut_off(self, desk, world):
        for back in range(40, 0, -1):
            a_night(world.rulebook, date(2026, 12, 31) - timedelta(days=back))
        last = a_night(world.rulebook, date(2026, 12, 31), resumed_at=world.night.ended_at)
        answer = desk("bureau").get(page_of(last))
        assert len(answer.context["last_nights"]) == 30
        assert answer.context["resumed"] == last

    def test_takes_no_post(self, desk, world):
        assert desk("bureau").post(page_of(world.night)).status_code == 403


class TestTheButton:
    def test_hands_a_run_to_the_worker_and_waits(self, desk, world, empty_queue):
        browser = desk("bureau")
        assert browser.get(reverse(RUN)).status_code == 200
        answer = browser.post(reverse(RUN), {})
        assert answer.status_code == 302
        assert app.control.purge() == 1
        waiting = browser.get(reverse(WAIT), {"after": world.night.pk, "since": "0"})
        assert "没有工作进程来取" in waiting.content.decode()

    def test_leads_to_the_run_as_soon_as_there_is_one(self, desk, world):
        night = a_night(world.rulebook)
        answer = desk("bureau").get(reverse(WAIT), {"after": world.night.pk})
        assert answer["Location"] == page_of(night)

    def test_is_closed_while_a_run_goes_on(self, desk, world, empty_queue):
        a_night(world.rulebook, state=NightState.RUNNING, ended_at=None)
        answer = desk("bureau").post(reverse(RUN), {}, follow=True)
        assert [str(message) for message in answer.context["messages"]]
        assert app.control.purge() == 0

    def test_is_for_those_who_may_run(self, desk, world, empty_queue):
        for who in ("auditor", "district", "street", "inspector", "company"):
            assert desk(who).post(reverse(RUN), {}).status_code == 403, who
        assert app.control.purge() == 0

    def test_says_so_when_the_queue_does_not_answer(self, desk, world, monkeypatch):
        def away(*_arguments, **_options):
            raise OperationalError("Connection refused")

        monkeypatch.setattr(tasks.run_by_button, "delay", away)
        answer = desk("bureau").post(reverse(RUN), {})
        assert "任务队列没有应答" in answer.content.decode()


def test_a_night_is_computed_again_and_compared(desk, world):
    """The world's grades were laid into the tables by hand, so the computation finds them different, and says so."""
    url = reverse("admin:credit_night_recompute", args=[world.night.pk])
    answer = desk("bureau").post(url, {})
    world.night.refresh_from_db()
    assert world.night.checked_same is False
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert Grade.objects.current().get().grade == "B"


def test_cells_lie_in_rows():
    cells = drawn(["carried"] * 94 + ["down"])
    assert (cells.width, cells.height) == (94 * 8, 16)
    assert cells.counts == {"down": 1, "carried": 94}
    assert dict(cells.paths)["down"] == "M0 8h7v7h-7z"
