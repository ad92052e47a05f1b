"""The clock's door of referrals."""

from celery import shared_task
from django.utils import timezone

from fees.collection.erasing import end_due, erase_due


@shared_task
def end_and_erase() -> None:
    """Ends what has reached its day, and forgets who it was about after the city's term."""
    at = timezone.now()
    end_due(on=timezone.localdate(at), at=at)
    while erase_due(at=at):
        pass
