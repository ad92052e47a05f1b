"""The brake on guessing secrets: so many failures of one name from one address, and that door is closed for a while.

A name is that of a login, or of whatever else a secret opens.

It is kept in the cache. While the cache is away nobody is held up.
"""

import hashlib
import logging
from collections.abc import Callable

from django.core.cache import cache
from redis.exceptions import RedisError

MOST_FAILURES = 5
MINUTES = 30
"""Counted from the first failure."""

log = logging.getLogger(__name__)


def is_closed(username: str, address: str, *, most: int = MOST_FAILURES) -> bool:
    key = key_of(username, address)
    return asked(lambda: cache.get(key, 0)) >= most


def note_failure(username: str, address: str) -> bool:
    """Count a failure. True for the one that closes the login."""
    key = key_of(username, address)

    def count() -> int:
        cache.add(key, 0, MINUTES * 60)
        return cache.incr(key)

    return asked(count) == MOST_FAILURES


def forget(username: str, address: str) -> None:
    """After a login that went well."""
    key = key_of(username, address)
    asked(lambda: int(cache.delete(key)))


def key_of(username: str, address: str) -> str:
    return "login-" + hashlib.sha256(f"{username.casefold()}\0{address}".encode()).hexdigest()


def asked(question: Callable[[], int]) -> int:
    """The cache's answer; 0 while it is away, or where a count ran out between two questions."""
    try:
        return question()
    except (RedisError, OSError) as fault:
        log.warning("The cache is away, failed logins are not counted: %s", fault)
    except ValueError:
        pass
    return 0
