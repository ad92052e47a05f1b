"""The worker's door: what a person ordered at the desk is done here, and what was cut off is taken up again."""

import logging
from collections.abc import Callable
from contextlib import suppress

from celery import shared_task
from celery.signals import worker_ready
from django.conf import settings
from django.core.cache import cache
from django.db import InterfaceError, OperationalError
from django.utils import timezone, translation
from kombu.exceptions import OperationalError as BrokerAway
from redis.exceptions import RedisError

from intake import actions
from intake.models import BatchState, ImportBatch
from intake.sheets import all_sheets

VERB_OF: dict[str, Callable] = {
    BatchState.RECEIVED: actions.check,
    BatchState.CHECKING: actions.check,
    BatchState.APPLYING: actions.apply,
    BatchState.UNDOING: actions.undo,
}
"""What a batch in each of these states waits for."""
PROGRESS_SECONDS = 3600

log = logging.getLogger(__name__)


def hand_over(batch: ImportBatch) -> bool:
    """Give a batch to the worker. False when the broker is away: the clock will find the batch within five minutes."""
    try:
        work_on.delay(batch.pk, translation.get_language())
    except BrokerAway:
        log.warning("import %s waits: the broker is away", batch.pk)
        return False
    return True


@shared_task(autoretry_for=(OperationalError, InterfaceError), retry_backoff=2, max_retries=6)
def work_on(batch_id: int, language: str = settings.LANGUAGE_CODE) -> None:
    """Do what a batch waits for. Doing it twice changes nothing: who comes second finds it busy or done."""
    batch = ImportBatch.objects.filter(pk=batch_id).first()
    verb = VERB_OF.get(batch.state) if batch else None
    if batch is None or verb is None:
        return
    options = {} if verb is actions.undo else {"progress": Telling(batch)}
    with translation.override(language):
        try:
            verb(batch, sheet=all_sheets()[batch.sheet], **options)
        except (actions.BatchBusy, actions.WrongState):
            return
        except (OperationalError, InterfaceError):
            raise
        except actions.CutOffTooOften as reason:
            log.error("import %s: %s", batch_id, reason)
            actions.give_up(batch, str(reason))
        except Exception:
            log.exception("import %s", batch_id)
            actions.give_up(batch)


class Telling:
    """Tells the pages how far a batch is, beside the transaction that nobody else can see yet.

    While the cache is away nothing is told; the work goes on.
    """

    def __init__(self, batch: ImportBatch) -> None:
        self.key = progress_key(batch)
        self(0, 0)

    def __call__(self, done: int, total: int) -> None:
        with suppress(RedisError):
            cache.set(self.key, (done, total), PROGRESS_SECONDS)


def progress_key(batch: ImportBatch) -> str:
    return f"import-progress-{batch.pk}"


def progress_of(batch: ImportBatch) -> tuple[int, int]:
    """(rows done, about how many in all) of a batch at work; (0, 0) when not known."""
    try:
        return cache.get(progress_key(batch), (0, 0))
    except RedisError:
        return (0, 0)


@shared_task
def take_up() -> None:
    """Work on every batch that waits. One that another process is busy with is left to it."""
    for batch in ImportBatch.objects.cut_off():
        work_on.delay(batch.pk)


@shared_task
def forget() -> None:
    """Erase files with persons in them that nobody imported."""
    registers = [key for key, sheet in all_sheets().items() if sheet.holds_persons]
    actions.forget_files(of=registers, at=timezone.now())


@worker_ready.connect
def take_up_at_start(**_sent) -> None:
    take_up.delay()
