"""What followers are told: one message for all that is new about an estate since the last one, by day only.

Which news a number knows of is written down once the message was carried. A worker that dies in between sends it
again, under the same key, by which a gateway can tell.
"""

import logging
from datetime import datetime

from django.conf import settings
from django.db.models import F, OuterRef, Subquery
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts.ports import Message, Undeliverable, adapter, is_used
from complaints.notices.quiet import goes_out_from
from complaints.terms import terms
from estates.models import Estate
from oversight.followers.actions import WAY, end
from oversight.followers.links import end_link
from oversight.models import Follower, News, NewsKind

AT_ONCE = 500
MOST_FAILURES = 10
"""Messages in a row that could not be carried; then the number is given up."""

log = logging.getLogger(__name__)


def tell(*, at: datetime) -> int:
    """Tell whoever has not heard of the latest news of their estate. Returns how many were told."""
    followers = waiting(at) if is_used(WAY) else []
    if not followers or goes_out_from(at, terms(timezone.localdate(at))) > at:
        return 0
    return sum(tell_one(follower, at=at) for follower in followers)


def waiting(at: datetime) -> list[Follower]:
    latest = News.objects.filter(estate_id=OuterRef("estate_id")).order_by("-id").values("id")[:1]
    confirmed = Follower.objects.filter(confirmed_at__isnull=False, until_on__gte=timezone.localdate(at))
    new = confirmed.annotate(latest=Subquery(latest)).filter(latest__gt=F("told_news"))
    return list(new.order_by("pk")[:AT_ONCE])


def tell_one(follower: Follower, *, at: datetime) -> bool:
    """Whether it was carried. What goes wrong is counted; a number that takes no messages is forgotten."""
    estate = Estate.objects.filter(pk=follower.estate_id).first()
    if estate is None:
        return False
    key = f"follower-{follower.pk}-{follower.latest}"  # type: ignore[attr-defined]
    try:
        words = message(follower, estate)
        adapter(WAY).carry(Message(key, follower.phone, follower.masked_phone, estate.name, words))
    except Undeliverable:
        end(follower, at=at)
        return False
    except Exception as fault:  # an adapter of any make: whatever it raises, the others go on
        log.warning("follower %s: %s", follower.pk, type(fault).__name__)
        return fail(follower, at=at)
    Follower.objects.filter(pk=follower.pk).update(told_news=follower.latest, failures=0)  # type: ignore[attr-defined]
    return True


def fail(follower: Follower, *, at: datetime) -> bool:
    if follower.failures + 1 >= MOST_FAILURES:
        end(follower, at=at)
    else:
        Follower.objects.filter(pk=follower.pk).update(failures=F("failures") + 1)
    return False


def message(follower: Follower, estate: Estate) -> str:
    """Of what there is news, where it stands, and how to end it; in the language in which the number was left."""
    new = News.objects.filter(estate_id=estate.pk, id__gt=follower.told_news).values_list("kind", flat=True)
    with translation.override(follower.language or settings.LANGUAGE_CODE):
        kinds = _(", ").join(str(label) for kind, label in NewsKind.choices if kind in set(new))
        return _("%(estate)s: news of %(kinds)s. Read it: %(address)s To end these messages: %(link)s") % {
            "estate": estate.name,
            "kinds": kinds,
            "address": settings.PUBLIC_URL + reverse("oversight:estate-news", args=[estate.code]),
            "link": end_link(follower),
        }
