"""What follows a try: the delivery is done, waits for the next try, or its subscription is disabled."""

from datetime import datetime

from django.db import transaction

from accounts import audit
from exchange.models import Attempt, Delivery, DeliveryState, Ending, Fault, Subscription, SubscriptionState
from exchange.webhooks.backoff import next_try
from exchange.webhooks.outbound import Outcome


@transaction.atomic
def note(delivery: Delivery, outcome: Outcome, *, at: datetime, chance: float) -> None:
    """Write down one try and what follows. `chance`, from 0 to 1, shifts the next one a little."""
    subscription = Subscription.objects.select_for_update(no_key=True).filter(pk=delivery.subscription_id).first()
    if subscription is None:  # removed meanwhile, with its deliveries
        return
    Attempt.objects.create(
        delivery=delivery, at=at, status=outcome.status, ms=outcome.ms, fault=outcome.fault, answer=outcome.answer
    )
    delivery.try_count += 1
    if outcome.is_taken:
        end(delivery, DeliveryState.DELIVERED, at=at)
        subscription.failure_count, subscription.last_delivered_at = 0, at
        subscription.save(update_fields=["failure_count", "last_delivered_at"])
        return
    subscription.failure_count += 1
    subscription.save(update_fields=["failure_count"])
    put_off(delivery, subscription, outcome, at=at, chance=chance)
    if outcome.is_gone or outcome.fault == Fault.SECRET:
        disable(subscription, Ending.GONE if outcome.is_gone else Ending.SECRET, at=at)


def put_off(delivery: Delivery, subscription: Subscription, outcome: Outcome, *, at: datetime, chance: float) -> None:
    """After a failure. What is given up stays first in line, in case the subscription is resumed."""
    if delivery.once:
        end(delivery, DeliveryState.FAILED, at=at)
        return
    then = next_try(
        tries=delivery.try_count, since=delivery.trying_since, at=at, chance=chance, asked=outcome.asked
    )  # fmt: skip
    delivery.next_try_at = then or at
    delivery.save(update_fields=["try_count", "next_try_at"])
    if then is None:
        disable(subscription, Ending.FAILING, at=at)


def end(delivery: Delivery, state: str, *, at: datetime) -> None:
    delivery.state, delivery.next_try_at, delivery.ended_at = state, None, at
    delivery.save(update_fields=["state", "next_try_at", "ended_at", "try_count"])


@transaction.atomic
def withdraw(delivery: Delivery, *, at: datetime) -> None:
    """Never send a delivery that was made for other eyes; its changes are read again with today's."""
    end(delivery, DeliveryState.WITHDRAWN, at=at)
    if not delivery.once:
        Subscription.objects.filter(pk=delivery.subscription_id).update(position=delivery.since)


@transaction.atomic
def disable(subscription: Subscription, ending: str, *, at: datetime) -> None:
    """Stop telling a subscription, for a reason that its person reads in the log, at the desk and in the API."""
    if subscription.state == SubscriptionState.DISABLED:
        return
    subscription.state, subscription.ending, subscription.state_since = SubscriptionState.DISABLED, ending, at
    subscription.save(update_fields=["state", "ending", "state_since"])
    audit.record(
        by=None, at=at, verb="disable_webhook", thing=subscription, after={"state": "disabled", "ending": ending}
    )
