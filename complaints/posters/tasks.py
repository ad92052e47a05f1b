"""The worker's door: what was ordered is drawn, what was cut off is taken up again, what is old is thrown away."""

import logging
from contextlib import suppress

from celery import shared_task
from celery.signals import worker_ready
from django.core.exceptions import ValidationError
from django.db import InterfaceError, OperationalError
from django.utils import timezone
from kombu.exceptions import OperationalError as BrokerAway

from accounts.lifecycle import NotNow
from complaints.models import PosterOrder
from complaints.posters import orders

log = logging.getLogger(__name__)


def hand_over(wanted: PosterOrder) -> bool:
    """Give an order to a worker. False when the broker is away: the clock will find the order within five minutes."""
    try:
        draw.apply_async([wanted.pk], retry=False)
    except BrokerAway:
        log.warning("print order %s waits: the broker is away", wanted.pk)
        return False
    return True


@shared_task(autoretry_for=(OperationalError, InterfaceError), retry_backoff=2, max_retries=6)
def draw(order_id: int) -> None:
    """Draw an order. Doing it twice changes nothing: who comes second finds it busy or done."""
    wanted = PosterOrder.objects.filter(pk=order_id).first()
    if wanted is None:
        return
    try:
        with suppress(NotNow):
            orders.draw(wanted, at=timezone.now())
    except (OperationalError, InterfaceError):
        raise
    except ValidationError as reason:
        orders.give_up(wanted, " ".join(reason.messages))
    except Exception:
        log.exception("print order %s", order_id)
        orders.give_up(wanted)


@shared_task
def take_up() -> None:
    """Every order that waits or was cut off. One that another process is busy with is left to it."""
    for wanted in PosterOrder.objects.unfinished():
        draw.delay(wanted.pk)


@shared_task
def discard_old() -> None:
    """Print files of more than a month ago are thrown away; the codes stay."""
    orders.discard_old(at=timezone.now())


@worker_ready.connect
def take_up_at_start(**_sent) -> None:
    take_up.delay()
