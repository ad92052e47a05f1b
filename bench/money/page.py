"""What “my estate” costs: made afresh, told from the cache, how many queries, and how heavy it is.

On a demo city with every room filled, served as the portal is served, one client that asks again and again.
"""

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bench.api import load as calls
from bench.api.measure import served
from bench.table import Row
from demo.loading import load
from enterprises.models import ServiceContract

CITY = "yangquan"
ESTATES = 200
MOST_FRESH_MS, MOST_KEPT_MS, MOST_BYTES = 100, 20, 100_000
STYLES = ("site.css", "vote.css", "accounts.css", "estate.css", "site.js", "mark.svg")
FRESH = "?bench=1"
"""A page with a query of its own is never kept."""


def run() -> list[Row]:
    """Everything, on an empty, migrated database."""
    today = timezone.localdate()
    load(CITY, on=today, at=timezone.now())
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)")
    addresses = pages(today)
    rows = weighed(addresses)
    with TemporaryDirectory() as folder, served("portal", Path(folder), Path(folder) / "none") as base:
        rows.append(timed("made afresh", base, [address + FRESH for address in addresses], MOST_FRESH_MS))
        visit(base, addresses)
        rows.append(timed("told from the cache", base, addresses, MOST_KEPT_MS))
    return rows


def pages(on: date) -> list[str]:
    """Of estates with a company: those of which there is most to tell."""
    codes = ServiceContract.objects.running(on=on).order_by("pk").values_list("estate__code", flat=True)
    return [f"/estates/{code}/" for code in codes[:ESTATES]]


def weighed(addresses: list[str]) -> list[Row]:
    """The heaviest page with all that it loads, and the one that asks the database most."""
    styles = sum((Path("static/site") / name).stat().st_size for name in STYLES)
    client, heaviest, most = Client(HTTP_HOST="localhost"), 0, 0
    for address in addresses:
        with CaptureQueriesContext(connection) as asked:
            response = client.get(address + FRESH)
        heaviest, most = max(heaviest, styles + len(response.content)), max(most, len(asked))
    return [
        Row("my estate: heaviest, with styles", heaviest, "B", MOST_BYTES, heaviest / MOST_BYTES, "at most 1"),
        Row("my estate: queries, at most", most, "", most, 1.0),
    ]


def visit(base: str, addresses: list[str]) -> None:
    """Each page once, so that it is kept."""
    with calls.connect(base) as connection:
        for address in addresses:
            calls.call(connection, calls.request_of(base, address, "", ""))


def timed(name: str, base: str, addresses: list[str], most_ms: float) -> Row:
    calls.run(base, addresses, "", clients=1, seconds=2)
    waited = calls.run(base, addresses, "", clients=1, seconds=6).percentile(0.95) * 1000
    return Row(f"my estate {name}: p95 at 1 client", waited, "ms", most_ms, waited / most_ms, "at most 1")
