"""Maintenance funds of an invented city: by building nearly everywhere, by home where homes are on file.

Rates of the first deposit are 示例, as are the banks. The ledger begins with what an earlier one held at the end of
last year; since then interest every quarter, some top-ups, uses and public revenue. Some are well filled, a few are
below the city's line. Around the demo's people the bank's statements of the last quarter are reconciled, or nearly.
"""

import random
from bisect import bisect
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from dateutil.relativedelta import relativedelta
from django.db import connection, transaction
from django.db.models import Sum

from accounts.numbers import number_of
from demo.chance import chance
from demo.copying import copy_rows
from demo.homes import homes_of
from demo.world import World
from estates.models import Building, Estate, EstateKind, Home
from fees.funds import actions
from fees.funds.actions.accounts import account_number
from fees.funds.banks import actions as banks
from fees.funds.banks.taking import take_in
from fees.funds.booking import PREFIX
from fees.funds.nightly import to_close
from fees.models import BankLine, EntryKind, FundAccount, FundBlock, FundEntry, LineKind, LineState
from fees.splitting import split

BANKS = ("专户银行甲（示例）", "专户银行乙（示例）", "专户银行丙（示例）")
RATES = ((0, 70), (1, 95), (8, 130), (12, 145))
"""示例: yuan per m² of the first deposit, from so many storeys on where there are lifts (0: without)."""
SHARE_WITH_FUND = {
    EstateKind.COMMODITY: 0.97, EstateKind.VILLAGE: 0.55, EstateKind.FORMER_EMPLOYER: 0.35, EstateKind.OLD: 0.22,
}  # fmt: skip
SINCE_BUILT = ((0, 0.93, 1.02), (6, 0.7, 0.97), (12, 0.42, 0.9), (20, 0.24, 0.7))
"""From which age in years on, between which parts of the first deposit is left."""
YEARLY_INTEREST = 0.0105
OF_THE_HINT = {"first": 1_842_0000_00, "left": 1_294_1400_00, "top_up": 85_000_00, "interest": 132_000_00}
"""The estate of the picture, fen; with its two uses (`demo.uses`) and what arrives of public revenue (`demo.revenue`)
1,286.4 of 1,842.0 ten thousand yuan, 69.8 %; in the first days of a year the revenue has not arrived yet."""
CALLED_AGO, PAID_OF_CALLED = 25, 0.4
RECONCILED, UNKNOWN_TO_THE_LEDGER = 12, 0.08
"""Estates whose bank statements are on file, and the part of their buildings with a line that the ledger lacks."""
A_DAY = timedelta(days=1)


@dataclass
class Kept:
    """A building's fund as it is being made up: what its entries come to so far, fen."""

    block: int
    estate: int
    first_fen: int
    balance_fen: int = 0
    areas: Sequence = ()
    accounts: Sequence[int] = ()


@dataclass
class Books:
    """Vouchers and entries, ready to be copied into their tables."""

    first_key: int
    at: datetime
    vouchers: list[tuple] = field(default_factory=list)
    entries: list[tuple] = field(default_factory=list)

    def book(self, kind: EntryKind, on: date, amounts: Sequence[tuple[Kept, int]], *, first: bool = False) -> None:
        """One voucher of one estate. `first`: it takes over first deposits as well."""
        moving = [(kept, fen) for kept, fen in amounts if fen]
        if not moving:
            return
        key = self.first_key + len(self.vouchers)
        total = sum(fen for _kept, fen in moving)
        estate = moving[0][0].estate
        self.vouchers.append((key, number_of(key, PREFIX, on), estate, kind.value, on, total, "", "", self.at))
        for kept, fen in moving:
            kept.balance_fen += fen
            self.entries += lines_of(kept, key, kind, on, fen, kept.first_fen if first else 0)


def lines_of(kept: Kept, voucher: int, kind: EntryKind, on: date, fen: int, first: int) -> Iterator[tuple]:
    """On the building alone, or by area on its homes."""
    if not kept.accounts:
        yield voucher, kept.block, None, kind.value, on, fen, first
        return
    firsts = split(first, kept.areas)
    for account, share, of_first in zip(kept.accounts, split(fen, kept.areas), firsts, strict=True):
        if share or of_first:
            yield voucher, kept.block, account, kind.value, on, share, of_first


@transaction.atomic
def fill(world: World, *, at: datetime) -> None:
    """Everything, in a few statements."""
    draw = chance("funds", world.city.key)
    settle_the_hint(world)
    estates = with_fund(world, draw)
    kept = begin(estates, draw)
    books = Books(next_voucher(), at)
    for estate in estates:
        tell(books, estate, kept[estate.pk], world, draw)
    write(books)
    for until_on in quarters(world):
        actions.roll_forward(until_on, at=at)
    reconcile(world, estates, draw, at=at)
    call(world, kept, draw, at=at)


def settle_the_hint(world: World) -> None:
    """Put the homes of one of its buildings on the register."""
    draw = chance("homes of the hint", world.city.key)
    estate = Estate.objects.get(name=world.city.estate_of_the_hint)
    blocks = next(place.buildings for place in world.places if place.code == estate.code)
    houses = [pair for pair in zip(estate.buildings.order_by("pk"), blocks, strict=True) if pair[1].households]
    if not Home.objects.of(estate).exists():
        Home.objects.bulk_create(homes_of(*houses[0], draw, since=world.calendar.yesterday))


@dataclass
class Funded:
    """An estate with a fund, and its buildings: (key, area in m², yuan per m²)."""

    pk: int
    code: str
    age: int
    is_hint: bool
    buildings: list[tuple[int, int, int]] = field(default_factory=list)


def with_fund(world: World, draw: random.Random) -> list[Funded]:
    found: dict[int, Funded] = {}
    left_out: set[int] = set()
    rows = Building.objects.order_by("estate_id", "pk").values_list(
        "pk", "storeys", "lifts", "floor_area_m2", "estate_id", "estate__code", "estate__name", "estate__kind",
        "estate__built_year",
    )  # fmt: skip
    for pk, storeys, lifts, area, estate, code, name, kind, built in rows:
        if estate not in found and estate not in left_out:
            is_hint = name == world.city.estate_of_the_hint
            if not is_hint and draw.random() >= SHARE_WITH_FUND.get(kind, 0.05):
                left_out.add(estate)
                continue
            found[estate] = Funded(estate, code, world.calendar.today.year - (built or 2000), is_hint)
        if estate in found and area:
            found[estate].buildings.append((pk, int(area), rate_of(storeys or 0, lifts)))
    return [estate for estate in found.values() if estate.buildings]


def rate_of(storeys: int, lifts: int) -> int:
    place = bisect([least for least, _rate in RATES], max(1, storeys) if lifts else 0) - 1
    return RATES[place][1]


def begin(estates: list[Funded], draw: random.Random) -> dict[int, list[Kept]]:
    """Funds of all buildings, and accounts of all homes that are on file, with nothing in them yet."""
    blocks = FundBlock.objects.bulk_create(
        (
            FundBlock(building_id=pk, estate_id=estate.pk, bank=bank, bank_account=f"0{pk:014d}")
            for estate in estates
            for bank in [draw.choice(BANKS)]
            for pk, _area, _rate in estate.buildings
        ),
        batch_size=5_000,
    )
    of_building = {block.building_id: block for block in blocks}
    accounts = open_for_homes(of_building)
    kept: dict[int, list[Kept]] = {}
    for estate in estates:
        firsts = [area * rate * 100 for _pk, area, rate in estate.buildings]
        if estate.is_hint:
            firsts = split(OF_THE_HINT["first"], firsts)
        kept[estate.pk] = [
            kept_of(of_building[pk], first, accounts)
            for (pk, _area, _rate), first in zip(estate.buildings, firsts, strict=True)
        ]
    return kept


def kept_of(block: FundBlock, first_fen: int, accounts: dict[int, list[tuple]]) -> Kept:
    homes = accounts.get(block.pk, [])
    areas, keys = [area for _key, area in homes], [key for key, _area in homes]
    return Kept(block.pk, block.estate_id, first_fen, areas=areas, accounts=keys)


def open_for_homes(of_building: dict[int, FundBlock]) -> dict[int, list[tuple]]:
    """By fund: its accounts with the areas of their homes."""
    homes = Home.objects.order_by("building_id", "unit", "room").select_related("building__estate")
    able = [home for home in homes if home.building_id in of_building]
    made = FundAccount.objects.bulk_create(
        (
            FundAccount(
                home=home, block=of_building[home.building_id],
                number=account_number(home.building.estate.code, home.pk),
            )
            for home in able
        ),
        batch_size=5_000,
    )  # fmt: skip
    found: dict[int, list[tuple]] = defaultdict(list)
    for home, account in zip(able, made, strict=True):
        found[account.block_id].append((account.pk, home.area_m2))
    return found


def next_voucher() -> int:
    """The key of the first voucher; those after it are kept free as far as any city needs."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval(pg_get_serial_sequence('fees_fundvoucher', 'id'))")
        return cursor.fetchone()[0]


def tell(books: Books, estate: Funded, kept: list[Kept], world: World, draw: random.Random) -> None:
    """One estate's ledger since the end of last year."""
    today = world.calendar.today
    new_year = today.replace(month=1, day=1)
    if estate.is_hint:
        return tell_the_hint(books, kept, new_year, today)
    left = part_left(estate.age, draw)
    books.book(
        EntryKind.TAKEN_OVER, new_year - A_DAY, [(each, round(each.first_fen * left)) for each in kept], first=True
    )
    for quarter_end in quarter_ends(new_year, today):
        rate = YEARLY_INTEREST / 4
        books.book(EntryKind.INTEREST, quarter_end, [(each, round(each.balance_fen * rate)) for each in kept])
    some_events(books, kept, new_year, today, draw)
    return None


def part_left(age: int, draw: random.Random) -> float:
    place = bisect([least for least, _low, _high in SINCE_BUILT], max(0, age)) - 1
    _least, low, high = SINCE_BUILT[place]
    return draw.uniform(low, high)


def some_events(books: Books, kept: list[Kept], start: date, today: date, draw: random.Random) -> None:
    """Uses of one building, top-ups, public revenue: most estates had none of them, some several."""
    days = max(1, (today - start).days)
    for _time in range(draw.choice([0, 0, 0, 1, 1, 2])):
        one = draw.choice(kept)
        fen = min(one.balance_fen // 3, draw.randint(8_000, 180_000) * 100)
        books.book(EntryKind.USE, start + timedelta(days=draw.randrange(days)), [(one, -fen)])
    if draw.random() < 0.3:
        on = start + timedelta(days=draw.randrange(days))
        books.book(EntryKind.TOP_UP, on, [(each, draw.randint(2_000, 30_000) * 100) for each in kept])
    if draw.random() < 0.2:
        fen = split(draw.randint(10_000, 90_000) * 100, [each.first_fen for each in kept])
        books.book(EntryKind.REVENUE, start + timedelta(days=draw.randrange(days)), list(zip(kept, fen, strict=True)))


def tell_the_hint(books: Books, kept: list[Kept], new_year: date, today: date) -> None:
    """The estate of the picture: its account of this year adds up to the figures there."""
    told, weights = OF_THE_HINT, [each.first_fen for each in kept]

    def shared(fen: int) -> list[tuple[Kept, int]]:
        return list(zip(kept, split(fen, weights), strict=True))

    books.book(EntryKind.TAKEN_OVER, new_year - A_DAY, shared(told["left"]), first=True)
    ends = quarter_ends(new_year, today)
    for on, fen in zip(ends, split(told["interest"], [1] * len(ends)), strict=True):
        books.book(EntryKind.INTEREST, on, shared(fen))
    span = (today - new_year).days
    books.book(EntryKind.TOP_UP, new_year + timedelta(days=span // 5), shared(told["top_up"]))


def quarter_ends(start: date, today: date) -> list[date]:
    """The 21st of each quarter's last month, on which banks pay interest, from `start` on before `today`."""
    first = date(start.year, 3, 21)
    days = (first + relativedelta(months=3 * place) for place in range(9))
    return [day for day in days if start <= day < today] or [start]


def quarters(world: World) -> list[date]:
    """Before which days the books are closed: every quarter of this year whose time to book is over."""
    closed = to_close(world.calendar.yesterday)
    days = [world.calendar.today.replace(month=1, day=1) + relativedelta(months=3 * place) for place in range(1, 4)]
    return [day for day in days if day <= closed]


def write(books: Books) -> None:
    copy_rows(
        "fees_fundvoucher",
        ("id", "number", "estate_id", "kind", "on", "amount_fen", "reference", "note", "made_at"),
        books.vouchers,
    )
    with connection.cursor() as cursor:  # entries are compared with these by plans that need to know how many they are
        cursor.execute("ANALYZE fees_fundvoucher, fees_fundaccount, fees_fundblock")
    copy_rows(
        "fees_fundentry",
        ("voucher_id", "block_id", "account_id", "kind", "on", "amount_fen", "first_deposit_fen"),
        books.entries,
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE fees_fundvoucher, fees_fundentry, fees_fundblock")
        cursor.execute(
            "SELECT setval(pg_get_serial_sequence('fees_fundvoucher', 'id'), %s)",
            [books.first_key + len(books.vouchers)],
        )


def reconcile(world: World, estates: list[Funded], draw: random.Random, *, at: datetime) -> None:
    """The bank's statements of the last closed quarter, around the demo's people: most agree, some have a line left."""
    until_on = (quarters(world) or [world.calendar.today.replace(month=1, day=1)])[-1]
    near = [estate for estate in estates if estate.code.startswith(world.city.people_county[:6])]
    chosen = [estate for estate in near if estate.is_hint] + near[:RECONCILED]
    lines: list[BankLine] = []
    for block in FundBlock.objects.filter(estate__in=[estate.pk for estate in chosen]).select_related("estate"):
        lines += bank_lines(block, until_on - relativedelta(months=3), until_on, world.city.estate_of_the_hint, draw)
    for statement in take_in(lines, by=None, at=at):
        if not statement.lines.filter(state=LineState.UNMATCHED).exists():
            banks.close(statement, by=None, at=at)


def bank_lines(block: FundBlock, from_on: date, until_on: date, hint: str, draw: random.Random) -> list[BankLine]:
    """What the bank says of a quarter: the ledger's vouchers, and here and there money that the ledger lacks."""
    rows = FundEntry.objects.filter(block=block, on__lt=until_on).order_by("on", "voucher_id")
    moved = list(rows.values_list("on", "kind", "voucher_id").annotate(fen=Sum("amount_fen")))
    balance = sum(fen for on, _kind, _voucher, fen in moved if on < from_on)
    told = [(on, kind, fen) for on, kind, _voucher, fen in moved if on >= from_on]
    if draw.random() < UNKNOWN_TO_THE_LEDGER and block.estate.name != hint:
        told.append((until_on - A_DAY, LineKind.OTHER, draw.randint(5_000, 90_000)))
    found = []
    for place, (on, kind, fen) in enumerate(told, start=1):
        balance += fen
        serial = f"{until_on:%Y%m%d}{block.pk:08d}{place:02d}"
        found.append(BankLine(block=block, serial=serial, on=on, kind=kind, amount_fen=fen, balance_fen=balance))
    return found


def call(world: World, kept: dict[int, list[Kept]], draw: random.Random, *, at: datetime) -> None:
    """Who is low was called some weeks ago; some have paid since."""
    yesterday = world.calendar.yesterday
    actions.call_low(yesterday - timedelta(days=CALLED_AGO), at=at)
    by_block = {each.block: each for held in kept.values() for each in held}
    books = Books(next_voucher(), at)
    with connection.cursor() as cursor:
        cursor.execute("SELECT block_id, sum_fen FROM fees_fundcall WHERE account_id IS NULL ORDER BY id")
        called = cursor.fetchall()
    for block, fen in called:
        if draw.random() < PAID_OF_CALLED:
            on = max(to_close(yesterday), yesterday - timedelta(days=draw.randint(1, 20)))
            books.book(EntryKind.TOP_UP, on, [(by_block[block], fen)])
    if books.vouchers:
        write(books)
    actions.end_paid_calls(yesterday, at=at)
