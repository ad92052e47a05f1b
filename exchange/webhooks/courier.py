"""One subscription's turn: everything it has waiting is sent, in order, until there is nothing, a failure or the time.

A turn holds a lock of the database's that belongs to the connection, not to a transaction: nothing is locked and
nothing is uncommitted while a receiver takes its time, and a killed process leaves no lock behind. A delivery is kept
before it is sent and ended after it was taken, so it is delivered at least once, always with the same id.
"""

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.db import connection

from accounts.models import User
from exchange import feed
from exchange.models import Delivery, DeliveryKind, Ending, Fault, Subscription
from exchange.webhooks import outcomes
from exchange.webhooks.batches import take_next
from exchange.webhooks.outbound import Outcome, post
from exchange.webhooks.readers import reader_of, scope_of
from exchange.webhooks.sealing import NotOpened, unseal
from exchange.webhooks.signing import headers

LOCK_SPACE = 0x77686F6F
"""First half of the advisory locks of subscriptions; the second half is the subscription's id."""
TURN = timedelta(seconds=30)
"""How long a subscription with much to tell keeps a thread before others have their turn."""


def due(*, at: datetime) -> list[int]:
    """The subscriptions that should have a turn now. One query when there is no news."""
    return list(Subscription.objects.due(at=at, newest=feed.start()).order_by("pk").values_list("pk", flat=True))


def turn(subscription_id: int, *, clock: Callable[[], datetime]) -> int:
    """Send what a subscription has waiting. Returns how many tries were made; 0 also while another turn goes on."""
    tries = 0
    with held(subscription_id) as is_ours:
        ends = clock() + TURN
        while is_ours and clock() < ends and step(subscription_id, clock):
            tries += 1
    return tries


@contextmanager
def held(subscription_id: int) -> Iterator[bool]:
    """Whether this process holds the subscription; whoever dies lets go of it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [LOCK_SPACE, subscription_id])
        is_ours = cursor.fetchone()[0]
        try:
            yield is_ours
        finally:
            if is_ours:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [LOCK_SPACE, subscription_id])


def step(subscription_id: int, clock: Callable[[], datetime]) -> bool:
    """One try. False when there is nothing to send now. Person, scope and state are read anew each time."""
    at = clock()
    subscription = (
        Subscription.objects.select_related("person__region", "region").filter(pk=subscription_id).first()
    )  # fmt: skip
    reader = reader_of(subscription) if subscription else None
    if subscription is None or reader is None:
        return False
    delivery = next_delivery(subscription, reader, at)
    if delivery is None:
        return False
    send(delivery, subscription, clock)
    return True


def next_delivery(subscription: Subscription, reader: User, at: datetime) -> Delivery | None:
    """What is to be sent now: first what somebody asked for, then the one whose turn it is, then news."""
    waiting = subscription.deliveries.waiting()
    for delivery in waiting.filter(once=True, next_try_at__lte=at).order_by("next_try_at", "pk"):
        if is_for(delivery, reader, at):
            return delivery
    if not subscription.is_active:
        return None
    head = waiting.filter(once=False).first()
    if head is not None and is_for(head, reader, at):
        return head if head.next_try_at <= at else None
    if head is not None:
        subscription.refresh_from_db(fields=["position"])
    return news(subscription, reader, at)


def is_for(delivery: Delivery, reader: User, at: datetime) -> bool:
    """Whether a delivery was made for eyes that see what `reader` sees; if not, it is withdrawn."""
    if delivery.kind == DeliveryKind.PING or delivery.scope == scope_of(reader):
        return True
    outcomes.withdraw(delivery, at=at)
    return False


def news(subscription: Subscription, reader: User, at: datetime) -> Delivery | None:
    try:
        return take_next(subscription, reader, at=at)
    except (feed.NoLongerKept, feed.UnknownPlace):
        outcomes.disable(subscription, Ending.BEHIND, at=at)
        return None


def send(delivery: Delivery, subscription: Subscription, clock: Callable[[], datetime]) -> None:
    """One POST of a delivery, signed now, and what comes of it."""
    at, body = clock(), delivery.body.encode()
    try:
        signed = headers(secrets_of(subscription, at), key=delivery.key, seconds=int(at.timestamp()), body=body)
    except NotOpened:
        outcome = Outcome(fault=Fault.SECRET)
    else:
        outcome = post(subscription.address, body=body, headers=signed)
    outcomes.note(delivery, outcome, at=clock(), chance=random.random())  # noqa: S311 - it keeps no secret


def secrets_of(subscription: Subscription, at: datetime) -> list[str]:
    """Those that sign now, the newest first. Raises NotOpened."""
    sealed = [subscription.sealed_secret]
    until = subscription.old_secret_until
    if subscription.sealed_old_secret and until is not None and at < until:
        sealed.append(subscription.sealed_old_secret)
    return [unseal(each) for each in sealed]
