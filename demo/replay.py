"""A city's past, replayed: what the register knew grew over time, so files and nights take turns.

Before each night comes in what had arrived by then, through the bureau's own importers.
"""

from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, timedelta

from django.db import connection
from django.utils.translation import gettext as _

from credit.actions import object_to, uphold
from credit.models import Evidence, NightKind
from credit.sheets import EvidenceSheet
from demo.files import RecordFiles, folder_of, write_part
from demo.registers import Part, parts
from demo.world import World
from intake.actions import load_file
from oversight import nightly

Progress = Callable[[str, int, int], None]
"""Called with the name of a step, how much of it is done, and out of how much."""

OBJECTED_TO = 40
"""How many records of the last month companies object to."""


class Replay:
    """Arrivals and nights in the order of their days. A context: the ledger's files are written by another process."""

    def __init__(self, world: World, *, at: datetime, progress: Progress | None = None):
        self.world, self.at = world, at
        self.progress = progress or (lambda step, done, total: None)
        self.done: Counter[str] = Counter()
        self.register = register_by_arrival(world)
        self.register_rows = sum(len(part.rows) for parts in self.register.values() for part in parts)

    def __enter__(self) -> "Replay":
        for old in folder_of(self.world.city).glob("*.xlsx"):
            old.unlink()
        self.records = RecordFiles(self.world)
        return self

    def __exit__(self, *fault) -> None:
        self.records.close()

    def run(self) -> None:
        nights = self.world.calendar.nights
        for number, on in enumerate(nights, start=1):
            for arrival in [day for day in self.register if day <= on]:
                self.take_in(arrival)
            nightly.run(on, kind=NightKind.COMMAND, by="load_city")
            self.progress(_("Past nights"), number, len(nights))
        self.take_in_records(before=self.world.calendar.today)
        note_objections(self.world, at=self.at)

    def take_in(self, arrival: date) -> None:
        """The files of one arrival, and the records of the time until the next; never yesterday's: see `run`."""
        for part in self.register.pop(arrival):
            path = write_part(folder_of(self.world.city), part, arrival)
            self.load(path, part.sheet, _("Estates, companies and contracts"), self.register_rows)
        is_first = not self.done[_("Credit records")]
        self.take_in_records(before=min(arrival + timedelta(days=1), self.world.calendar.yesterday))
        if is_first:
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")

    def take_in_records(self, *, before: date) -> None:
        """Every file of records whose time begins before a day."""
        for path in self.records.written(before=before):
            self.load(path, EvidenceSheet, _("Credit records"), self.records.total)

    def load(self, path, sheet, step: str, total: int) -> None:
        before = self.done[step]

        def tell(done: int, _of: int) -> None:
            self.done[step] = before + done
            self.progress(step, before + done, total)

        load_file(path, sheet, by=None, at=self.at, progress=tell)


def register_by_arrival(world: World) -> dict[date, list[Part]]:
    """What came onto the register with each arrival."""
    arrivals = world.calendar.arrivals
    return {until: parts(world, after, until) for after, until in zip((None, *arrivals), arrivals, strict=False)}


def note_objections(world: World, *, at: datetime) -> None:
    """Companies object to some bad records of the last month; the older objections are answered."""
    yesterday = world.calendar.yesterday
    recent = Evidence.objects.filter(
        item__category__direction="bad",
        decided_on__range=(yesterday - timedelta(days=30), yesterday - timedelta(days=1)),
        steps=None,
    ).order_by("number")
    for record in recent[:: max(1, recent.count() // OBJECTED_TO)]:
        on = min(yesterday, record.decided_on + timedelta(days=3))
        object_to(record, on=on, reason="企业认为事实有出入，已提交材料", by=None, at=at)
        if on < yesterday - timedelta(days=7):
            uphold(record, on=on + timedelta(days=5), reason="经核查材料，原记录属实", by=None, at=at)
