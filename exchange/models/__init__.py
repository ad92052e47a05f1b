from exchange.models.feed import Change, Commit, FeedMark, Kind
from exchange.models.webhooks import (
    Attempt,
    Delivery,
    DeliveryKind,
    DeliveryState,
    Ending,
    Fault,
    Subscription,
    SubscriptionState,
)

__all__ = [
    "Attempt",
    "Change",
    "Commit",
    "Delivery",
    "DeliveryKind",
    "DeliveryState",
    "Ending",
    "Fault",
    "FeedMark",
    "Kind",
    "Subscription",
    "SubscriptionState",
]
