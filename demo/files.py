"""The workbooks of an invented city, under the data folder. The ledger's many rows are written by a second process."""

from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from datetime import date, timedelta
from functools import lru_cache
from multiprocessing import get_context
from pathlib import Path

import django
from django.conf import settings

from credit.sheets import EvidenceSheet
from demo import evidence, workbooks
from demo.cities import City
from demo.registers import Part
from demo.workbooks import Layout
from demo.world import World, make_world


def folder_of(city: City) -> Path:
    """Where the city's files are kept, for people to look at and to import again elsewhere."""
    folder = settings.DATA / "demo" / city.key
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def write_part(folder: Path, part: Part, arrival: date) -> Path:
    """Write one file of a register."""
    path = folder / f"{part.sheet.tab} {arrival}.xlsx"
    workbooks.write(path, workbooks.layout_of(part.sheet, part.fields), part.rows)
    return path


class RecordFiles:
    """The ledger in files, one for each period of the calendar, written ahead of their use."""

    def __init__(self, world: World):
        folder = folder_of(world.city)
        key, today = world.city.key, world.calendar.today
        layout = workbooks.layout_of(EvidenceSheet, evidence.FIELDS)
        self.pool = ProcessPoolExecutor(1, mp_context=get_context("spawn"), initializer=django.setup)
        self.counted = self.pool.submit(count_records, key, today)
        self.files = []
        for begin, end in world.calendar.periods():
            path = folder / f"{layout.tab} {begin} 至 {end - timedelta(days=1)}.xlsx"
            self.files.append((begin, path, self.pool.submit(write_records, key, today, begin, end, path, layout)))

    @property
    def total(self) -> int:
        """How many records there are in all the files."""
        return self.counted.result()

    def written(self, *, before: date) -> Iterator[Path]:
        """The files not yet handed out whose period begins before a day; those without a record are left out."""
        while self.files and self.files[0][0] < before:
            _begin, path, rows = self.files.pop(0)
            if rows.result():
                yield path

    def close(self) -> None:
        self.pool.shutdown(cancel_futures=True)


@lru_cache(maxsize=1)
def records_of(key: str, today: date) -> list[evidence.Row]:
    """In the second process: the world is made once more there, which is quicker than to hand it over."""
    return make_world(key, today).records


def count_records(key: str, today: date) -> int:
    return len(records_of(key, today))


def write_records(key: str, today: date, begin: date, end: date, path: Path, layout: Layout) -> int:
    """Write the records decided in [begin, end). Returns how many; a file without any is not written."""
    first, last = begin.isoformat(), end.isoformat()
    rows = [row for row in records_of(key, today) if first <= row[evidence.DECIDED_ON] < last]
    if rows:
        workbooks.write(path, layout, rows)
    return len(rows)
