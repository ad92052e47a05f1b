"""The clock's door of owners."""

from celery import shared_task
from django.utils import timezone

from committees.owners.erasing import erase_owners


@shared_task
def erase() -> None:
    """Forgets who owned homes once, after the city's term."""
    erase_owners(at=timezone.now())
