"""The portal and the bare application, call by call, in paired rounds behind the same server."""

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import psutil

from bench.api import city, further, load, statements
from bench.table import Row
from enterprises.models import Enterprise
from estates.models import Estate

SECONDS = 4.0
CLIENTS = 16
PORTS = {"portal": 8951, "bare": 8952}
APPLICATIONS = {
    "portal": ("config.gunicorn", "config.wsgi:application"),
    "bare": ("bench.api.server", "bench.api.bare:application"),
}
LISTS = {
    "list of 50 estates with company and grade": (["/api/v1/estates/?ordering={order}"], "at least 0.6"),
    "list of 50 evidence records": (["/api/v1/evidence/?page={page}"], "at least 0.6"),
    "estates with two filters": (["/api/v1/estates/?grade=B,C&households_from=500&ordering={order}"], "at least 0.5"),
    "evidence with two filters": (
        ["/api/v1/evidence/?direction=good&decided_from=2026-01-01&page={page}"], "at least 0.5",
    ),
    "one estate": (["/api/v1/estates/{code}/"], "at least 0.6"),
    "one enterprise": (["/api/v1/enterprises/{uscc}/"], "at least 0.6"),
}  # fmt: skip
ORDERS = ("code", "-code", "name", "-households")
P95_ALONE_MS, P95_CROWDED_MS = 12, 80


@contextmanager
def served(name: str, folder: Path, told: Path) -> Iterator[str]:
    """One of the two applications behind gunicorn, as the portal is served."""
    base = f"http://127.0.0.1:{PORTS[name]}"
    environment = {**os.environ, "GUNICORN_BIND": f"127.0.0.1:{PORTS[name]}", "BENCH_STATEMENTS": str(told)}
    settings, application = APPLICATIONS[name]
    command = [sys.executable, "-m", "gunicorn", "--config", f"python:{settings}", "--access-logfile", "/dev/null"]
    with (folder / f"{name}.log").open("w") as log:
        process = subprocess.Popen([*command, application], env=environment, stdout=log, stderr=subprocess.STDOUT)
        try:
            wait_for(base)
            yield base
        finally:
            process.terminate()
            process.wait(30)


def wait_for(base: str, patience: float = 60) -> None:
    until = time.monotonic() + patience
    while time.monotonic() < until:
        with suppress(OSError), load.connect(base):
            return
        time.sleep(0.1)
    raise load.Failed(f"{base} does not answer")


def paths_of(patterns: list[str], sample: dict[str, list[str]]) -> list[str]:
    """A few addresses for each pattern, so that nobody answers from what was just asked."""
    found = []
    for pattern in patterns:
        for number, order in enumerate(ORDERS):
            values = {name: each[number] for name, each in sample.items()}
            found.append(pattern.format(page=number + 1, order=order, **values))
    return found


def check_same(portal: str, bare: str, paths: list[str], key: str) -> None:
    """Both must say the same. Raises load.Failed."""
    for path in paths:
        ours, theirs = (json.loads(load.body_of(base, path, key)) for base in (portal, bare))
        for told in (ours, theirs):
            for link in ("next", "previous"):
                told.pop(link, None)
        if ours != theirs:
            raise load.Failed(f"{path} differs: {str(ours)[:400]} | {str(theirs)[:400]}")


def run(estates: int, companies: int, records: int, rounds: int) -> list[Row]:
    """Everything, on an empty database."""
    key = city.prepare(estates, companies, records)
    place = {"region__code__startswith": city.OFFICERS_COUNTY[:6]}
    sample = {
        "code": list(Estate.objects.filter(**place).values_list("code", flat=True)[: len(ORDERS)]),
        "uscc": list(Enterprise.objects.filter(**place).values_list("uscc", flat=True)[: len(ORDERS)]),
    }
    with TemporaryDirectory() as folder:
        return measure(key, sample, Path(folder), rounds)


def measure(key: str, sample: dict[str, list[str]], folder: Path, rounds: int) -> list[Row]:
    """The rows of the report: shares of the bare application's throughput, and the longest waits."""
    calls = {name: paths_of(patterns, sample) for name, (patterns, _wanted) in LISTS.items()}
    told = folder / "statements.json"
    statements.write([path for paths in calls.values() for path in paths], key, told)
    rows: list[Row] = []
    with served("portal", folder, told) as portal, served("bare", folder, told) as bare:
        for name, paths in calls.items():
            check_same(portal, bare, paths, key)
            rows += compare(name, portal, bare, paths, key, rounds, wanted=LISTS[name][1])
        for name in list(calls)[:2]:
            rows += waits(name, portal, calls[name], key)
        rows += further.measure(portal, key, workers_of("portal"))
    return rows


def workers_of(name: str) -> list[int]:
    """The processes that answer at a port."""
    listening = [
        each for each in psutil.process_iter(["cmdline"]) if APPLICATIONS[name][1] in (each.info["cmdline"] or [])
    ]
    return [each.pid for each in listening]


def compare(name: str, portal: str, bare: str, paths: list[str], key: str, rounds: int, *, wanted: str) -> list[Row]:
    for base in (portal, bare):
        load.run(base, paths, key, clients=CLIENTS, seconds=1)
    pairs = []
    for _ in range(rounds):
        ours, theirs = (load.run(base, paths, key, clients=CLIENTS, seconds=SECONDS) for base in (portal, bare))
        pairs.append((ours.per_second, theirs.per_second))
    share = statistics.median(ours / theirs for ours, theirs in pairs)
    ours, theirs = (statistics.median(each) for each in zip(*pairs, strict=True))
    return [Row(name, ours, "/s", theirs, share, wanted)]


def waits(name: str, portal: str, paths: list[str], key: str) -> list[Row]:
    """The 95th percentile alone and among 16."""
    alone = load.run(portal, paths, key, clients=1, seconds=SECONDS).percentile(0.95) * 1000
    crowded = load.run(portal, paths, key, clients=CLIENTS, seconds=SECONDS).percentile(0.95) * 1000
    return [
        Row(f"{name}: p95 at 1 client", alone, "ms", P95_ALONE_MS, alone / P95_ALONE_MS, "at most 1"),
        Row(f"{name}: p95 at {CLIENTS} clients", crowded, "ms", P95_CROWDED_MS, crowded / P95_CROWDED_MS, "at most 1"),
    ]
