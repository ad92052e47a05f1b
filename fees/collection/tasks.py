"""The clock's door of referrals."""

import logging

from celery import shared_task
from django.utils import timezone

from accounts.city import NoRuleValue
from fees.collection.erasing import end_due, erase_due, lapse_due

log = logging.getLogger(__name__)


@shared_task
def end_and_erase() -> None:
    """Ends what has reached its day or was never decided, and forgets who it was about after the city's term."""
    at = timezone.now()
    end_due(on=timezone.localdate(at), at=at)
    try:
        lapse_due(on=timezone.localdate(at), at=at)
    except NoRuleValue as fault:
        log.error("no referral lapses: %s", fault)
    while erase_due(at=at):
        pass
