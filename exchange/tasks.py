"""The clock's door: subscribers are told, old changes and old deliveries are forgotten."""

from celery import shared_task
from django.utils import timezone

from exchange import feed
from exchange.webhooks import actions, courier

TURN_EXPIRES_SECONDS = 10
"""A turn that no thread has taken up by then is asked for again."""


@shared_task
def forget_old_changes() -> None:
    """Forget the changes that are older than the change feed reaches back."""
    feed.forget(timezone.now())


@shared_task
def tell_subscribers() -> None:
    """Give every webhook that has something to send its turn, each in a thread of its own."""
    for subscription_id in courier.due(at=timezone.now()):
        tell_subscriber.apply_async((subscription_id,), expires=TURN_EXPIRES_SECONDS)


@shared_task
def tell_subscriber(subscription_id: int) -> None:
    """One webhook's turn. Asked for twice at once, the second one finds it busy and leaves it."""
    courier.turn(subscription_id, clock=timezone.now)


@shared_task
def purge_deliveries() -> None:
    """Strike deliveries that ended 30 days ago from the log."""
    actions.purge(at=timezone.now())
