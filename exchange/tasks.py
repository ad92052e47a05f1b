"""The clock's door: old changes are forgotten."""

from celery import shared_task
from django.utils import timezone

from exchange import feed


@shared_task
def forget_old_changes() -> None:
    feed.forget(timezone.now())
