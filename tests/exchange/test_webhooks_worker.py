"""The real thing: beat's message, a real worker with threads, receivers that hang, and one that is quick."""

import os
import subprocess
import sys
import time

import pytest
import redis
from django.conf import settings

from credit.night.judge import database_address
from exchange import tasks
from exchange.models import DeliveryState, Fault
from exchange.webhooks import outbound
from tests.exchange.receivers import hanging, receiving, until
from tests.factories import an_estate
from tests.factories.webhooks import a_webhook

pytestmark = [pytest.mark.worker, pytest.mark.django_db(transaction=True)]

HERE = "130102001000"


@pytest.fixture
def courier(tmp_path, monkeypatch):
    """A courier as `make run` and the compose file start it, with three threads."""
    with redis.Redis.from_url(settings.CELERY_BROKER_URL) as broker:
        broker.flushdb()
        command = (
            "-m celery --app config worker --hostname courier@%h --queues webhooks --pool threads --concurrency 3 "
            "--loglevel INFO --without-gossip --without-mingle"
        )
        with (tmp_path / "courier.log").open("ab") as log:
            process = subprocess.Popen(
                [sys.executable, *command.split()],
                cwd=settings.ROOT,
                env={
                    **os.environ,
                    "DATABASE_URL": database_address(os.environ["DATABASE_URL"]),
                    "ANJU_WEBHOOK_ALLOWED": "127.0.0.1",
                },
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        yield process
        process.kill()
        process.wait(10)
        broker.flushdb()


def test_a_receiver_that_hangs_holds_up_only_itself(people, courier):
    """One change for all: the quick receiver has it, and the next ones too, while the others are still waited for."""
    with receiving(hanging) as first, receiving(hanging) as second, receiving() as quick:
        stuck = [a_webhook(people["district"], each.address) for each in (first, second)]
        webhook = a_webhook(people["district"], quick.address)
        for number in (1, 2, 3):
            an_estate(HERE)
            tasks.tell_subscribers.delay()
            until(lambda number=number: len(quick.got) == number, f"change {number}", seconds=40 if number == 1 else 5)
            if number == 1:
                began = time.monotonic()
        assert time.monotonic() - began < outbound.TOTAL_SECONDS - 4
        assert [len(first.got), len(second.got)] == [1, 1]
        assert {each.deliveries.get().state for each in stuck} == {DeliveryState.WAITING}
        assert not any(each.deliveries.get().attempts.exists() for each in stuck)
        until(lambda: stuck[0].deliveries.get().attempts.exists(), "the first one to be given up for now")
        attempt = stuck[0].deliveries.get().attempts.get()
        assert (attempt.fault, attempt.status) == (Fault.SLOW, None)
    assert set(webhook.deliveries.values_list("state", flat=True)) == {DeliveryState.DELIVERED}


def test_nothing_of_it_goes_where_the_night_and_imports_wait(people):
    """Their worker takes the usual queue, and no thread of the courier's does."""
    with redis.Redis.from_url(settings.CELERY_BROKER_URL) as broker:
        broker.flushdb()
        a_webhook(people["district"])
        an_estate(HERE)
        tasks.tell_subscribers.delay()
        tasks.tell_subscriber.delay(1)
        assert (broker.llen("webhooks"), broker.llen("celery")) == (2, 0)
        broker.flushdb()
