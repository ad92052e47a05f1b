"""The next changes of a subscription, taken out of the feed and put into a delivery."""

from datetime import datetime

import orjson
from django.db import transaction

from accounts.models import User
from exchange import feed
from exchange.models import Delivery, DeliveryKind, Subscription
from exchange.webhooks.readers import resources_told, scope_of

CHANGES_AT_ONCE = 100
PAGES_AT_ONCE = 20
"""How many pages without anything for a subscription are passed over in one go."""


def take_next(subscription: Subscription, reader: User, *, at: datetime) -> Delivery | None:
    """The next delivery of up to 100 changes, and the position moved past them. None when there is no news for it.

    Call it outside of transactions, as the feed asks. Raises feed.NoLongerKept, feed.UnknownPlace.
    """
    page, entries = next_page(subscription, reader)
    with transaction.atomic():
        moved = Subscription.objects.filter(pk=subscription.pk, position=subscription.position)
        if page.next == subscription.position or not moved.update(position=page.next) or not entries:
            return None
        return Delivery.objects.create(
            subscription=subscription,
            kind=DeliveryKind.CHANGES,
            scope=scope_of(reader),
            body=body_of("changes", at, {"entries": entries, "next": page.next}),
            since=subscription.position,
            until=page.next,
            change_count=len(entries),
            made_at=at,
            trying_since=at,
            next_try_at=at,
        )


def next_page(subscription: Subscription, reader: User) -> tuple[feed.Page, list[dict]]:
    """The first page of the feed with something for the subscription, and what of it; or the last page looked at."""
    position, resources = subscription.position, resources_told(subscription, reader)
    for _each in range(PAGES_AT_ONCE):
        page = feed.read(reader, since=position, limit=CHANGES_AT_ONCE, resources=resources)
        entries = [told(entry) for entry in page.entries if entry.verb in subscription.verbs or not subscription.verbs]
        if entries or not page.more:
            break
        position = page.next
    return page, entries


def told(entry) -> dict:
    """What a receiver is told of a change: what and where, not its content, which the API gives to whoever may read."""
    return {
        "position": entry.position,
        "at": entry.at,
        "resource": entry.resource,
        "key": entry.key,
        "verb": entry.verb,
    }


def ping(subscription: Subscription, *, at: datetime) -> Delivery:
    """A message without news, to try out a receiver."""
    return Delivery.objects.create(
        subscription=subscription,
        kind=DeliveryKind.PING,
        body=body_of("ping", at, {"webhook": subscription.pk}),
        made_at=at,
        trying_since=at,
        next_try_at=at,
        once=True,
    )


def body_of(kind: str, at: datetime, data: dict) -> str:
    return orjson.dumps({"type": kind, "timestamp": at, "data": data}).decode()
