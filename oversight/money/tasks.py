"""The clock's door."""

from celery import shared_task
from django.utils import timezone

from oversight.money import counting


@shared_task
def take_money() -> None:
    """This morning's counts, as the registers are now."""
    counting.take(on=timezone.localdate(), at=timezone.now())
