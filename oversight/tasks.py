"""The clock's door: each task picks the date and makes one call.

Tasks are acknowledged when they end. When a worker process is killed its task is queued again at once by the worker
that it belonged to; when the whole worker is killed, the next one that starts takes up what was cut off
(`take_up_at_start`), and so does the clock every five minutes. Doing a night twice changes nothing.
"""

from celery import shared_task
from celery.signals import worker_ready
from django.db import InterfaceError, OperationalError
from django.utils import timezone

from credit.models import NightKind
from credit.night import NightBusy
from credit.night.judge import PartFailed
from oversight import nightly

AGAIN = {"retry_backoff": 2, "max_retries": 6}
DATABASE_AWAY = (OperationalError, InterfaceError)


@shared_task(autoretry_for=(*DATABASE_AWAY, NightBusy, PartFailed), **AGAIN)
def night() -> None:
    """Tonight's grades, told at `NIGHT_HOUR`; told before it, the night that came last."""
    nightly.run_due(timezone.now())


@shared_task(autoretry_for=(*DATABASE_AWAY, NightBusy, PartFailed), **AGAIN)
def run_by_button(by: str, full: bool = False) -> None:
    """A further run today, asked for by the person with user name `by`."""
    nightly.run_if_any(timezone.localdate(), kind=NightKind.BUTTON, by=by, full=full, again=True)


@shared_task(autoretry_for=(*DATABASE_AWAY, PartFailed), **AGAIN)
def take_up() -> None:
    """What was cut off, and a night that the clock missed."""
    nightly.take_up(timezone.now())


@worker_ready.connect
def take_up_at_start(**_sent) -> None:
    take_up.delay()
