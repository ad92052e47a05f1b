"""What an estate's page is told of its board: item by item, in order, late or not yet due; objections with answers."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from estates.board.opening import WITH_A_COMPANY
from estates.board.periods import last_ended
from estates.models import (
    BoardEntry,
    BoardItem,
    BoardObjection,
    Cycle,
    EntryState,
    Estate,
    OnlyWhere,
    Renovation,
)

OBJECTIONS_SHOWN = 5
POSTED, LATE, DUE = "posted", "late", "due"


@dataclass(frozen=True)
class Line:
    """One item: its latest entry. `how` is one of POSTED, LATE (its day is over, or something is missing), DUE.

    An item that never came due yet has the day on which it will; None where that is not known. `days_late` counts from
    the day after `due_on`.
    """

    item: BoardItem
    how: str
    due_on: date | None
    posted_on: date | None = None
    days_late: int = 0
    was_late: bool = False
    lacks: str = ""
    checked_on: date | None = None
    entry: BoardEntry | None = None


@dataclass(frozen=True)
class BoardTold:
    """`lines` in the order of the city's list; `taken_on` is the day of the latest report or check.

    `owed` counts what has to hang by now, whether it does or not: posted and late ones. `needs_board`: whether
    somebody owes a board here at all.
    """

    needs_board: bool
    lines: tuple[Line, ...]
    objections: tuple[BoardObjection, ...]
    taken_on: date | None

    @property
    def posted(self) -> int:
        return sum(line.how == POSTED for line in self.lines)

    @property
    def late(self) -> int:
        return sum(line.how == LATE for line in self.lines)

    @property
    def owed(self) -> int:
        return self.posted + self.late

    @property
    def is_complete(self) -> bool:
        return self.needs_board and bool(self.lines) and not self.late

    @property
    def open(self) -> tuple[Line, ...]:
        """What is not in order, late ones first."""
        return tuple(sorted((each for each in self.lines if each.how != POSTED), key=lambda each: each.how != LATE))

    @property
    def next_due_on(self) -> date | None:
        """The next day on which something has to hang."""
        return min((each.due_on for each in self.lines if each.how == DUE and each.due_on), default=None)


@dataclass(frozen=True)
class BoardFigures:
    """One estate among others. `owed` is 0 where nothing has come due, or nobody owes a board."""

    posted: int = 0
    late: int = 0

    @property
    def owed(self) -> int:
        return self.posted + self.late


def of_estate(estate: Estate, in_force: Iterable[BoardItem], *, on: date) -> BoardTold:
    """`in_force`: the items of the city's list on the day. Two queries."""
    objections = objections_of(estate)
    if estate.service_mode not in WITH_A_COMPANY:
        return BoardTold(False, (), objections, None)
    items = owed_by(estate, in_force)
    latest = {each.item_id: each for each in latest_entries([estate.pk], on=on)}
    lines = tuple(line_of(item, latest.get(item.pk), on=on) for item in items)
    return BoardTold(True, lines, objections, taken_on(latest.values()))


def objections_of(estate: Estate) -> tuple[BoardObjection, ...]:
    """The latest ones, answered or not."""
    rows = BoardObjection.objects.filter(estate=estate).select_related("item").order_by("-filed_at", "-pk")
    return tuple(rows[:OBJECTIONS_SHOWN])


def owed_by(estate: Estate, items: Iterable[BoardItem]) -> list[BoardItem]:
    """Those of the items that this estate owes."""
    items = list(items)
    left_out = set()
    if estate.renovation != Renovation.UNDER_WAY:
        left_out.add(OnlyWhere.RENOVATION)
    if any(item.only_where == OnlyWhere.LIFTS for item in items) and not has_lifts(estate):
        left_out.add(OnlyWhere.LIFTS)
    return [item for item in items if item.only_where not in left_out]


def has_lifts(estate: Estate) -> bool:
    return any(building.lifts for building in estate.buildings.all())


def latest_entries(estates: Collection[int], *, on: date):
    """The latest entry of each item in force, of each of these estates; standing ones that ended are over."""
    rows = BoardEntry.objects.filter(estate__in=estates, item__in=BoardItem.objects.in_force(on=on))
    rows = rows.exclude(item__every_months=Cycle.STANDING, until_on__isnull=False)
    return rows.order_by("estate_id", "item_id", "-from_on").distinct("estate_id", "item_id")


def line_of(item: BoardItem, entry: BoardEntry | None, *, on: date) -> Line:
    if entry is None:
        return Line(item, DUE, first_due(item, on=on))
    days = max(0, (on - entry.due_on).days)
    how = how_it_stands(entry, on=on)
    return Line(
        item, how, entry.due_on, entry.posted_on, days if how == LATE else 0, entry.was_late, entry.lacks,
        entry.checked_on, entry,
    )  # fmt: skip


def first_due(item: BoardItem, *, on: date) -> date | None:
    """When an item that never came due does so, by the period that runs."""
    if item.every_months == Cycle.STANDING:
        return None
    _from_on, begun = last_ended(item.every_months, on=on)
    return begun + relativedelta(months=item.every_months) + timedelta(days=item.due_days)


def how_it_stands(entry: BoardEntry, *, on: date) -> str:
    if entry.state == EntryState.POSTED:
        return POSTED
    return LATE if entry.state == EntryState.FAULTY or entry.due_on < on else DUE


def taken_on(entries: Iterable[BoardEntry]) -> date | None:
    """The latest day on which somebody reported or looked."""
    days = [day for each in entries for day in (each.posted_on, each.checked_on) if day]
    return max(days, default=None)


def of_estates(estates: Iterable[Estate], *, on: date) -> dict[int, BoardFigures]:
    """By primary key, in one query; estates that owe no board are not in it."""
    served = [estate.pk for estate in estates if estate.service_mode in WITH_A_COMPANY]
    counts = {pk: {POSTED: 0, LATE: 0, DUE: 0} for pk in served}
    for entry in latest_entries(served, on=on):
        counts[entry.estate_id][how_it_stands(entry, on=on)] += 1
    return {pk: BoardFigures(each[POSTED], each[LATE]) for pk, each in counts.items()}
