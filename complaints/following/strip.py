"""The days from filing to the end of a term, one cell each: why Saturday does not count. Values in, values out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby, pairwise

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.workdays import SATURDAY, Calendar

LONGEST = 8
"""Cells, a fold counted as one."""
LONGEST_SPAN_DAYS = 400
"""Longer spans are cut at their beginning: a case that is years late shows its last days."""


@dataclass(frozen=True)
class Cell:
    """One day. `captions` are words under it (filed, answered, today, due); `kind` says how it is drawn."""

    day: date
    kind: str
    holiday: str = ""
    captions: tuple[str, ...] = ()
    is_today: bool = False
    is_due: bool = False
    is_answered: bool = False

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


def strip(marks: Mapping[str, date | None], calendar: Calendar, *, today: date, start_word: str = "") -> list[Run]:
    """The days from the first to the last mark (`start`, `answered`, `due`; None where there is none).

    Today is shown where it lies between, and as the last day where the term has run out unanswered. `start_word` says
    what began the term, if it was not the filing.
    """
    known = {mark: day for mark, day in marks.items() if day}
    words = {"start": start_word or pgettext("under a day", "filed")}
    words |= {"answered": pgettext("under a day", "answer"), "due": pgettext("under a day", "due")}
    last = max(known.values())
    if "answered" not in known:
        last = max(last, today)
    first = max(min(known.values()), last - timedelta(days=LONGEST_SPAN_DAYS))
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    cells = [cell_of(day, known, words, calendar, today=today) for day in days]
    return [run for piece in folded(cells) for run in runs_of(piece)]


def cell_of(day: date, marks: Mapping[str, date], words: Mapping[str, str], calendar: Calendar, *, today: date) -> Cell:
    captions = [words[mark] for mark in words if marks.get(mark) == day]
    if day == today:
        captions.insert(0, pgettext("under a day", "today"))
    return Cell(
        day,
        kind_of(day, calendar),
        calendar.name_of(day),
        tuple(captions),
        is_today=day == today,
        is_due=marks.get("due") == day,
        is_answered=marks.get("answered") == day,
    )


def kind_of(day: date, calendar: Calendar) -> str:
    """`work`, `rest`, or `makeup`: a weekend day on which people work for a holiday."""
    if not calendar.is_workday(day):
        return "rest"
    return "makeup" if day.weekday() >= SATURDAY else "work"


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
    return len(places) + sum(after - before > 1 for before, after in pairwise(places))


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
    return [run for why, group in groupby(piece, key=rest_of) for run in grouped(why, tuple(group))]


def rest_of(cell: Cell) -> str:
    """Why a day without a mark does not count; "" for one that counts or has words of its own."""
    if cell.kind != "rest" or cell.is_marked:
        return ""
    return _("%(holiday)s, not counted") % {"holiday": cell.holiday} if cell.holiday else _("rest, not counted")


def grouped(why: str, cells: tuple[Cell, ...]) -> list[Run]:
    """Rest days for one reason share its words; of the others each has its own."""
    if not why:
        return [Run((cell,), captions_of(cell)) for cell in cells]
    return [Run(cells, (why if len(cells) > 1 else cells[0].holiday or pgettext("under a day", "rest"),))]


def captions_of(cell: Cell) -> tuple[str, ...]:
    return cell.captions or ((pgettext("under a day", "worked for a holiday"),) if cell.kind == "makeup" else ())
