"""Challenges that need no memory: the digits follow from the key by a secret of the portal.

What is remembered is which keys were answered, in the cache; while that is away, in the process.
"""

import hashlib
import hmac
import logging
import secrets
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from django.conf import settings
from django.core import signing
from django.core.cache import cache
from django.core.cache.backends.base import BaseCache
from django.core.cache.backends.locmem import LocMemCache
from django.urls import reverse
from redis.exceptions import RedisError

SALT = "complaints.captcha"
SECONDS = 30 * 60
"""How long a challenge may be answered: a report takes some people its time."""
DIGITS = 5

log = logging.getLogger(__name__)
nearby = LocMemCache("captcha", {"TIMEOUT": SECONDS, "OPTIONS": {"MAX_ENTRIES": 10_000}})


@dataclass(frozen=True)
class Challenge:
    """What a form shows. `key` travels in a hidden field."""

    key: str
    image_url: str
    sound_url: str


def new() -> Challenge:
    return with_addresses(signer().sign(secrets.token_urlsafe(12)))


def again(key: str) -> Challenge | None:
    """The challenge of a form that comes back for another reason; None when it was answered or ran out."""
    return with_addresses(key) if is_sound(key) and not was_answered(key) else None


def with_addresses(key: str) -> Challenge:
    image, sound = (reverse(f"complaints:captcha-{each}", args=[key]) for each in ("image", "sound"))
    return Challenge(key, image, sound)


def signer() -> signing.TimestampSigner:
    return signing.TimestampSigner(salt=SALT)


def is_sound(key: str) -> bool:
    """Whether the key was made here, in the last half hour."""
    try:
        signer().unsign(key, max_age=SECONDS)
    except signing.BadSignature:
        return False
    return True


def digits_of(key: str) -> str:
    """What the picture shows and the voice says."""
    digest = hmac.new(settings.TOKEN_PEPPER.encode(), f"captcha\0{key}".encode(), hashlib.sha256).digest()
    return str(int.from_bytes(digest, "big"))[-DIGITS:]


def passes(key: str, text: str) -> bool:
    """Whether `text` answers the challenge. Right or wrong, it can be answered once."""
    if not is_sound(key) or not is_first(key):
        return False
    return hmac.compare_digest(digits_of(key).encode(), typed(text).encode())


def is_first(key: str) -> bool:
    """Whether nobody answered it before; from now on somebody has."""
    return remembered(lambda memory: memory.add(mark_of(key), 1, SECONDS))


def was_answered(key: str) -> bool:
    return remembered(lambda memory: memory.get(mark_of(key)) is not None)


def mark_of(key: str) -> str:
    return "captcha-" + hashlib.sha256(key.encode()).hexdigest()


def remembered(question: Callable[[BaseCache], bool]) -> bool:
    """What the cache says; while it is away, what this process remembers."""
    try:
        return question(cache)
    except (RedisError, OSError) as fault:
        log.warning("The cache is away, answered captchas are remembered by each process: %s", fault)
        return question(nearby)


def typed(text: str) -> str:
    """What was typed, as plain digits: full-width ones narrowed, spaces left out."""
    return "".join(unicodedata.normalize("NFKC", text[:50]).split())
