from exchange import feed
from exchange.models import Subscription
from exchange.webhooks.sealing import seal
from exchange.webhooks.signing import new_secret


def a_webhook(person, address: str = "http://127.0.0.1:8999/hooks", **values) -> Subscription:
    """A subscription of a person, told of everything from now on. Its secret is in `secret`."""
    secret = new_secret()
    made = Subscription.objects.create(
        **{"person": person, "name": "裕华区物业台账", "address": address, "position": feed.start(), **values},
        sealed_secret=seal(secret),
    )
    made.secret = secret
    return made
