"""Judging a whole file: headings, then every row, and every fault of every row at once."""

import difflib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from intake.faults import CannotRead, Fault
from intake.reading import Table, open_table

if TYPE_CHECKING:
    from intake.sheets import Column, Entry, Sheet

CHUNK = 5_000
"""How many rows are judged at a time: lookups are a few queries per chunk, never one per row."""

OUR_HEADING = "检查结果"
"""The column that a marked copy adds; a file may come back with it."""

TO_FILL = "待补录"
"""A column of a workbook that was handed out to be filled in: it names the headings wanted in its row."""

Progress = Callable[[int, int], None]
"""Called with (rows done, rows in all)."""


@dataclass
class Outcome:
    """What became of a file: every fault and warning in row order, and how many rows there were."""

    row_count: int = 0
    entry_count: int = 0
    added_count: int = 0
    faults: list[Fault] = field(default_factory=list)
    warnings: list[Fault] = field(default_factory=list)

    @property
    def is_clean(self) -> bool:
        return not self.faults


def examine(
    path: Path | str,
    sheet: "Sheet",
    *,
    name: str,
    keep: "Callable[[list[Entry]], None] | None" = None,
    progress: Progress | None = None,
) -> Outcome:
    """Judge a file against a register. `keep` gets the entries of each chunk while nothing is wrong so far.

    Raises CannotRead when the file as a whole cannot be taken.
    """
    table = open_table(path, name=name, tab=sheet.tab)
    outcome = Outcome()
    plan, faults = plan_of(table, sheet)
    if not faults:
        examine_rows(table, sheet, plan, outcome, keep, progress)
        if outcome.row_count == 0:
            raise CannotRead(_("There are no rows under the headings. Fill in the rows and upload the file again."))
    told = [
        *faults,
        *table.faults,
        *(fault for fault in sheet.faults if (fault.row, fault.heading) not in table.odd_cells),
    ]
    told.sort(key=lambda fault: fault.row)
    outcome.faults = [fault for fault in told if not fault.is_warning]
    outcome.warnings = [fault for fault in told if fault.is_warning]
    return outcome


def examine_rows(table: Table, sheet: "Sheet", plan, outcome: Outcome, keep, progress: Progress | None) -> None:
    def done(entries: "list[Entry]") -> None:
        outcome.entry_count += len(entries)
        outcome.added_count += sum(entry.before is None for entry in entries)
        if keep and entries and not table.faults and all(fault.is_warning for fault in sheet.faults):
            keep(entries)

    rows = filled_in(table)
    while chunk := list(islice(rows, CHUNK)):
        done(sheet.take([sheet.read(number, cells, plan) for number, cells in chunk]))
        outcome.row_count += len(chunk)
        if progress:
            progress(outcome.row_count, max(table.row_total, outcome.row_count))
    done(sheet.finish())


def filled_in(table: Table) -> Iterator[tuple[int, list]]:
    """The rows; of a workbook that was handed out, those in which something that was wanted was filled in."""
    if TO_FILL not in table.headings:
        yield from table.rows
        return
    places = {heading: place for place, heading in enumerate(table.headings)}
    for number, cells in table.rows:
        said = str(cell_at(cells, places[TO_FILL])).split("、")
        wanted = [places[heading] for heading in said if heading in places]
        if not wanted or any(cell_at(cells, place) != "" for place in wanted):
            yield number, cells


def cell_at(cells: list, place: int):
    """Empty where the row ends before, or holds only spaces."""
    cell = cells[place] if place < len(cells) else ""
    return cell.strip() if isinstance(cell, str) else "" if cell is None else cell


def plan_of(table: Table, sheet: "Sheet") -> "tuple[list[tuple[int, Column]], list[Fault]]":
    """Which column of the register stands where in the file, and what is wrong with the headings."""
    known = {column.heading: column for column in sheet.ready_columns()}
    by_plain = {plain(heading): heading for heading in known}
    found = [by_plain.get(plain(heading), heading) for heading in table.headings]
    if not any(heading in known for heading in found):
        raise CannotRead(no_headings(table, known))
    counts = Counter(found)
    faults = [
        Fault(
            1,
            heading,
            _("stands %(count)d times in the first row") % {"count": counts[heading]},
            _("Keep one of the columns."),
        )
        for heading in known
        if counts[heading] > 1
    ]
    faults += [
        Fault(1, heading, _("is missing in the first row"), _("Add the column, or start from the template."))
        for heading, column in known.items()
        if column.required and heading not in counts
    ]
    faults += [
        unknown(heading, known)
        for heading in found
        if heading not in known and heading not in ("", OUR_HEADING, TO_FILL)
    ]
    return [(place, known[heading]) for place, heading in enumerate(found) if heading in known], faults


def plain(heading: str) -> str:
    """A heading without the differences that do not matter: spaces, full-width brackets and stops."""
    return "".join(heading.split()).translate(str.maketrans("（）／·．", "()/..")).lower()


def unknown(heading: str, known) -> Fault:
    near = difflib.get_close_matches(heading, known, n=1, cutoff=0.5)
    if near:
        todo = _("Did you mean “%(heading)s”? Otherwise delete the column.") % {"heading": near[0]}
    else:
        todo = _("Delete the column, or start from the template.")
    return Fault(1, heading, _("is not a heading of this register"), todo)


def no_headings(table: Table, known) -> str:
    said = "、".join(filter(None, table.headings[:5])) or "–"
    return _(
        "The first row holds none of the headings of this register (%(wanted)s …); it says: %(found)s. "
        "Choose the right register, or start from its template."
    ) % {"wanted": "、".join(list(known)[:3]), "found": said[:100]}
