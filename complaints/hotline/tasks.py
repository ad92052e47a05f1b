"""The clock's door: what has no receipt for too long is told in the log, for whoever watches it."""

import logging

from celery import shared_task
from django.utils import timezone

from complaints.hotline.alarm import alarm

log = logging.getLogger(__name__)


@shared_task
def watch() -> int:
    """How many items for the hotline are too old; the log tells of them."""
    found = alarm(at=timezone.now())
    if found.count:
        log.error("12345: %d items without a receipt for %d hours, since %s", found.count, found.hours, found.oldest)
    return found.count
