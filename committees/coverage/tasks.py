"""The clock's door."""

from celery import shared_task
from django.utils import timezone

from committees.coverage import counting


@shared_task
def take_figures() -> None:
    """Today's counts of committees, as the registers are now."""
    counting.take(on=timezone.localdate(), at=timezone.now())
