"""The clock's door of those who follow estates: each task picks the moment and makes one call."""

from celery import shared_task
from django.utils import timezone

from oversight.followers import actions, sending
from oversight.news.looking import look


@shared_task
def look_for_news() -> None:
    """What changed about the estates since the last time, and messages to those who follow them."""
    now = timezone.now()
    look(at=now)
    sending.tell(at=now)


@shared_task
def erase() -> None:
    """Numbers whose time is over, or that nobody confirmed."""
    actions.erase(at=timezone.now())
