"""The verbs of following by telephone. Nobody is logged in, so nobody is `by`; the audit log holds no number."""

import logging
import secrets
from datetime import date, datetime, timedelta

from dateutil.relativedelta import relativedelta
from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from accounts import audit
from accounts.city import NoRuleValue, whole
from accounts.ports import Message, Undeliverable, adapter, is_used
from accounts.sealing import digest, new_salt
from estates.models import Estate
from oversight.followers.links import end_link
from oversight.models import Follower, News

WAY = "sms"
DIGITS = 6
LASTS = timedelta(minutes=10)
MOST_TRIES = 5
"""Wrong answers to one code."""
UNCONFIRMED = timedelta(days=1)
"""For so long a number is kept whose owner never typed the code."""

log = logging.getLogger(__name__)


class CannotFollow(Exception):
    """The number cannot be told, or not now. Carries a sentence."""


def ask(estate: Estate, phone: str, *, at: datetime) -> Follower:
    """Send a code to a mobile number, which `confirm` wants. Raises CannotFollow; an earlier code counts no more.

    A number that follows the estate already gets no code but the link that ends it. Page and answers are the same, up
    to how often and how long one may try, so that nobody learns from them whose number follows what.
    """
    if not is_used(WAY):
        raise CannotFollow(_("Text messages cannot be sent at the moment. Follow on this phone, or by the feed."))
    until_on = last_day(at)
    code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
    with transaction.atomic():
        follower = held(estate, phone, at=at, until_on=until_on)
        follower.code_until, follower.tries = at + LASTS, 0
        if follower.confirmed_at is None:
            follower.code_digest, follower.asked_at, follower.until_on = digest_of(follower, code), at, until_on
        follower.save(update_fields=["code_digest", "code_until", "tries", "asked_at", "until_on"])
    carry(follower, estate, already(estate, follower) if follower.confirmed_at else code_words(estate, code))
    return follower


def held(estate: Estate, phone: str, *, at: datetime, until_on: date) -> Follower:
    """The row of this number and estate, locked; a new one for a new number."""
    fresh = Follower(
        estate_id=estate.pk, phone_digest=digest(phone), salt=new_salt(), asked_at=at, until_on=until_on,
        language=get_language() or "",
    )  # fmt: skip
    fresh.put_down(name="", phone=phone)
    Follower.objects.bulk_create([fresh], ignore_conflicts=True)
    return Follower.objects.select_for_update().get(estate_id=estate.pk, phone_digest=fresh.phone_digest)


def last_day(at: datetime) -> date:
    """Until when a number that is confirmed now is kept. Raises CannotFollow in a city that set no term."""
    today = timezone.localdate(at)
    try:
        return today + relativedelta(months=whole("follower_kept_months", on=today))
    except NoRuleValue as fault:
        raise CannotFollow(str(fault)) from fault


def last_day_or_none(*, at: datetime) -> date | None:
    """None where nobody can follow by telephone: no way to send, or no term."""
    try:
        return last_day(at) if is_used(WAY) else None
    except CannotFollow:
        return None


@transaction.atomic
def confirm(follower: Follower, answer: str, *, at: datetime) -> bool:
    """Whether the answer is the code that was sent; a right one is used up. Raises CannotFollow once none counts.

    To a number that follows already no code was sent: each answer is wrong, as it would be for any other number.
    """
    row = Follower.objects.select_for_update().filter(pk=follower.pk).first()
    is_alive = row is not None and row.code_until is not None and at < row.code_until
    if row is None or not is_alive or row.tries >= MOST_TRIES:
        raise CannotFollow(_("This code does not count any more. Have a new one sent."))
    if not constant_time_compare(row.code_digest, digest_of(row, answer)):
        Follower.objects.filter(pk=row.pk).update(tries=row.tries + 1)
        return False
    row.code_digest, row.code_until, row.confirmed_at = "", None, at
    row.told_news = News.objects.filter(estate_id=row.estate_id).aggregate(last=Max("id"))["last"] or 0
    row.save(update_fields=["code_digest", "code_until", "confirmed_at", "told_news"])
    record("follow_estate", row.estate_id, at=at, until_on=str(row.until_on))
    return True


@transaction.atomic
def end(follower: Follower, *, at: datetime) -> None:
    """The number is forgotten; doing it twice does no harm."""
    gone, _each = Follower.objects.filter(pk=follower.pk).delete()
    if gone:
        record("unfollow_estate", follower.estate_id, at=at)


def erase(*, at: datetime) -> int:
    """Forget numbers whose last day is over, which nobody confirmed, or whose estate is gone. Returns how many."""
    today = timezone.localdate(at)
    kept = Follower.objects.filter(estate_id__in=Estate.objects.values("pk"), until_on__gte=today)
    kept = kept.exclude(confirmed_at=None, asked_at__lt=at - UNCONFIRMED)
    return Follower.objects.exclude(pk__in=kept.values("pk")).delete()[0]


def record(verb: str, estate_id: int, *, at: datetime, **told: str) -> None:
    """In the audit log stands the estate, never whose number."""
    estate = Estate.objects.filter(pk=estate_id).first()
    if estate is not None:
        audit.record(by=None, at=at, verb=verb, thing=estate, after=told or None)


def digest_of(follower: Follower, code: str) -> str:
    return digest(f"follower {follower.pk} {code}")


def code_words(estate: Estate, code: str) -> str:
    return _("%(code)s is your code to follow %(estate)s; it counts for %(minutes)d minutes.") % {
        "code": code,
        "estate": estate.name,
        "minutes": LASTS.seconds // 60,
    }


def already(estate: Estate, follower: Follower) -> str:
    return _("You follow %(estate)s already. To end it: %(link)s") % {"estate": estate.name, "link": end_link(follower)}


def carry(follower: Follower, estate: Estate, words: str) -> None:
    """Raises CannotFollow."""
    key = f"follower-{follower.pk}-{secrets.token_hex(8)}"
    try:
        adapter(WAY).carry(Message(key, follower.phone, follower.masked_phone, estate.name, words))
    except Undeliverable as fault:
        raise CannotFollow(_("No message reaches %(phone)s.") % {"phone": follower.masked_phone}) from fault
    except Exception as fault:  # an adapter of any make
        log.warning("a code for a follower could not be sent: %s", type(fault).__name__)
        raise CannotFollow(_("The code could not be sent. Wait a minute and have it sent again.")) from fault
