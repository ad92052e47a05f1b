"""The clock's door of votes."""

from celery import shared_task
from django.utils import timezone

from committees.votes import sweeping


@shared_task
def sweep() -> None:
    """Opens, closes, counts and posts what is due."""
    sweeping.sweep(at=timezone.now())


@shared_task
def forget_persons() -> None:
    """Forgets proxies, objectors and unelected candidates of votes long past."""
    sweeping.forget_persons(at=timezone.now())
