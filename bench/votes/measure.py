"""The rows of the report: counting a big estate's vote, and many owners who vote at once. Absolute, on this machine."""

import statistics
import time

from django.utils import timezone

from bench.table import Row
from bench.votes import estate
from committees.models import Vote
from committees.votes import counting

HOMES = 5_000
COUNT_MS = 200
ROUNDS = 9


def run() -> list[Row]:
    """Everything, on an empty database."""
    estate.found()
    return counts()


def counts() -> list[Row]:
    """The count of a vote in which everybody took part: three matters, with the anonymous lists."""
    now = timezone.now()
    vote = estate.an_open_vote(estate.build(HOMES, 1), now)
    heads = estate.fill(vote, now)
    counted, listed = [], []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        found = counting.count(Vote.objects.get(pk=vote.pk))
        between = time.perf_counter()
        lists = counting.lists(vote)
        counted.append((between - begun) * 1000)
        listed.append((time.perf_counter() - between) * 1000)
        assert found.tally.part.heads == heads
    count_ms, list_ms = statistics.median(counted), statistics.median(listed)
    lines = sum(text.count("\n") + 1 for text in lists.values())
    return [
        Row(f"counting {HOMES:,} homes, 3 matters", count_ms, "ms", COUNT_MS, count_ms / COUNT_MS, "at most 1"),
        Row(f"cutting its ballots into {lines:,} posted lines", list_ms, "ms", COUNT_MS, list_ms / COUNT_MS),
    ]
