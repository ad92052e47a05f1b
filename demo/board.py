"""Disclosure boards of an invented city: most hang in time, some late, some lack items; a few people object."""

import io
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from operator import attrgetter
from random import Random

from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image, ImageDraw

from accounts.numbers import number_of
from accounts.sealing import seal
from demo.chance import Urn, chance
from demo.copying import copied
from demo.names import Names
from demo.world import World
from estates.board import looking
from estates.board.opening import WITH_A_COMPANY, owing
from estates.board.periods import Period, last_ended
from estates.board.shipping import load_items
from estates.models import (
    BoardEntry,
    BoardFault,
    BoardItem,
    BoardObjection,
    BoardProof,
    Cycle,
    EntryState,
    Estate,
    FaultState,
    ObjectionKind,
    ObjectionState,
)

WAYS = Urn(("careful", "usual", "careless"), (55, 37, 8))
"""How boards are kept, with their weights."""
LEFT_OUT = {"careful": 0.0, "usual": 0.012, "careless": 0.13}
LATE = {"careful": 0.01, "usual": 0.08, "careless": 0.3}
STILL_IN_TIME = 0.6
"""So many of those whose day has not come hang already."""
CHECKED, FOUND_FAULTY = 0.07, 0.06
OBJECTED = 0.03
LATE_OF_THE_HINT = "utilities"
FAULTS = Urn(
    (FaultState.REPORTED, FaultState.ORDERED, FaultState.UNFOUNDED, FaultState.PUT_RIGHT, FaultState.DECIDED),
    (58, 18, 8, 12, 4),
)  # fmt: skip
TO_DECIDE = timedelta(days=12)
"""A fault must be that old to be decided: checked, told until when, and that day over."""
ANSWERS = ("已补贴凭证，请到公示栏查看。", "该项已于次日更换为完整版本。", "已核对明细，差错处已更正并重新公示。")
OBJECTIONS = ("分摊表没有附缴费凭证。", "公示栏上的内容看不清楚。", "只贴了一半，看不到合计。", "与实际情况不一致。")
ON_SITE, LATEST_CHECK = "缺少经办人签章和日期", 2
AT_ONCE = 5000


def fill(world: World, *, at: datetime) -> None:
    """What was left out is worked through; a few faults are decided, and count in the next night's grades."""
    on = world.calendar.yesterday
    load_items(from_on=date(on.year - 1, 1, 1), by=None, at=at)
    BoardItem.objects.filter(code="performance").update(from_on=date(on.year, 1, 1))
    hang(world, on=on)
    photograph(world, at=at)
    find_faults(world, on=on, at=at)
    object_to(world, on=on)


@dataclass(frozen=True)
class Keeping:
    """How the board of one estate is kept."""

    draw: Random
    way: str
    is_hint: bool


@dataclass(slots=True)
class Row:
    """A row of `BoardEntry`, as COPY takes it."""

    estate_id: int
    item_id: int
    from_on: date
    until_on: date | None
    due_on: date
    state: str = EntryState.DUE.value
    posted_on: date | None = None
    hangs_until_on: date | None = None
    reported_at: datetime | None = None
    checked_on: date | None = None
    lacks: str = ""


COLUMNS = tuple(Row.__slots__)


def hang(world: World, *, on: date) -> None:
    """An entry of each item for each estate that owes it."""
    rows = Estate.objects.filter(service_mode__in=WITH_A_COMPANY).order_by("pk").values_list("pk", "code", "name")
    keeping = {pk: keeping_of(world, code, name) for pk, code, name in rows}
    made: list[Row] = []
    for item in BoardItem.objects.in_force(on=on):
        from_on, until_on = time_of(item, on=on)
        if until_on is None or until_on > item.from_on:
            due_on = (until_on or from_on) + timedelta(days=item.due_days)
            estates = owing(item).order_by("pk").values_list("pk", flat=True)
            made += (row_of(Row(pk, item.pk, from_on, until_on, due_on), item, keeping[pk], on=on) for pk in estates)
    copied(BoardEntry, COLUMNS, map(attrgetter(*COLUMNS), made))


def keeping_of(world: World, code: str, name: str) -> Keeping:
    draw = chance(world.city.key, "board", code)
    is_hint = name == world.city.estate_of_the_hint
    return Keeping(draw, "careful" if is_hint else WAYS.draw(draw), is_hint)


def time_of(item: BoardItem, *, on: date) -> Period | tuple[date, None]:
    """The last period that is over; what hangs for good does so since the item is in force."""
    return (item.from_on, None) if item.every_months == Cycle.STANDING else last_ended(item.every_months, on=on)


def row_of(row: Row, item: BoardItem, kept: Keeping, *, on: date) -> Row:
    if kept.is_hint:
        is_up = item.code != LATE_OF_THE_HINT
    else:
        is_up = kept.draw.random() < (1 - LEFT_OUT[kept.way] if row.due_on < on else STILL_IN_TIME)
    if is_up:
        put_up(row, item, kept, on=on)
    elif row.until_on is None:
        row.from_on = on - timedelta(days=kept.draw.randrange(20, 80))
        row.due_on = row.from_on + timedelta(days=item.due_days)
    return row


def put_up(row: Row, item: BoardItem, kept: Keeping, *, on: date) -> None:
    draw = kept.draw
    is_late = not kept.is_hint and draw.random() < LATE[kept.way]
    days = draw.randrange(1, 21) if is_late else -draw.randrange(min(14, item.due_days))
    day = min(on, row.due_on + timedelta(days=days))
    row.state, row.posted_on, row.reported_at = EntryState.POSTED.value, day, noon(day)
    if row.until_on is not None:
        row.hangs_until_on = day + timedelta(days=15)
    if kept.is_hint:
        row.checked_on = on - timedelta(days=LATEST_CHECK)
    elif draw.random() < CHECKED:
        row.checked_on = min(on, day + timedelta(days=draw.randrange(1, 60)))
        if draw.random() < FOUND_FAULTY:
            row.state, row.lacks = EntryState.FAULTY.value, ON_SITE


@cache
def noon(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(12)))


def photograph(world: World, *, at: datetime) -> None:
    """One photo of the board of the best-known estate."""
    entry = BoardEntry.objects.filter(estate__name=world.city.estate_of_the_hint, item__code="fees").first()
    if entry is not None:
        BoardProof.objects.create(entry=entry, file=ContentFile(a_board(), name="board.jpg"), added_at=at)


def a_board() -> bytes:
    """A drawn board: nobody's photo."""
    picture = Image.new("RGB", (960, 720), "#dfe8e6")
    pen = ImageDraw.Draw(picture)
    pen.rectangle((60, 60, 900, 660), fill="white", outline="#12313b", width=12)
    for place in range(16):
        left, top = 100 + place % 4 * 200, 110 + place // 4 * 135
        pen.rectangle((left, top, left + 160, top + 105), outline="#0e5f76", width=3)
        for line in range(4):
            pen.line((left + 15, top + 25 + line * 20, left + 145, top + 25 + line * 20), fill="#7d9098", width=4)
    content = io.BytesIO()
    picture.save(content, "JPEG", quality=80)
    return content.getvalue()


def find_faults(world: World, *, on: date, at: datetime) -> None:
    """As the night would: one fault of a kind for an estate, here at once, some of them checked already."""
    lapsed: dict[tuple[int, str], list[BoardEntry]] = {}
    for entry in looking.lapsed_entries(on):
        lapsed.setdefault((entry.estate_id, entry.item.counts_as), []).append(entry)
    made = BoardFault.objects.bulk_create(
        [a_fault(world, estate, kind, entries, place, on=on) for place, ((estate, kind), entries)
         in enumerate(lapsed.items())],
        batch_size=AT_ONCE,
    )  # fmt: skip
    for fault, entries in zip(made, lapsed.values(), strict=True):
        for entry in entries:
            entry.fault = fault
    BoardEntry.objects.bulk_update([each for entries in lapsed.values() for each in entries], ["fault"], batch_size=500)


def a_fault(world: World, estate: int, kind: str, entries: list[BoardEntry], place: int, *, on: date) -> BoardFault:
    draw = chance(world.city.key, "board fault", estate, kind)
    happened_on = min(map(looking.lapsed_on, entries))
    found_on = min(on, happened_on + timedelta(days=8))
    made = BoardFault(
        number=number_of(place + 1, "GS", found_on), estate_id=estate, kind=kind, happened_on=happened_on,
        reported_at=noon(found_on),
    )  # fmt: skip
    state = FAULTS.draw(draw)
    if state != FaultState.REPORTED:
        checked_on = min(on, max(found_on, on - timedelta(days=draw.randint(1, 5))))
        made.state, made.checked_at, made.finding = state, noon(checked_on), "现场核对公示栏，与系统记录比对。"
    if state in (FaultState.ORDERED, FaultState.PUT_RIGHT, FaultState.DECIDED):
        told(made, state, found_on, on=on)
    return made


def told(made: BoardFault, state: str, found_on: date, *, on: date) -> None:
    """The company was told until when to put it right; where that day is over, it was decided."""
    checked_on = min(found_on + timedelta(days=2), on)
    made.checked_at, made.statement = noon(checked_on), "企业称材料正在整理。"
    made.put_right_by, made.state = checked_on + timedelta(days=7), FaultState.ORDERED
    if state != FaultState.ORDERED and found_on + TO_DECIDE <= on:
        made.state, made.decided_at = state, noon(made.put_right_by + timedelta(days=1))
        made.decision = "已补齐公示内容。" if state == FaultState.PUT_RIGHT else "责令改正期满仍未公示，予以认定。"


def object_to(world: World, *, on: date) -> None:
    """What some residents objected to in the last two months, most of it answered in time."""
    names = Names(world.city, chance("board objections", world.city.key))
    items = list(BoardItem.objects.exclude(only_where="renovation").filter(every_months__gt=0))
    rows = Estate.objects.filter(service_mode__in=WITH_A_COMPANY).order_by("pk").values_list("pk", "code", "name")
    made: list[BoardObjection] = []
    for pk, code, name in rows:
        draw = chance(world.city.key, "board objection", code)
        if draw.random() < OBJECTED or name == world.city.estate_of_the_hint:
            made.append(an_objection(pk, len(made), draw.choice(items), draw, names, on=on))
    BoardObjection.objects.bulk_create(made, batch_size=AT_ONCE)


def an_objection(estate: int, place: int, item: BoardItem, draw: Random, names: Names, *, on: date) -> BoardObjection:
    ago = draw.randint(0, 60)
    filed_on = on - timedelta(days=ago)
    made = BoardObjection(
        number=number_of(place + 1, "GY", filed_on), estate_id=estate, item=item,
        kind=draw.choice(ObjectionKind.values), words=draw.choice(OBJECTIONS), filed_at=noon(filed_on),
        due_on=filed_on + timedelta(days=3),
    )  # fmt: skip
    if draw.random() < 0.4:
        made.sealed_name, made.sealed_phone = seal(names.person()), seal(names.telephone())
    answered_on = filed_on + timedelta(days=draw.choice((1, 1, 2, 2, 3, 3, 6)))
    if answered_on <= on and draw.random() < 0.97:
        made.state, made.answer, made.answered_at = ObjectionState.ANSWERED, draw.choice(ANSWERS), noon(answered_on)
    return made
