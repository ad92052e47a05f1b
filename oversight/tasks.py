"""The clock's door: each task picks the date and makes one call.

Tasks are acknowledged when they end. When a worker process is killed its task is queued again at once by the worker
that it belonged to; when the whole worker is killed, the next one that starts takes up what was cut off
(`take_up_at_start`), and so does the clock every five minutes. Doing a night twice changes nothing.
"""

from celery import shared_task
from celery.signals import task_success, worker_ready
from django.db import InterfaceError, OperationalError
from django.utils import timezone

from credit.models import NightKind
from credit.night import NightBusy
from credit.night.judge import PartFailed
from intake.tasks import work_on
from oversight import following, nightly

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


@shared_task(autoretry_for=DATABASE_AWAY, **AGAIN)
def follow() -> None:
    """Today's figures brought in step with what the change feed tells."""
    following.follow(at=timezone.now())


@task_success.connect
def follow_at_once(sender, **_sent) -> None:
    """An import or a night shows in today's figures as soon as it has ended."""
    if sender.name in (work_on.name, night.name, run_by_button.name):
        follow.delay()


@worker_ready.connect
def take_up_at_start(**_sent) -> None:
    take_up.delay()
