"""The clock's door."""

from celery import shared_task
from django.utils import timezone

from oversight.quality import taking


@shared_task
def take_quality() -> None:
    """This morning's gaps, as the registers are now."""
    taking.take(on=timezone.localdate(), at=timezone.now())
