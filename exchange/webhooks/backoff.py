"""When a delivery that failed is tried again, and when it is given up."""

from datetime import datetime, timedelta

FIRST_PAUSE = timedelta(seconds=10)
LONGEST_PAUSE = timedelta(hours=3)
GIVES_UP_AFTER = timedelta(days=3)
JITTER = 0.2
"""A pause is up to this share shorter or longer, so that receivers that failed together do not all return together."""


def pause_after(tries: int, *, chance: float) -> timedelta:
    """How long to wait after `tries` failures (1 or more); it doubles each time. `chance` is from 0 to 1."""
    doubled = FIRST_PAUSE * 2 ** min(tries - 1, 20)
    return min(doubled, LONGEST_PAUSE) * (1 + JITTER * (2 * chance - 1))


def next_try(*, tries: int, since: datetime, at: datetime, chance: float, asked: timedelta | None) -> datetime | None:
    """The moment of the next try after the failure at `at`; None when the three days since `since` are over.

    `asked` is what the receiver wishes for (Retry-After); it may lengthen a pause up to the longest one. The last try
    falls on the end of the three days.
    """
    ends = since + GIVES_UP_AFTER
    if at >= ends:
        return None
    pause = max(pause_after(tries, chance=chance), min(asked or timedelta(), LONGEST_PAUSE))
    return min(at + pause, ends)
