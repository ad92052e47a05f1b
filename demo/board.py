"""Disclosure boards of an invented city: most hang in time, some late, some lack items; a few people object."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from random import Random

from django.core.files.base import ContentFile
from django.utils import timezone
from PIL import Image, ImageDraw

from accounts.numbers import number_of
from accounts.sealing import seal
from demo.chance import Urn, chance
from demo.names import Names
from demo.world import World
from estates.board import looking
from estates.board.opening import WITH_A_COMPANY, owing, period_of
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
CHECKED, FOUND_FAULTY = 0.07, 0.06
OBJECTED = 0.03
LATE_OF_THE_HINT = "utilities"
FAULTS = Urn((FaultState.REPORTED, FaultState.ORDERED, FaultState.UNFOUNDED), (70, 22, 8))
ANSWERS = ("已补贴凭证，请到公示栏查看。", "该项已于次日更换为完整版本。", "已核对明细，差错处已更正并重新公示。")
OBJECTIONS = ("分摊表没有附缴费凭证。", "公示栏上的内容看不清楚。", "只贴了一半，看不到合计。", "与实际情况不一致。")
ON_SITE, LATEST_CHECK = "缺少经办人签章和日期", 2
AT_ONCE = 5000


def fill(world: World, *, at: datetime) -> None:
    """What was left out is worked through up to an order; nothing is decided, so that no grade moves."""
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


def hang(world: World, *, on: date) -> None:
    """An entry of each item for each estate that owes it."""
    rows = Estate.objects.filter(service_mode__in=WITH_A_COMPANY).order_by("pk").values_list("pk", "code", "name")
    keeping = {pk: keeping_of(world, code, name) for pk, code, name in rows}
    entries: list[BoardEntry] = []
    for item in BoardItem.objects.in_force(on=on):
        estates = list(owing(item).order_by("pk").values_list("pk", flat=True))
        entries += (made for pk in estates for made in entries_of(item, pk, keeping[pk], on=on))
    BoardEntry.objects.bulk_create(entries, batch_size=AT_ONCE)


def keeping_of(world: World, code: str, name: str) -> Keeping:
    draw = chance(world.city.key, "board", code)
    is_hint = name == world.city.estate_of_the_hint
    return Keeping(draw, "careful" if is_hint else WAYS.draw(draw), is_hint)


def entries_of(item: BoardItem, estate: int, kept: Keeping, *, on: date) -> Iterator[BoardEntry]:
    """The entry of the last period that is over, none where that was before the item came into force."""
    from_on, until_on = period_of(item, on=on)
    if item.every_months == Cycle.STANDING:
        from_on = item.from_on
    elif until_on is not None and until_on <= item.from_on:
        return
    due_on = (until_on or from_on) + timedelta(days=item.due_days)
    entry = BoardEntry(estate_id=estate, item=item, from_on=from_on, until_on=until_on, due_on=due_on)
    yield posted(entry, kept, on=on) if hangs(entry, kept, on=on) else entry


def hangs(entry: BoardEntry, kept: Keeping, *, on: date) -> bool:
    if kept.is_hint:
        return entry.item.code != LATE_OF_THE_HINT
    share = 1 - LEFT_OUT[kept.way] if entry.due_on < on else 0.6
    return kept.draw.random() < share


def posted(entry: BoardEntry, kept: Keeping, *, on: date) -> BoardEntry:
    draw = kept.draw
    is_late = not kept.is_hint and draw.random() < LATE[kept.way]
    span = (1, 20) if is_late else (-min(14, entry.item.due_days - 1), 0)
    day = min(on, entry.due_on + timedelta(days=draw.randint(*span)))
    entry.state, entry.posted_on, entry.reported_at = EntryState.POSTED, day, noon(day)
    if entry.item.every_months != Cycle.STANDING:
        entry.hangs_until_on = day + timedelta(days=15)
    if kept.is_hint:
        entry.checked_on = on - timedelta(days=LATEST_CHECK)
    elif draw.random() < CHECKED:
        look(entry, draw, on=on)
    return entry


def look(entry: BoardEntry, draw: Random, *, on: date) -> None:
    """Somebody looked at it on the spot since."""
    assert entry.posted_on is not None
    entry.checked_on = min(on, entry.posted_on + timedelta(days=draw.randint(1, 60)))
    if draw.random() < FOUND_FAULTY:
        entry.state, entry.lacks = EntryState.FAULTY, ON_SITE


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
    if state == FaultState.ORDERED:
        made.statement, made.put_right_by = "企业称材料正在整理。", made.checked_at.date() + timedelta(days=7)
    return made


def object_to(world: World, *, on: date) -> None:
    """What some residents objected to in the last two months, most of it answered in time."""
    names = Names(world.city, chance("board objections", world.city.key))
    items = list(BoardItem.objects.exclude(only_where="renovation").filter(every_months__gt=0))
    rows = Estate.objects.filter(service_mode__in=WITH_A_COMPANY).order_by("pk").values_list("pk", "code")
    made = []
    for pk, code in rows:
        draw = chance(world.city.key, "board objection", code)
        if draw.random() < OBJECTED:
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
