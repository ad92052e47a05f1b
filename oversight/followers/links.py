"""The link that ends it: known to whoever got a message, kept nowhere."""

from django.conf import settings
from django.urls import reverse

from accounts.sealing import derived, opens
from oversight.models import Follower

PURPOSE = "follower"
LENGTH = 16


def secret_of(follower: Follower) -> str:
    return derived(PURPOSE, follower.salt, str(follower.pk), length=LENGTH)


def end_link(follower: Follower) -> str:
    """The whole address, as it stands in a message."""
    return settings.PUBLIC_URL + reverse("oversight:follow-end", args=[follower.pk, secret_of(follower)])


def opened(pk: int, secret: str) -> Follower | None:
    """The follower whose link this is."""
    found = Follower.objects.filter(pk=pk).first()
    return found if found is not None and opens(secret_of(found), secret) else None
