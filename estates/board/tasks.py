"""The clock's door of disclosure boards."""

from celery import shared_task
from django.utils import timezone

from estates.board import erasing, looking, opening


@shared_task
def night() -> None:
    """Opens what came due, then looks at what was left out and what was put right."""
    now = timezone.now()
    opening.open_due(on=timezone.localdate(now))
    looking.look_over(at=now)


@shared_task
def erase() -> None:
    """Forgets who objected, and photos, after the city's terms."""
    erasing.erase(at=timezone.now())
