"""The worker's door of the outbox."""

from celery import shared_task
from django.utils import timezone

from complaints.notices import sending


@shared_task
def send_waiting() -> None:
    """Send what may go out. Two at once share the work: what one has taken the other leaves."""
    sending.send_due(timezone.now)
