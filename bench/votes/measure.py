"""The rows of the report: counting a big estate's vote, and many owners who vote at once. Absolute, on this machine."""

import os
import statistics
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from django.utils import timezone

from bench.api.measure import served
from bench.table import Row
from bench.votes import estate, gateway, voters
from committees.models import Ballot, Vote
from committees.votes import counting

HOMES = 5_000
COUNT_MS = 200
ROUNDS = 9
CLIENTS = 16
RUSH_SECONDS = 600


def run() -> list[Row]:
    """Everything, on an empty database."""
    estate.found()
    return [*counts(), *rush()]


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


def rush() -> list[Row]:
    """So many owners vote on their phones, each all the way; then every ballot is looked for."""
    vote = estate.an_open_vote(estate.build(HOMES + HOMES // 15, 2), timezone.now())
    owners = voters.voters_of(vote)[:HOMES]
    with TemporaryDirectory() as folder:
        phones = Path(folder) / "phones"
        phones.mkdir()
        os.environ |= {"ANJU_NOTICES_SMS": "bench.votes.gateway.Files", gateway.FOLDER: str(phones)}
        with served("portal", Path(folder), Path(folder) / "none") as base:
            result = voters.run(base, owners, phones, clients=CLIENTS)
    seconds, lost = len(owners) / result.per_second, len(owners) - Ballot.objects.filter(vote=vote).count()
    return [
        Row(f"{len(owners):,} owners vote on phones", seconds, "s", RUSH_SECONDS, seconds / RUSH_SECONDS, "at most 1"),
        Row("the whole way of one, p95", result.percentile(0.95) * 1000, "ms", 0, 0),
        Row("ballots lost", lost, "", 1, float(lost), "at most 0"),
    ]
