"""What estates charge in an invented city: an example standard with guide prices, levels found on site, fee filings.

Most is in order. Some estates were never looked at, a few were found below the level that they charge for; some
filings wait for an answer or were given back, some companies never filed, a few take fees too far in advance or raised
them without asking anybody. Where the owners voted on a higher fee (`votes.py`), it stands on that.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random

from django.utils import timezone

from accounts.models import Region
from accounts.numbers import number_of
from committees.models import Matter, VoteState
from demo.chance import Urn, chance
from demo.contracts import Contract
from demo.world import World
from enterprises.models import ServiceContract
from estates.models import Estate
from fees.models import (
    EstateLevel,
    FeeFiling,
    FeeItem,
    FeeUnit,
    FilingState,
    GuidePrice,
    IndexKind,
    ItemKind,
    PaidBy,
    PriceIndex,
    Standard,
    StandardLevel,
)
from fees.prices.actions import propose_guide_price, set_prices_of
from fees.standards.actions import draft_table, publish
from fees.standards.table_file import shipped

VERIFIED, LOWER, NEVER_FILED, RAISED, FAR_AHEAD = 0.93, 0.03, 0.035, 0.015, 0.008
INDICES = {
    IndexKind.WAGE: ("105.20", "104.60"),
    IndexKind.CONSUMER: ("100.20", "100.80"),
    IndexKind.ENERGY: ("98.70", "101.50"),
}
STATES = Urn(
    [FilingState.ACCEPTED, FilingState.SUBMITTED, FilingState.RETURNED, FilingState.DRAFT], [0.93, 0.04, 0.02, 0.01]
)
ADVANCE = Urn([12, 6, 3, 1], [0.7, 0.15, 0.1, 0.05])
DECIDED_BY = {"early": "guide", "owners": "owners", "basic": "district"}
GIVEN_BACK = ("请补充上年度收支审计报告。", "车位收费未附协议，请补充。", "减收比例与合同不一致，请核对。")
PLAN_HANGS, DECIDED_BEFORE = timedelta(days=31), timedelta(days=10)
LOOKED_AT_HINT = 191
"""Days since the estate of the hint was looked at."""


def fill(world: World, *, at: datetime) -> None:
    filling = Filling(world, lay_down(world, at=at))
    estates = dict(Estate.objects.values_list("code", "pk"))
    contracts = dict(ServiceContract.objects.values_list("number", "pk"))
    for contract in world.contracts:
        filling.take_up(contract, estates[contract.place.code], contracts[contract.number])
    EstateLevel.objects.bulk_create(filling.levels, batch_size=2000)
    FeeFiling.objects.bulk_create(filling.filings, batch_size=2000)
    FeeItem.objects.bulk_create(filling.items, batch_size=4000)


def lay_down(world: World, *, at: datetime) -> Standard:
    """The example standard with its guide prices, the indices of two years, and what would follow from them."""
    table = shipped("example")
    region = Region.objects.get(code=world.city.region)
    standard = publish(draft_table(table, region, by=None, at=at), effective_from=table.effective_from, by=None, at=at)
    assert table.prices is not None
    set_prices_of(table.prices, standard, by=None, at=at)
    year = world.calendar.today.year - 1
    PriceIndex.objects.bulk_create(
        PriceIndex(
            kind=kind, year=year - ago, value=Decimal(value), source="示例", is_example=True,
            published_on=date(year - ago + 1, 2, 28),
        )
        for kind, values in INDICES.items()
        for ago, value in enumerate(values)
    )  # fmt: skip
    for price in GuidePrice.objects.order_by("pk"):
        propose_guide_price(price, year=year, by=None, at=at)
    return standard


class Filling:
    """What is to be written, all at once."""

    def __init__(self, world: World, standard: Standard):
        self.city, self.today = world.city, world.calendar.today
        self.level_called = {level.name: level for level in standard.levels.select_related("standard")}
        self.level_ranked = {level.rank: level for level in self.level_called.values()}
        self.county_name = {county.code: county.name for county in world.city.counties}
        self.levels: list[EstateLevel] = []
        self.filings: list[FeeFiling] = []
        self.items: list[FeeItem] = []
        self.passed = passed_on_fees()

    def take_up(self, contract: Contract, estate: int, pk: int) -> None:
        """What was found and filed under one contract."""
        draw = chance(self.city.key, "prices", contract.number)
        is_hint = contract.place.name == self.city.estate_of_the_hint
        if contract.runs_on(self.today):
            if is_hint or draw.random() < VERIFIED:
                self.levels.append(self.found_on_site(contract, draw, estate, is_hint=is_hint))
            if not is_hint and draw.random() < NEVER_FILED:
                return
        passed = self.passed.get(estate) if contract.stage == "owners" and contract.runs_on(self.today) else None
        for filing in self.filings_of(contract, draw, passed, is_hint=is_hint):
            filing.number = number_of(len(self.filings) + 1, "SF", filing.filed_on or self.today)
            filing.estate_id, filing.contract_id = estate, pk
            self.filings.append(filing)
            self.items += items_of(filing, contract, draw)

    def found_on_site(self, contract: Contract, draw: Random, estate: int, *, is_hint: bool) -> EstateLevel:
        level = self.level_called[contract.service_level]
        days = max((self.today - max(contract.begins_on, level.standard.effective_from)).days, 1)
        looked = self.today - timedelta(days=min(LOOKED_AT_HINT, days) if is_hint else draw.randrange(1, days + 1))
        is_lower = not is_hint and level.rank > 1 and draw.random() < LOWER
        return EstateLevel(
            estate_id=estate, level=self.level_ranked[level.rank - 1] if is_lower else level, from_on=looked,
            verified_on=looked, verified_by=f"{self.county_name[contract.place.county]}住房和城乡建设局",
            note="绿化、保洁未达到约定等级。" if is_lower else "",
        )  # fmt: skip

    def filings_of(
        self, contract: Contract, draw: Random, passed: Matter | None, *, is_hint: bool
    ) -> Iterator[FeeFiling]:
        """The one of the term; now and then one before it, with a lower price."""
        runs, yesterday = contract.runs_on(self.today), self.today - timedelta(days=1)
        level = self.level_called[contract.service_level]
        state = STATES.draw(draw) if runs and not is_hint and passed is None else FilingState.ACCEPTED
        from_on = contract.begins_on
        filed_on = min(from_on + timedelta(days=draw.randrange(1, 15)), yesterday)
        if state != FilingState.ACCEPTED:
            filed_on = self.today - timedelta(days=draw.randrange(1, 25))
        risen_on = None
        if passed is not None:
            risen_on = (passed.vote.announced_until_on or self.today) + DECIDED_BEFORE
        elif not is_hint and state == FilingState.ACCEPTED and is_raised(contract, draw, self.today):
            risen_on = from_on + timedelta(days=(min(self.today, contract.ends_on or self.today) - from_on).days // 2)
        if risen_on is not None and from_on < risen_on < self.today:
            yield one(contract, draw, level, state, from_on, risen_on, filed_on)
            yield risen(one(contract, draw, level, state, risen_on, contract.ends_on, risen_on), passed)
        else:
            yield one(contract, draw, level, state, from_on, contract.ends_on, filed_on)


def passed_on_fees() -> dict[int, Matter]:
    """By estate: what the owners passed about their fee, in a vote that is final."""
    rows = Matter.objects.filter(passed=True, vote__state=VoteState.FINAL, question__contains="物业费")
    return {row.vote.estate_id: row for row in rows.select_related("vote")}


def risen(filing: FeeFiling, passed: Matter | None) -> FeeFiling:
    filing.is_rise, filing.matter = True, passed
    if passed is not None:
        filing.posted_until_on = timezone.localdate(passed.vote.opens_at)
        filing.posted_from_on = filing.posted_until_on - PLAN_HANGS
    return filing


def is_raised(contract: Contract, draw: Random, today: date) -> bool:
    """Whether the fee went up in the middle of a term that is long enough for it."""
    return draw.random() < RAISED and contract.stage == "owners" and (today - contract.begins_on).days > 300


def one(
    contract: Contract, draw: Random, level: StandardLevel, state: FilingState, from_on: date, until_on: date | None,
    filed_on: date,
) -> FeeFiling:  # fmt: skip
    is_answered = state in (FilingState.ACCEPTED, FilingState.RETURNED)
    is_early = contract.stage == "early"
    return FeeFiling(
        state=state, decided_by=DECIDED_BY[contract.stage], level=level, from_on=from_on, until_on=until_on,
        approval="区发改委、住建局联合核定意见（示例）" if contract.stage == "basic" else "",
        filed_on=None if state == FilingState.DRAFT else filed_on,
        answered_on=filed_on + timedelta(days=1) if is_answered else None,
        answer=draw.choice(GIVEN_BACK) if state == FilingState.RETURNED else "",
        vacancy_reduction_percent=Decimal(draw.choice([15, 20, 30])) if is_early else None,
        prepay_months_most=draw.choice([18, 24, 36]) if draw.random() < FAR_AHEAD else ADVANCE.draw(draw),
    )  # fmt: skip


def items_of(filing: FeeFiling, contract: Contract, draw: Random) -> Iterator[FeeItem]:
    """The service of homes; in some estates shops and parking too. A filing that ends before its contract was lower."""
    is_earlier = filing.until_on is not None and filing.until_on != contract.ends_on
    has_lifts = any(building.lifts for building in contract.place.buildings)
    fen = contract.fee_fen - 5 * draw.randint(2, 5) if is_earlier else contract.fee_fen
    lift, shared = (
        (PaidBy.COMPANY if has_lifts else PaidBy.NONE),
        PaidBy.COMPANY if draw.random() < 0.8 else PaidBy.OWNERS,
    )
    yield FeeItem(
        filing=filing, name="住宅物业服务费", price_fen=max(fen, 20), lift_paid_by=lift, utilities_paid_by=shared
    )
    if draw.random() < 0.3:
        yield FeeItem(
            filing=filing, kind=ItemKind.SHOP, name="商铺物业服务费", price_fen=contract.fee_fen * 2,
            lift_paid_by=PaidBy.NONE, utilities_paid_by=shared,
        )  # fmt: skip
    if draw.random() < 0.4:
        yield FeeItem(
            filing=filing, kind=ItemKind.PARKING, name="地面车位服务费", unit=FeeUnit.SPACE_MONTH,
            price_fen=draw.choice([3000, 5000, 6000, 8000]), lift_paid_by=PaidBy.NONE, utilities_paid_by=PaidBy.NONE,
        )  # fmt: skip
