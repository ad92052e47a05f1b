"""The clock's door of the fund."""

from celery import shared_task
from django.utils import timezone

from fees.funds import nightly


@shared_task
def night() -> None:
    """Ends calls that were paid, calls who is low, and closes the books of a period when its time to book is over."""
    nightly.run(on=timezone.localdate(), at=timezone.now())
