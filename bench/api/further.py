"""What is measured against a fixed bound: the ends of a long list, the feed, an export, the figures."""

import json
import time
from pathlib import Path

from django.db import connection
from django.utils import timezone

from accounts.api.paging import Order, mark_of
from accounts.models import Role, User
from accounts.tokens import issue_token
from bench.api import load
from bench.api.city import CALLS_PER_MINUTE, CITY, OFFICERS_COUNTY
from bench.table import Row
from credit.models import Evidence, Night
from oversight.actions import take_figures
from oversight.following import follow

SECONDS = 3.0
CHANGES, FEED_PAGE = 20_000, 1000
EXPORTED = 100_000
FIGURES = ("overview", "grades", "coverage", "trend", "coverage-trend", "moves", "windows", "ranking")
FIGURES_MS, EXPORT_SECONDS, EXPORT_MB, CHANGES_PER_SECOND = 30, 15, 150, 10_000


def measure(portal: str, key: str, workers: list[int]) -> list[Row]:
    return [*ends(portal, key), *feed(portal, key), *figures(portal, key), *export(portal, workers)]


def median(portal: str, paths: list[str], key: str) -> float:
    """Milliseconds of a call."""
    load.run(portal, paths, key, clients=1, seconds=0.5)
    return load.run(portal, paths, key, clients=1, seconds=SECONDS).percentile(0.5) * 1000


def ends(portal: str, key: str) -> list[Row]:
    """The first and the last page of the ledger, by `after`; and, for comparison, what the offset of the last costs."""
    order = Order(Evidence, [("decided_on", True), ("pk", True)])
    oldest = json.loads(load.body_of(portal, "/api/v1/evidence/?ordering=decided_on&page_size=51&after=", key))
    last = oldest["results"][-1]
    mark = mark_of(order, [last["decided_on"], last["id"]])
    first_ms = median(portal, ["/api/v1/evidence/?after="], key)
    last_ms = median(portal, [f"/api/v1/evidence/?after={mark}"], key)
    return [Row("last page of the ledger by “after”", last_ms, "ms", first_ms, last_ms / first_ms, "at most 1.5")]


def feed(portal: str, key: str) -> list[Row]:
    """A district's own changes, page by page, bare and with what each thing looks like now."""
    since = json.loads(load.body_of(portal, "/api/v1/changes/?since=now", key))["next"]
    made = 0
    while made < CHANGES:
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE estates_estate SET households = households + 1 WHERE region_id LIKE %s",
                [f"{OFFICERS_COUNTY[:6]}%"],
            )
            made += cursor.rowcount
    rows = []
    for name, expand in (("changes read", ""), ("changes read with their things", "&expand=thing")):
        seconds, count = read_all(portal, key, since, expand)
        rate = count / seconds
        wanted = "" if expand else "at least 1"
        rows.append(Row(name, rate, "/s", CHANGES_PER_SECOND, rate / CHANGES_PER_SECOND, wanted))
    return rows


def read_all(portal: str, key: str, since: str, expand: str) -> tuple[float, int]:
    json.loads(load.body_of(portal, f"/api/v1/changes/?since={since}&limit=10{expand}", key))
    count, begun, more = 0, time.perf_counter(), True
    while more:
        address = f"/api/v1/changes/?since={since}&limit={FEED_PAGE}{expand}"
        page = json.loads(load.body_of(portal, address, key))
        count, since, more = count + len(page["changes"]), page["next"], page["more"]
    return time.perf_counter() - begun, count


def figures(portal: str, key: str) -> list[Row]:
    take_figures(Night.objects.last())
    follow(at=timezone.now())
    rows = []
    for name in FIGURES:
        taken = median(portal, [f"/api/v1/figures/{name}/?region={OFFICERS_COUNTY}"], key)
        rows.append(Row(f"figures: {name}", taken, "ms", FIGURES_MS, taken / FIGURES_MS, "at most 1"))
    return rows


def export(portal: str, workers: list[int]) -> list[Row]:
    """100,000 records as CSV and as a workbook, for the bureau: no district has as many."""
    person = User.objects.create(username="exporter", role=Role.BUREAU, region_id=CITY)
    _token, key = issue_token(person, name="bench", by=None, at=timezone.now(), calls_per_minute=CALLS_PER_MINUTE)
    day = Evidence.objects.order_by("-decided_on", "-pk").values_list("decided_on", flat=True)[EXPORTED - 1 : EXPORTED]
    if not day:
        return []
    rows = []
    for kind in ("csv", "xlsx"):
        begun = time.perf_counter()
        load.whole_body_of(portal, f"/api/v1/evidence/export/?as={kind}&decided_from={day[0]}", key)
        taken = time.perf_counter() - begun
        rows.append(
            Row(f"export of 100,000 records, {kind}", taken, "s", EXPORT_SECONDS, taken / EXPORT_SECONDS, "at most 1")
        )
    most = max(peak_mb(worker) for worker in workers)
    return [*rows, Row("peak memory of a web process", most, "MB", EXPORT_MB, most / EXPORT_MB, "at most 1")]


def peak_mb(process: int) -> float:
    """The most memory that a process ever held."""
    for line in Path(f"/proc/{process}/status").read_text().splitlines():
        if line.startswith("VmHWM"):
            return int(line.split()[1]) / 1024
    return 0.0
