"""A real Celery worker on the suite's database and broker, killed with kill -9 in the middle of a night.

The night is stopped at a known point by a lock that the test holds on a table that the stage writes to.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import psutil
import psycopg2
import pytest
import redis
from django.conf import settings
from django.db import connection
from django.utils import timezone

from credit import night
from credit.models import Grade, Night, NightKind, NightStage, NightState
from credit.night.judge import database_address
from oversight import nightly, tasks
from tests.credit.builders import a_company, a_contract, a_rulebook, an_estate, evidence

pytestmark = [pytest.mark.worker, pytest.mark.django_db(transaction=True)]

WRITES_TO = {
    NightStage.COLLECT: "credit_standing",
    NightStage.JUDGE: "credit_draft",
    NightStage.PUBLISH: "credit_grade",
}
"""A table that a stage must write to before it ends."""

DUE = nightly.due_on(timezone.now())
IN_THE_ROW = {
    NightStage.COLLECT: NightStage.COLLECT,
    NightStage.JUDGE: NightStage.JUDGE,
    NightStage.PUBLISH: NightStage.JUDGE,
}
"""What the night's row says during a stage: publishing is one transaction with its end."""


@pytest.fixture
def good_company(regions):
    """A company with an estate and a bad record, among others without, before any night."""
    a_rulebook()
    for _each in range(20):
        a_company()
    company = a_company()
    a_contract(an_estate(), company)
    evidence("R-N05", of=company, on=DUE)
    return company


@pytest.fixture
def empty_broker():
    with redis.Redis.from_url(settings.CELERY_BROKER_URL) as broker:
        broker.flushdb()
        yield broker
        broker.flushdb()


@pytest.fixture
def start_worker(tmp_path, empty_broker):
    """Starts workers, each in a process group of its own; none outlives the test."""
    started: list[subprocess.Popen] = []

    def start(**settings_of_its_own: str) -> subprocess.Popen:
        with (tmp_path / "worker.log").open("ab") as log:
            worker = subprocess.Popen(
                [
                    sys.executable,
                    "-m",
                    "celery",
                    "--app",
                    "config",
                    "worker",
                    "--concurrency",
                    "1",
                    "--loglevel",
                    "INFO",
                ],
                cwd=settings.ROOT,
                env={**os.environ, "DATABASE_URL": address(), **settings_of_its_own},
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        started.append(worker)
        return worker

    yield start
    for worker in started:
        kill(worker)


def address() -> str:
    """Of the suite's own database, in which this process is."""
    return database_address(os.environ["DATABASE_URL"])


def kill(worker: subprocess.Popen) -> None:
    if worker.poll() is None:
        os.killpg(worker.pid, signal.SIGKILL)
        worker.wait(10)


@contextmanager
def held(table: str) -> Iterator[None]:
    """Nobody can write to a table meanwhile, nor empty it; reading goes on."""
    link = psycopg2.connect(address())
    with link.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {table} IN EXCLUSIVE MODE")
    yield
    link.close()


def until(condition, what: str, seconds: float = 40) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, f"waited {seconds} s for {what}"
        time.sleep(0.05)


def somebody_waits_for(table: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_locks WHERE relation = %s::regclass AND NOT granted", [table])
        return cursor.fetchone()[0] > 0


def tonight() -> Night | None:
    return Night.objects.filter(on=DUE).first()


def is_published() -> bool:
    return Night.objects.filter(on=DUE, state=NightState.PUBLISHED).exists()


def assert_as_if_nothing_had_happened(company) -> None:
    """One night, published once, the same to the byte as it is computed in peace."""
    done = Night.objects.get()
    assert done.kind == NightKind.SCHEDULED
    assert Grade.objects.current().get(enterprise=company).score_centipoints == 9_000
    assert Grade.objects.count() == 21
    assert night.recompute(done).same
    until(lambda: done.figures.exists(), "the figures of the night")


def test_the_next_worker_goes_on_with_a_night_whose_worker_was_killed(good_company, start_worker):
    """One worker after the other is killed, each in another stage; the last one ends the night."""
    tasks.night.delay()
    for stage, table in WRITES_TO.items():
        worker = start_worker()
        with held(table):
            until(lambda table=table: somebody_waits_for(table), f"the night to {stage}")
            assert tonight().stage == IN_THE_ROW[stage], stage
            kill(worker)
        assert tonight().state == NightState.RUNNING, stage
    start_worker()
    until(is_published, "the night to be published")
    assert tonight().resumed_at is not None
    assert_as_if_nothing_had_happened(good_company)


def test_the_worker_itself_ends_a_night_whose_process_was_killed(good_company, start_worker):
    worker = start_worker()
    with held("credit_draft"):
        tasks.night.delay()
        until(lambda: somebody_waits_for("credit_draft"), "the night to judge")
        for process in psutil.Process(worker.pid).children(recursive=True):
            process.kill()
    until(is_published, "the night to be published")
    assert worker.poll() is None
    assert_as_if_nothing_had_happened(good_company)


def test_processes_that_outlive_their_night_spoil_nothing(good_company, start_worker):
    """A night shared by two processes: the one that leads is killed, the other one goes on for a while."""
    shared = {"ANJU_NIGHT_ONE_PROCESS_UP_TO": "0", "ANJU_NIGHT_COMPANIES_AT_ONCE": "2"}
    worker = psutil.Process(start_worker(**shared).pid)
    tasks.night.delay()
    until(lambda: parts_of(worker), "a second process")
    with held("credit_draft"):
        until(lambda: somebody_waits_for("credit_draft"), "the night to judge")
        left = parts_of(worker)
        for process in worker.children(recursive=True):
            if process not in left:
                process.kill()
    until(is_published, "the night to be published")
    assert_as_if_nothing_had_happened(good_company)


def parts_of(worker: psutil.Process) -> list[psutil.Process]:
    """The processes that share a night with the one that leads it."""
    found = []
    for process in worker.children(recursive=True):
        with suppress(psutil.Error):
            if "judge_part" in process.cmdline():
                found.append(process)
    return found
