"""The clock's door of forming committees: each task picks the moment and makes one call."""

from celery import shared_task
from django.utils import timezone

from committees.forming.actions.voting import follow_votes
from committees.forming.erasing import erase_people
from committees.seats.warnings import give_due


@shared_task
def follow() -> None:
    """Formations keep in step with their votes."""
    follow_votes(at=timezone.now())


@shared_task
def warn() -> None:
    """Warns of terms that run out, late filings and handovers, and committees with too few members."""
    give_due(at=timezone.now())


@shared_task
def erase() -> None:
    """Forgets who prepared, stood and sat, once that is no longer needed."""
    erase_people(at=timezone.now())
