"""Chance that can be repeated: every draw comes from a generator seeded by what it is for."""

import random
from bisect import bisect
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import accumulate
from typing import TypeVar

Thing = TypeVar("Thing")


def chance(*purpose: object) -> random.Random:
    """A generator of its own for one purpose, the same in every run and on every machine."""
    return random.Random("/".join(map(str, purpose)))


def split(total: int, weights: Sequence[float]) -> list[int]:
    """`total` in whole parts as near to `weights` as can be (largest remainders); the parts sum to `total`."""
    scale = total / sum(weights)
    parts = [int(weight * scale) for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda n: (parts[n] - weights[n] * scale, n))
    for place in by_remainder[: total - sum(parts)]:
        parts[place] += 1
    return parts


def at_least_one(total: int, weights: Sequence[float]) -> list[int]:
    """Like `split`, but no part is empty while there is enough for all."""
    if total < len(weights):
        return split(total, weights)
    return [1 + part for part in split(total - len(weights), weights)]


def dealt(counts: dict[Thing, int], draw: random.Random) -> list[Thing]:
    """Every key as often as its count says, shuffled."""
    cards = [key for key, count in counts.items() for _ in range(count)]
    draw.shuffle(cards)
    return cards


class Urn:
    """Draws one of many things by weight, quickly and as often as wanted."""

    def __init__(self, things: Sequence, weights: Sequence[float]):
        self.things = things
        self.marks = list(accumulate(weights))

    def draw(self, draw: random.Random):
        return self.things[bisect(self.marks, draw.random() * self.marks[-1])]


def months_before(day: date, months: int) -> date:
    """The same day of the month, `months` earlier; the last day where that month is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    first = date(year, month + 1, 1)
    following = (first + timedelta(days=31)).replace(day=1)
    return min(first + timedelta(days=day.day - 1), following - timedelta(days=1))
