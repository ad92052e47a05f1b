"""The working days from filing to the end of a term, one cell a day: why Saturday does not count. Values in, values out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import Protocol

from django.utils.translation import gettext as _

LONGEST = 8
"""Cells, a fold counted as one."""
LONGEST_SPAN_DAYS = 400
"""Longer spans are cut at their beginning: a case that is years late shows its last days."""


class Calendar(Protocol):
    def is_workday(self, day: date) -> bool: ...

    def name_of(self, day: date) -> str: ...


@dataclass(frozen=True)
class Cell:
    """One day. `captions` are words under it (filed, answered, today, due); `kind` says how it is drawn."""

    day: date
    kind: str
    captions: tuple[str, ...] = ()
    is_today: bool = False
    is_due: bool = False

    @property
    def weekday(self) -> str:
        return weekdays()[self.day.weekday()]

    @property
    def is_marked(self) -> bool:
        return bool(self.captions)


@dataclass(frozen=True)
class Run:
    """Neighbouring cells under the same captions; one without cells stands for `folded` days."""

    cells: tuple[Cell, ...]
    captions: tuple[str, ...] = ()
    folded: int = 0

    @property
    def width(self) -> int:
        return len(self.cells) or 1


def weekdays() -> tuple[str, ...]:
    return (_("Mo"), _("Tu"), _("We"), _("Th"), _("Fr"), _("Sa"), _("Su"))


def strip(marks: Mapping[str, date | None], calendar: Calendar, *, today: date) -> list[Run]:
    """The days from the first to the last mark (`filed`, `answered`, `due`; None where there is none).

    Today is shown where it lies between, and as the last day where the term has run out unanswered.
    """
    known = {mark: day for mark, day in marks.items() if day}
    last = max(known.values())
    if "answered" not in known:
        last = max(last, today)
    first = max(min(known.values()), last - timedelta(days=LONGEST_SPAN_DAYS))
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    cells = [cell_of(day, known, calendar, today=today) for day in days]
    return [run for piece in folded(cells) for run in runs_of(piece)]


def cell_of(day: date, marks: Mapping[str, date], calendar: Calendar, *, today: date) -> Cell:
    words = {"filed": _("filed"), "answered": _("answered"), "due": _("due")}
    captions = [words[mark] for mark in words if marks.get(mark) == day]
    if day == today:
        captions.insert(0, _("today"))
    return Cell(day, kind_of(day, calendar), tuple(captions), is_today=day == today, is_due=marks.get("due") == day)


def kind_of(day: date, calendar: Calendar) -> str:
    """`work`, `rest`, or `makeup`: a weekend day on which people work for a holiday."""
    if not calendar.is_workday(day):
        return "rest"
    return "makeup" if day.weekday() >= 5 else "work"


def folded(cells: list[Cell]) -> list[list[Cell] | int]:
    """The cells that are shown, in pieces; a number between two pieces says how many days are folded away."""
    if len(cells) <= LONGEST:
        return [cells]
    shown = {place for place, cell in enumerate(cells) if cell.is_marked} | {0, len(cells) - 1}
    for place in nearest_first(shown, len(cells)):
        if pieces_wide(shown | {place}) <= LONGEST:
            shown.add(place)
    return pieces(cells, shown)


def nearest_first(shown: set[int], count: int) -> Iterable[int]:
    """The other places, those next to a shown one first, later days before earlier ones."""
    others = [place for place in range(count) if place not in shown]
    return sorted(others, key=lambda place: (min(abs(place - other) for other in shown), -place))


def pieces_wide(shown: set[int]) -> int:
    places = sorted(shown)
    return len(places) + sum(after - before > 1 for before, after in zip(places, places[1:], strict=False))


def pieces(cells: list[Cell], shown: set[int]) -> list[list[Cell] | int]:
    return [
        [cells[place] for place in places] if is_shown else len(places)
        for is_shown, places in (
            (is_shown, list(group)) for is_shown, group in groupby(range(len(cells)), key=shown.__contains__)
        )
    ]


def runs_of(piece: list[Cell] | int) -> list[Run]:
    if isinstance(piece, int):
        return [Run((), (_("%(n)d days") % {"n": piece},), folded=piece)]
    return [run for key, group in groupby(piece, key=is_plain_rest) for run in grouped(key, tuple(group))]


def is_plain_rest(cell: Cell) -> bool:
    return cell.kind == "rest" and not cell.is_marked


def grouped(is_rest: bool, cells: tuple[Cell, ...]) -> list[Run]:
    """Rest days share one caption; of the others each has its own."""
    if is_rest:
        return [Run(cells, (_("rest, not counted"),))]
    return [Run((cell,), cell.captions) for cell in cells]

