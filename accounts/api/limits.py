"""How often a caller may call: so many times in a minute of the clock, counted in Redis, told in every answer.

Tokens are counted one by one, all tokens of an OAuth client together; people with a session by person, everybody else
by address. A minute is a fixed window: who saves up may make two minutes' calls around its turn. Redis is asked once
for several calls (`PORTION`): a caller of several processes may be stopped one or two hundredths early, and a portion
that is fetched as the minute turns may be spent in the next one, which then lets through so much more. While Redis is
away nobody is held up.
"""

import logging
import time
from dataclasses import dataclass
from functools import cache
from threading import Lock

from django.conf import settings
from django.utils.translation import gettext as _
from redis import Redis, RedisError
from redis.backoff import NoBackoff
from redis.retry import Retry
from rest_framework.exceptions import Throttled
from rest_framework.throttling import BaseThrottle

from accounts.middleware import address_of
from accounts.models import ApiToken

SECONDS = 60
ANSWERS_WITHIN = 0.2
"""Seconds. A broker that takes longer counts as away."""
ASK_AGAIN_AFTER = 5
LOG_EVERY = 60
COUNT = """
local calls = redis.call('INCRBY', KEYS[1], ARGV[2])
if calls == tonumber(ARGV[2]) then redis.call('EXPIRE', KEYS[1], ARGV[1]) end
return calls
"""
PORTION = 100
"""A process takes a hundredth of a caller's limit at once and counts it down by itself; of small limits, one call."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Allowance:
    """What is left of a caller's minute. `used` is None while nobody counts."""

    limit: int
    used: int | None
    resets_in: int

    @property
    def is_exceeded(self) -> bool:
        return self.used is not None and self.used > self.limit

    def headers(self) -> dict[str, str]:
        """As in the IETF's draft-ietf-httpapi-ratelimit-headers."""
        told = {"RateLimit-Policy": f'"minute";q={self.limit};w={SECONDS}'}
        if self.used is not None:
            told["RateLimit"] = f'"minute";r={max(0, self.limit - self.used)};t={self.resets_in}'
        return told


class TooManyCalls(Throttled):
    def __init__(self, allowance: Allowance):
        super().__init__()
        self.wait = allowance.resets_in
        self.detail = _(
            "More than %(limit)d calls in a minute. Try again in %(seconds)d seconds; ask the system administrator "
            "if your program needs more."
        ) % {"limit": allowance.limit, "seconds": allowance.resets_in}


class Counter:
    """The count of calls in Redis, and how it is left alone while it is away."""

    def __init__(self, url: str):
        broker = Redis.from_url(
            url,
            socket_timeout=ANSWERS_WITHIN,
            socket_connect_timeout=ANSWERS_WITHIN,
            retry=Retry(NoBackoff(), 0),
        )
        self.count = broker.register_script(COUNT)
        self.away_until = self.quiet_until = 0.0

    def calls(self, key: str, portion: int, *, forget_after: int = 2 * SECONDS) -> int | None:
        """How many calls `key` has taken with this `portion`, in one round trip. None while Redis is away.

        A key is forgotten so many seconds after its first call.
        """
        if time.monotonic() < self.away_until:
            return None
        try:
            return self.count(keys=[key], args=[forget_after, portion])
        except (RedisError, OSError) as fault:
            self.note_absence(fault)
            return None

    def note_absence(self, fault: Exception) -> None:
        now = time.monotonic()
        self.away_until = now + ASK_AGAIN_AFTER
        if now >= self.quiet_until:
            self.quiet_until = now + LOG_EVERY
            log.warning("The broker is away, calls are not counted: %s", fault)


@cache
def counter(url: str) -> Counter:
    return Counter(url)


class Portions:
    """What this process has taken of its callers' minutes and not spent yet."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.minute = 0
        self.left: dict[str, tuple[int, int]] = {}
        """By caller: calls that may still be made, and how many are taken by all processes together."""

    def take(self, caller: str, limit: int, minute: int) -> int | None:
        """How many calls `caller` has used with this one. None while nobody counts."""
        with self.lock:
            if minute != self.minute:
                self.minute, self.left = minute, {}
            rest, taken = self.left.get(caller, (0, 0))
            if rest:
                self.left[caller] = rest - 1, taken
                return taken - rest + 1
        portion = max(1, limit // PORTION)
        taken = counter(settings.REDIS_URL).calls(f"anju-calls:{caller}:{minute}", portion)
        if taken is None:
            return None
        first = taken - portion + 1
        with self.lock:
            self.left[caller] = min(portion, limit - first + 1) - 1 if first <= limit else 0, min(taken, limit)
        return first


portions = Portions()


def spend(caller: str, limit: int) -> Allowance:
    """Count one call of `caller`."""
    minute, into = divmod(int(time.time()), SECONDS)
    return Allowance(limit, portions.take(caller, limit, minute), SECONDS - into)


def caller_of(request) -> tuple[str, int]:
    """By what a request is counted, and how many calls a minute it may make."""
    token = getattr(request, "auth", None)
    if isinstance(token, ApiToken):
        own = f"client-{token.client_id}" if token.client_id else f"token-{token.pk}"
        return own, token.calls_per_minute or settings.API_CALLS_PER_MINUTE
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated:
        return f"person-{user.pk}", settings.API_CALLS_PER_MINUTE
    return f"address-{address_of(request)}", settings.API_CALLS_PER_MINUTE_WITHOUT_LOGIN


class CallsPerMinute(BaseThrottle):
    """Refuses the calls beyond the limit."""

    def allow_request(self, request, view) -> bool:
        """Raises TooManyCalls."""
        allowance = request._request.allowance = spend(*caller_of(request))
        if allowance.is_exceeded:
            raise TooManyCalls(allowance)
        return True
