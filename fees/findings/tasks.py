"""The clock's door of findings."""

from celery import shared_task
from django.utils import timezone

from fees.findings.actions import look_over


@shared_task
def look() -> None:
    """Place every fee beside its peers, and look for what is odd today."""
    look_over(on=timezone.localdate(), at=timezone.now())
