"""The worker's and the clock's door: photos are made clean, what was left lying is taken up, old ones are forgotten."""

import logging

from celery import shared_task
from django.utils import timezone
from kombu.exceptions import OperationalError as BrokerAway

from complaints.models import Photo
from complaints.photos import actions, working

PATIENCE_SECONDS = 30
END_SECONDS = 45
"""A picture that keeps the decoder busy for longer is given up with its process; after three tries it is refused."""
AT_ONCE = 200
"""How many left lying are taken up in a minute."""

log = logging.getLogger(__name__)


def hand_over(photo: Photo) -> None:
    """Give a photo to the worker. While the broker is away the clock finds it within a minute of its return."""
    try:
        clean.apply_async((photo.pk,), retry=False)
    except BrokerAway:
        log.warning("photo %s waits: the broker is away", photo.key)


@shared_task(soft_time_limit=PATIENCE_SECONDS, time_limit=END_SECONDS)
def clean(photo_id: int) -> None:
    """Make one photo fit to show. Asked for twice, the second one finds it busy or done."""
    working.clean(photo_id, at=timezone.now())


@shared_task
def clean_waiting() -> None:
    """Take up the photos that wait: the broker was away, or a worker died over them."""
    for photo_id in Photo.objects.waiting().order_by("id").values_list("pk", flat=True)[:AT_ONCE]:
        clean.delay(photo_id)


@shared_task
def erase_old() -> None:
    """Forget photos of reports that were never sent and of residents who were forgotten."""
    actions.erase(at=timezone.now())
