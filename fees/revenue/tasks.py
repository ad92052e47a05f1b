"""The clock's door."""

from celery import shared_task
from django.utils import timezone

from fees.revenue import pending, reporting


@shared_task
def open_owed() -> None:
    """The reports of the period that ended are owed from its end on."""
    reporting.open_owed(on=timezone.localdate(), at=timezone.now())


@shared_task
def drop_stale() -> None:
    """Demands for audits that nobody joined for the city's time end, and who joined them is forgotten."""
    pending.drop_stale(at=timezone.now())
