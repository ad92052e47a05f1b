"""How an invented city's estates were handed over: new ones by their developers, others from company to company."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random

from accounts.numbers import number_of
from committees.models import PaperForm
from committees.papers import actions as papers
from demo.chance import chance
from demo.world import World
from enterprises.models import (
    ConditionKind,
    Delivery,
    DeliveryCondition,
    DeliveryState,
    ServiceContract,
    Takeover,
    TakeoverDefect,
    TakeoverKind,
    TakeoverPaper,
    TakeoverPaperKind,
    TakeoverState,
    TakeoverWitness,
    WitnessSide,
)
from estates.models import Estate

NEW_YEARS, WAITING, CHANGED_DAYS, PAPERED, AT_ONCE = 2, 2, 400, 6, 5000
DEFECTS = (
    ("地下车库", "顶板局部渗水"), ("消防泵房", "稳压泵频繁启动"), ("1 号楼屋面", "排水口堵塞"),
    ("2 号楼电梯厅", "应急照明不亮"), ("小区道路", "路面沉降"), ("配电室", "标识不全"),
)  # fmt: skip
MISSING = {ConditionKind.MAINS: "燃气未通气。", ConditionKind.GROUNDS: "南侧道路未完成铺装。"}


def fill(world: World, *, on: date, at: datetime) -> None:
    deliver(world, on=on, at=at)
    take_over(world, on=on)


# Deliveries.


def deliver(world: World, *, on: date, at: datetime) -> None:
    """The first part of new estates and of the best-known one, confirmed; a second part waits for conditions."""
    sold = Estate.objects.filter(kind="commodity").exclude(name=world.city.estate_of_the_hint)
    hint = Estate.objects.filter(name=world.city.estate_of_the_hint)
    done = [first_part(world, each, on=on) for each in [*hint, *sold.filter(built_year__gte=on.year - NEW_YEARS)]]
    newest = sold.exclude(built_year=None).order_by("-built_year", "pk")[:WAITING]
    waiting = [second_part(world, each, on=on) for each in newest]
    made = [*done, *waiting]
    for place, delivery in enumerate(made, start=1):
        delivery.number = number_of(place, "JF", delivery.applied_on)
    Delivery.objects.bulk_create(made)
    DeliveryCondition.objects.bulk_create([*checked(done, {}, on=on), *checked(waiting, MISSING, on=on)])
    for delivery in done:
        delivery.state, delivery.confirmed_on = DeliveryState.CONFIRMED, delivery.applied_on + timedelta(days=20)
    Delivery.objects.bulk_update(done, ["state", "confirmed_on"], batch_size=500)
    for delivery in done[:PAPERED]:
        delivery.paper = papers.make(PaperForm.DELIVERY, delivery, by=None, at=at)
        delivery.save(update_fields=["paper"])


def first_part(world: World, estate: Estate, *, on: date) -> Delivery:
    draw = chance(world.city.key, "delivery", estate.code)
    built = min(date(estate.built_year or on.year, draw.randint(3, 9), 1), on - timedelta(days=60))
    return a_delivery(estate, "一期", estate.households or 1, estate.floor_area_m2, built, draw)


def second_part(world: World, estate: Estate, *, on: date) -> Delivery:
    """A third as large, applied for a few weeks ago."""
    draw = chance(world.city.key, "second delivery", estate.code)
    applied_on, homes = on - timedelta(days=draw.randint(12, 30)), (estate.households or 3) // 3
    return a_delivery(estate, "二期", max(1, homes), estate.floor_area_m2 / 3, applied_on, draw)


def a_delivery(estate: Estate, phase: str, homes: int, area: Decimal, applied_on: date, draw: Random) -> Delivery:
    area = max(round(area, 2), Decimal(1000))
    return Delivery(
        estate=estate, phase=phase, homes=homes, developer=f"{estate.name}房地产开发有限公司（示例）",
        applied_on=applied_on, handover_on=applied_on + timedelta(days=60), floor_area_m2=area,
        service_rooms_m2=max(80, round(area / 250) + draw.randint(1, 30)), committee_room_m2=draw.randint(20, 40),
    )  # fmt: skip


def checked(deliveries: list[Delivery], missing: dict[str, str], *, on: date) -> Iterator[DeliveryCondition]:
    """The eight conditions of each, met but for those that are `missing`."""
    for delivery in deliveries:
        for place, kind in enumerate(ConditionKind):
            yield DeliveryCondition(
                delivery=delivery, kind=kind, is_met=kind not in missing, missing=missing.get(kind, ""),
                checked_on=min(on, delivery.applied_on + timedelta(days=2 + place)),
            )  # fmt: skip


# Takeovers.


def take_over(world: World, *, on: date) -> None:
    """With every delivery, and with every contract of the last year; most are filed, some are late."""
    made = [*of_deliveries(world, on=on), *of_changes(world, on=on)]
    for place, (takeover, _draw) in enumerate(made, start=1):
        takeover.number = number_of(place, "CY", takeover.inspect_by)
    ends = [takeover.state for takeover, _draw in made]
    for takeover, _draw in made:
        takeover.state = TakeoverState.INSPECTED if takeover.inspected_on else TakeoverState.OPEN
    Takeover.objects.bulk_create([takeover for takeover, _draw in made], batch_size=AT_ONCE)
    put_beside(made, ends, on=on)
    for state in (TakeoverState.FINISHED, TakeoverState.FILED):
        pks = [takeover.pk for (takeover, _draw), end in zip(made, ends, strict=True) if end == state]
        Takeover.objects.filter(pk__in=pks).update(state=state)


def of_deliveries(world: World, *, on: date) -> Iterator[tuple[Takeover, Random]]:
    running = {row.estate_id: row for row in ServiceContract.objects.running(on=on)}
    for delivery in Delivery.objects.select_related("estate").order_by("pk"):
        contract = running.get(delivery.estate_id)
        if contract is not None:
            draw = chance(world.city.key, "takeover", delivery.number)
            yield a_takeover(contract, delivery.developer, delivery.handover_on, draw, delivery=delivery, on=on), draw


def of_changes(world: World, *, on: date) -> Iterator[tuple[Takeover, Random]]:
    """Contracts that began after another one of the same estate."""
    rows = ServiceContract.objects.select_related("enterprise").order_by("estate_id", "begins_on")
    before: ServiceContract | None = None
    for row in rows:
        follows = before is not None and before.estate_id == row.estate_id and before.enterprise_id != row.enterprise_id
        if follows and on - timedelta(days=CHANGED_DAYS) < row.begins_on <= on:
            draw = chance(world.city.key, "takeover", row.number)
            yield a_takeover(row, before.enterprise.name, row.begins_on, draw, delivery=None, on=on), draw
        before = row


def a_takeover(
    contract: ServiceContract, hands_over: str, handover_on: date, draw: Random, *, delivery: Delivery | None, on: date
) -> Takeover:
    inspect_by = handover_on - timedelta(days=15)
    takeover = Takeover(
        estate_id=contract.estate_id, enterprise_id=contract.enterprise_id, delivery=delivery, hands_over=hands_over,
        kind=TakeoverKind.NEW if delivery else TakeoverKind.CHANGE, handover_on=handover_on, inspect_by=inspect_by,
        papers_due_on=inspect_by - timedelta(days=20), state=TakeoverState.OPEN,
    )  # fmt: skip
    inspected = inspect_by + timedelta(days=draw.randint(-20, 6))
    if inspected > on or draw.random() < 0.03:
        return takeover
    takeover.inspected_on, takeover.file_by = inspected, inspected + timedelta(days=30)
    takeover.post_by = inspected + timedelta(days=3)
    takeover.state, takeover.posted_on = TakeoverState.INSPECTED, min(on, inspected + timedelta(days=2))
    finished = inspected + timedelta(days=draw.randint(5, 28))
    if finished <= on and draw.random() < 0.94:
        takeover.state, takeover.finished_on = TakeoverState.FINISHED, finished
        filed = finished + timedelta(days=draw.randint(1, 12))
        if filed <= on and draw.random() < 0.96:
            takeover.state, takeover.filed_on = TakeoverState.FILED, filed
    return takeover


def put_beside(made: list[tuple[Takeover, Random]], ends: list[str], *, on: date) -> None:
    """Witnesses, papers and defects of those that were inspected."""
    witnesses: list[TakeoverWitness] = []
    received: list[TakeoverPaper] = []
    defects: list[TakeoverDefect] = []
    for takeover, draw in made:
        if takeover.inspected_on is not None:
            witnesses += signed(takeover)
            received += handed_in(takeover, draw)
            defects += found(takeover, draw)
    TakeoverWitness.objects.bulk_create(witnesses, batch_size=AT_ONCE)
    TakeoverPaper.objects.bulk_create(received, batch_size=AT_ONCE)
    TakeoverDefect.objects.bulk_create(defects, batch_size=AT_ONCE)


def signed(takeover: Takeover) -> list[TakeoverWitness]:
    bodies = {
        WitnessSide.COMMUNITY: "社区居民委员会",
        WitnessSide.OWNERS: "业主代表",
        WitnessSide.AGENCY: "市物业管理协会（示例）",
    }
    return [
        TakeoverWitness(takeover=takeover, side=side, body=body, signed_on=takeover.inspected_on)
        for side, body in bodies.items()
    ]


def handed_in(takeover: Takeover, draw: Random) -> list[TakeoverPaper]:
    is_whole = takeover.finished_on is not None
    kinds = list(TakeoverPaperKind) if is_whole else draw.sample(list(TakeoverPaperKind), 5)
    due = takeover.papers_due_on or takeover.inspect_by
    return [TakeoverPaper(takeover=takeover, kind=kind, received_on=due - timedelta(days=3)) for kind in kinds]


def found(takeover: Takeover, draw: Random) -> list[TakeoverDefect]:
    assert takeover.inspected_on is not None
    day, until = takeover.inspected_on, takeover.finished_on
    return [
        TakeoverDefect(
            takeover=takeover, place=place, words=words, found_on=day, due_on=day + timedelta(days=30), fixed_on=until
        )
        for place, words in draw.sample(DEFECTS, draw.randint(0 if until else 1, 4))
    ]
