"""Through whose eyes a subscription reads the change feed, judged anew at every sending."""

from copy import copy

from django.urls import get_resolver

from accounts.api.resources import Resource
from accounts.authority import may
from accounts.models import User
from accounts.scope import covers, stem_for
from exchange.lifecycle import RIGHT
from exchange.models import Delivery, DeliveryKind, Subscription
from exchange.recording import RECORDED


def reader_of(subscription: Subscription) -> User | None:
    """The subscription's person, seeing no more than its region; None when the person may be told nothing now."""
    person = subscription.person
    if not may(person, RIGHT):
        return None
    if subscription.region is None:
        return person if stem_for(person) is not None else None
    if not covers(person, subscription.region.code):
        return None
    narrowed = copy(person)
    narrowed.region = subscription.region
    return narrowed


def known_resources(person: User) -> list[str]:
    """The names of what the change feed tells a person of. The floors above declare them, in the address table."""
    get_resolver().url_patterns  # noqa: B018 - loads the table in programs that answer no requests
    known = Resource.known().items()
    return sorted(name for name, each in known if name in RECORDED and may(person, each.verb_to_read))


def resources_told(subscription: Subscription, reader: User) -> list[str]:
    """The resources that a subscription is told of: those it asks for, as far as the reader's role opens them."""
    return [name for name in known_resources(reader) if name in subscription.resources or not subscription.resources]


def scope_of(reader: User) -> str:
    """What decides what a reader sees, as a delivery keeps it: the role and the code prefix."""
    return f"{reader.role} {stem_for(reader)}"


def may_read_body(user: User, delivery: Delivery) -> bool:
    """Whether the body may be shown: to its person within today's scope, to others where it lies within theirs."""
    stem = stem_for(user)
    if delivery.kind == DeliveryKind.PING:
        return True
    return stem is not None and delivery.scope.partition(" ")[2].startswith(stem)
