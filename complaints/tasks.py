"""The clock's door of complaints: each task picks the moment and makes one call.

What a task is woken for is written down first: while the broker is away nothing is lost, the clock comes by.
"""

import logging

from celery import shared_task
from django.db import transaction
from django.utils import timezone
from kombu.exceptions import OperationalError as BrokerAway

from accounts.moments import remembered
from complaints import figures, flooding
from complaints.actions import erasing, sweeping
from complaints.reporting import drafts

log = logging.getLogger(__name__)


@shared_task
def screen() -> None:
    """Looks through new complaints: many from one source about one company are flagged."""
    flooding.screen_waiting(at=timezone.now())


@shared_task
def sweep() -> None:
    """Closes what nobody denied, notes what is late, reports it upwards, reminds of what will be."""
    sweeping.sweep(at=timezone.now())


@shared_task
def erase() -> None:
    """Forgets who filed, what was told to whom, and what was begun and never sent, once it is no longer needed."""
    erasing.erase_contacts(at=timezone.now())
    erasing.forget_notices(at=timezone.now())
    drafts.forget_old(at=timezone.now())


@shared_task
def take_figures() -> None:
    """Today's public figures, unless they are taken already."""
    figures.take_due(at=timezone.now())


def screen_soon() -> None:
    """Have new complaints looked through once this transaction is committed; without a broker the clock does it."""
    transaction.on_commit(wake_screener, robust=True)


@remembered
def wake_screener() -> None:
    """Once for all that came within a moment: whoever wakes looks through everything that waits."""
    try:
        screen.apply_async(retry=False, expires=60)
    except BrokerAway:
        log.warning("new complaints are looked through later: the broker is away")
