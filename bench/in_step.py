"""Districts copy a city that is at work, with `docs/client/sync.py`, and end with what the portal shows, row by row.

    python -m bench.in_step [--minutes 10] [--clerks 4]

A portal of its own with the smaller demo city; clerks, programs and imports write at random, nights are run; the
programs that copy are killed and started again at any moment.
"""

import argparse
import json
import os
import random
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench.__main__ import fresh_database
from config import embedded

CLIENT = embedded.ROOT / "docs" / "client"
KILLED_EVERY = (5.0, 40.0)
"""Seconds between two kills of a copying program, by chance."""
NIGHT_EVERY = 120.0
CLERK = """
import django, json, os, random, sys, time
django.setup()
from anju_client import NoAnswer, Portal, Problem
from bench.life import Clerk
number, seconds = int(sys.argv[1]), float(sys.argv[2])
portal = Portal(os.environ["PORTAL"], token=os.environ["TOKEN"])
done = Clerk(number, random.Random(number), portal, (Problem, NoAnswer)).work(time.monotonic() + seconds)
print(json.dumps(done))
"""


def city() -> dict[str, str]:
    """Load the demo city; returns a token's key for the bureau and for an officer of each of two counties."""
    from django.core.management import call_command
    from django.utils import timezone

    from accounts.models import Level, Region, Role, User
    from accounts.tokens import issue_token
    from estates.models import Estate

    call_command("migrate", verbosity=0)
    call_command("load_city", "yangquan", verbosity=0)
    keys = {}
    inhabited = {code[:6] for code in Estate.objects.values_list("region_id", flat=True)}
    counties = Region.objects.filter(code__in=[f"{stem}000000" for stem in sorted(inhabited)[:2]])
    places = {"bureau": (Role.BUREAU, Region.objects.get(level=Level.CITY))}
    places |= {county.name: (Role.DISTRICT, county) for county in counties}
    for name, (role, region) in places.items():
        person = User.objects.create_user(f"copying {name}", role=role, region=region)
        _token, keys[name] = issue_token(person, name="in step", by=None, at=timezone.now(), calls_per_minute=1_000_000)
    return keys


@contextmanager
def portal() -> Iterator[str]:
    """The portal behind gunicorn, as `make run` starts it; yields its address."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        place = f"127.0.0.1:{free.getsockname()[1]}"
    log = embedded.data_folder() / "in_step.log"
    command = [sys.executable, "-m", "gunicorn", "--config", "python:config.gunicorn"]
    with log.open("w") as told, subprocess.Popen(
        command, env={**os.environ, "GUNICORN_BIND": place}, stdout=told, stderr=told
    ) as server:  # fmt: skip
        until = time.monotonic() + 60
        while time.monotonic() < until:
            try:
                socket.create_connection(place.split(":"), timeout=1).close()
                break
            except OSError:
                time.sleep(0.2)
        try:
            yield f"http://{place}"
        finally:
            server.terminate()


class Copy:
    """A program that copies, killed and started again at random."""

    def __init__(self, name: str, address: str, key: str, folder: Path):
        self.name, self.address, self.key, self.path = name, address, key, folder / f"{name}.sqlite"
        self.chance, self.kills = random.Random(name), 0
        self.start()

    def start(self) -> None:
        environment = {**os.environ, "PORTAL": self.address, "TOKEN": self.key, "EVERY": "0.2"}
        self.program = subprocess.Popen([sys.executable, str(CLIENT / "sync.py"), str(self.path)], env=environment)
        self.until = time.monotonic() + self.chance.uniform(*KILLED_EVERY)

    def look(self) -> None:
        if self.program.poll() is not None:
            raise RuntimeError(f"the copy of {self.name} ended by itself with {self.program.returncode}")
        if time.monotonic() > self.until:
            self.stop()
            self.kills += 1
            self.start()

    def stop(self) -> None:
        self.program.send_signal(signal.SIGKILL)
        self.program.wait()

    def conclude(self) -> dict[str, Any]:
        """Bring the copy up to the present and compare it with what the portal shows, and with the tables."""
        import sync
        from anju_client import Portal

        portal, begun = Portal(self.address, token=self.key), time.monotonic()
        with sqlite3.connect(self.path) as database, sqlite3.connect(":memory:") as afresh:
            sync.step(portal, database)
            behind = time.monotonic() - begun
            afresh.executescript(sync.TABLES)
            sync.copy_all(portal, afresh)
            copied, shown = things(database), things(afresh)
            place = sync.position_of(database)
        different = [key for key in copied.keys() | shown.keys() if copied.get(key) != shown.get(key)]
        return {
            "district": self.name, "kills": self.kills, "rows": dict(Counter(kind for kind, _key in shown)),
            "position": place, "last step, s": round(behind, 2), "different": [
                {"key": key, "copied": copied.get(key), "shown": shown.get(key)} for key in different[:5]
            ], "differences": len(different),
        }  # fmt: skip


def things(database: sqlite3.Connection) -> dict[tuple[str, str], str]:
    return {(kind, key): fields for kind, key, fields in database.execute("SELECT kind, key, fields FROM thing")}


def live(minutes: float, clerks: int, keys: dict[str, str], address: str, folder: Path) -> dict[str, Any]:
    """Let everybody work, then compare. Returns what was done and what came of it."""
    from django.utils import timezone

    from oversight import nightly

    copies = [Copy(name, address, key, folder) for name, key in keys.items() if name != "bureau"]
    environment = {**os.environ, "PORTAL": address, "TOKEN": keys["bureau"], "PYTHONPATH": f"{CLIENT}:{embedded.ROOT}"}
    writers = [
        subprocess.Popen(
            [sys.executable, "-c", CLERK, str(number), str(minutes * 60)], env=environment, stdout=subprocess.PIPE
        )
        for number in range(clerks)
    ]
    nights, next_night = 0, time.monotonic() + NIGHT_EVERY / 2
    while any(writer.poll() is None for writer in writers):
        for copy in copies:
            copy.look()
        if time.monotonic() > next_night:
            nightly.run(timezone.localdate(), kind="command", by="bench", again=True)
            nights, next_night = nights + 1, time.monotonic() + NIGHT_EVERY
        time.sleep(0.1)
    done = sum((Counter(json.loads(writer.stdout.read())) for writer in writers), start=Counter())
    nightly.run(timezone.localdate(), kind="command", by="bench", again=True)
    for copy in copies:
        copy.stop()
    return {"minutes": minutes, "nights": nights + 1, "done": done, "copies": [copy.conclude() for copy in copies]}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.in_step", description="Whether copies stay in step.")
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--clerks", type=int, default=4)
    arguments = parser.parse_args()
    sys.path.insert(0, str(CLIENT))
    stop = embedded.provide()
    try:
        os.environ["DATABASE_URL"] = fresh_database(os.environ["DATABASE_URL"])
        os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
        import django
        from rich.console import Console

        django.setup()
        console = Console()
        keys = city()
        with portal() as address, tempfile.TemporaryDirectory() as folder:
            told = live(arguments.minutes, arguments.clerks, keys, address, Path(folder))
        console.print_json(data=told)
        return 1 if any(copy["differences"] for copy in told["copies"]) else 0
    finally:
        stop()


if __name__ == "__main__":
    sys.exit(main())
