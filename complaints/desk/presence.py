"""Who else is looking at a case: kept in the cache for a minute and a half. While the cache is away, nobody is seen."""

import logging
from collections.abc import Callable
from typing import TypeVar

from django.core.cache import cache
from redis.exceptions import RedisError

SECONDS = 90
"""A page says every half minute that it is still open."""

log = logging.getLogger(__name__)
Answer = TypeVar("Answer")


def look_in(complaint_id: int, user, *, at: float) -> list[str]:
    """Note that `user` looks at a complaint at `at` (seconds); the names of the others who do."""

    def note() -> list[str]:
        seen = cache.get(key_of(complaint_id)) or {}
        present = {pk: entry for pk, entry in seen.items() if at - entry[1] < SECONDS}
        cache.set(key_of(complaint_id), {**present, user.pk: (str(user), at)}, SECONDS)
        return sorted(name for pk, (name, _at) in present.items() if pk != user.pk)

    return asked(note, [])


def key_of(complaint_id: int) -> str:
    return f"complaint-open-{complaint_id}"


def asked(question: Callable[[], Answer], otherwise: Answer) -> Answer:
    """The cache's answer; `otherwise` while it is away."""
    try:
        return question()
    except (RedisError, OSError) as fault:
        log.warning("The cache is away: %s", fault)
        return otherwise
