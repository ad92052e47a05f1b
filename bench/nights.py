"""Nights against the bare statement, in turn, on one database."""

import json
import os
import statistics
import subprocess
import sys
import time
from datetime import date, timedelta

from bench import world
from bench.table import Row

ROUNDS = 3
LARGEST = 350_000
"""Companies."""


def run_night(on: date, *, full: bool = False) -> dict:
    command = [sys.executable, "-m", "bench.night", "--on", str(on), *(["--full"] if full else [])]
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=os.environ)
    return json.loads(done.stdout)


def timed(work, *arguments) -> float:
    started = time.perf_counter()
    work(*arguments)
    return time.perf_counter() - started


def measure(name: str, companies: int, rounds: int = ROUNDS) -> tuple[list[Row], float]:
    """The rows of one size, and the median seconds of its full rebuild.

    What is wanted of the time is said of the largest size only: at a small one, starting weighs more than the work.
    """
    twice, a_twelfth = ("at most 2", "at most 1/12") if companies >= LARGEST else ("", "")
    ratios, bares, fulls, peaks, stages = [], [], [], [], {}
    for _round in range(rounds):
        world.forget_grades()
        bares.append(timed(world.bare, world.DAY))
        full = run_night(world.DAY, full=True)
        assert full["judged"] == full["written"] == companies, full
        fulls.append(full["seconds"])
        peaks.append(full["peak_mb"])
        stages = full["stages"]
        ratios.append(full["seconds"] / bares[-1])
    bare, seconds = statistics.median(bares), statistics.median(fulls)
    again = run_night(world.DAY + timedelta(days=1), full=True)
    rows = [
        Row(
            f"{name}: full rebuild, {companies:,} companies {stages}",
            seconds,
            "s",
            bare,
            statistics.median(ratios),
            twice,
        ),
        Row(
            f"{name}: rebuild again, {again['written']:,} rows written",
            again["seconds"],
            "s",
            bare,
            again["seconds"] / bare,
        ),
    ]
    touched = []
    for n in range(rounds):
        on = world.DAY + timedelta(days=2 + n)
        world.touch(0.01, companies, on)
        night = run_night(on)
        touched.append(night["seconds"])
        peaks.append(night["peak_mb"])
    share = statistics.median(touched)
    rows.append(
        Row(
            f"{name}: a night, {night['judged']:,} companies judged {night['stages']}",
            share,
            "s",
            bare,
            share / bare,
            a_twelfth,
        )
    )
    rows.append(Row(f"{name}: peak memory of a process", max(peaks), "MB", 300, max(peaks) / 300, "at most 1"))
    return rows, seconds
