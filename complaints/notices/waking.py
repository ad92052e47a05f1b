"""The worker is woken once something may go out."""

from contextlib import suppress

from celery import current_app
from django.core.cache import cache
from kombu.exceptions import OperationalError as BrokerAway
from redis.exceptions import RedisError

TASK = "complaints.notices.tasks.send_waiting"
WOKEN = "complaints-notices-woken"
AT_MOST_ONCE_IN_SECONDS = 1
EXPIRES_SECONDS = 50


def wake_worker() -> None:
    """Ask the worker to send what waits. While the broker is away this is left to the clock, which comes by."""
    with suppress(BrokerAway, RedisError):
        if cache.add(WOKEN, True, AT_MOST_ONCE_IN_SECONDS):
            current_app.send_task(TASK, countdown=AT_MOST_ONCE_IN_SECONDS, expires=EXPIRES_SECONDS, retry=False)
