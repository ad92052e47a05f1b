"""The clock's door of the ground floor."""

from celery import shared_task
from django.utils import timezone

from accounts.api import idempotency


@shared_task
def forget_answers() -> None:
    """Forget the answers to calls with an `Idempotency-Key` whose day is over."""
    idempotency.purge(at=timezone.now())
