"""The clock's door."""

from celery import shared_task
from django.utils import timezone

from committees.papers import actions


@shared_task
def erase_old() -> None:
    """Papers that have been kept as long as the city says."""
    actions.erase_old(at=timezone.now())
