"""What is paid of the fees in an invented city, what the machine finds odd about them, and what became of it.

Most companies report their collection in time; some are late, a few collect after their contract. Two months ago the
machine looked for the first time, and officers have worked through a part of what it found.
"""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from random import Random

from dateutil.relativedelta import relativedelta
from django.utils import timezone

from accounts.city import whole
from accounts.numbers import many_numbered
from accounts.sealing import digest, seal
from demo.chance import Urn, chance
from demo.names import Names
from demo.world import World
from enterprises.models import ServiceContract
from fees.collection.periods import Period, last_period, period_before
from fees.findings import actions
from fees.models import (
    ArrearsPaper,
    ArrearsReferral,
    Collection,
    Finding,
    FindingKind,
    FindingState,
    PaperKind,
    ReferralState,
)
from fees.models.collections import REFERRAL_OPEN

QUARTERS, LATE, AFTER_TERM, FAR_AHEAD = 2, 0.08, 0.02, 0.004
FIRST_LOOK = timedelta(days=60)
WORKED_THROUGH = 160
"""So many findings officers got round to."""
RATES = Urn([(0.95, 0.995), (0.88, 0.95), (0.75, 0.88), (0.45, 0.75)], [0.25, 0.4, 0.25, 0.1])
RATE_OF_THE_HINT = 0.932
REFERRED = 0.012
"""So many running contracts have a referral of arrears."""
STATES = Urn(
    [
        ReferralState.PROPOSED, ReferralState.NOTICED, ReferralState.REFERRED, ReferralState.PAID,
        ReferralState.REFUSED, ReferralState.WITHDRAWN,
    ], [0.3, 0.2, 0.25, 0.15, 0.05, 0.05],
)  # fmt: skip
STATEMENTS = (
    "系按合同约定收取，已在公示栏公示，请核对。",
    "与业委会协商一致，尚未办理书面手续，将补办。",
    "数据填报有误，已申请更正。",
)
RESULTS = ("经核对收费公示、缴费记录与合同，情况属实。", "现场核查并抽查缴费票据，情况属实。")
NOT_SO = ("系备案信息未及时更新，实际收费与规定一致。", "合同约定由业主共同决定，补交的决议真实有效。")
PUT_RIGHT = "已调整收费标准，多收部分已退还并公示。"
DECIDED = "责令改正期满未整改，予以认定。"


def fill(world: World, *, at: datetime) -> None:
    report_collections(world, at=at)
    refer(world, at=at)
    first = world.calendar.yesterday - FIRST_LOOK
    actions.look_over(on=first, at=noon(first))
    work_through(world, first)
    actions.look_over(on=world.calendar.yesterday, at=at)


def noon(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(12)))


def report_collections(world: World, *, at: datetime) -> None:
    """The last quarters of every contract, the latest of which some companies still owe."""
    on = world.calendar.yesterday
    hint, periods = world.city.estate_of_the_hint, quarters(on)
    rows = ServiceContract.objects.select_related("estate").filter(fee_fen_per_m2_month__gt=0).order_by("pk")
    made: list[Collection] = []
    for contract in rows.filter(begins_on__lt=on):
        made += of_contract(contract, world.city.key, periods, is_hint=contract.estate.name == hint)
    for row in made:
        row.reported_at = noon(min(row.until_on + timedelta(days=12), on))
    Collection.objects.bulk_create(made, batch_size=4000)


def of_contract(contract: ServiceContract, key: str, periods: list[Period], *, is_hint: bool) -> Iterator[Collection]:
    draw = chance(key, "collection", contract.number)
    low, high = RATES.draw(draw)
    rate = RATE_OF_THE_HINT if is_hint else draw.uniform(low, high)
    goes_on = draw.random() < AFTER_TERM
    is_late = not is_hint and draw.random() < LATE
    for place, period in enumerate(periods):
        from_on, until_on = max(period.from_on, contract.begins_on), period.until_on
        ends_on = contract.ends_on or date.max
        if ends_on < until_on and not goes_on:
            until_on = ends_on
        if from_on < until_on and from_on < ends_on and not (is_late and place == 0):
            yield collected(contract, draw, from_on, until_on, rate)


def quarters(on: date) -> list[Period]:
    """The last ones that are over, the latest first."""
    months, days = whole("collection_report_months", on=on), whole("collection_report_days", on=on)
    found = [last_period(on=on)]
    while len(found) < QUARTERS:
        found.append(period_before(found[-1].from_on, months, days))
    return found


def collected(contract: ServiceContract, draw: Random, from_on: date, until_on: date, rate: float) -> Collection:
    homes = max(contract.estate.households, 1)
    months = max((until_on - from_on).days // 30, 1)
    due = int(contract.estate.floor_area_m2) * (contract.fee_fen_per_m2_month or 0) * months
    paid = int(due * min(1.0, rate * draw.uniform(0.98, 1.02)))
    owing = min(homes, max(1, round(homes * (1 - rate)))) if paid < due else 0
    return Collection(
        estate_id=contract.estate_id, contract=contract, from_on=from_on, until_on=until_on, due_fen=due,
        collected_fen=paid, homes_due=homes, homes_in_arrears=owing,
        arrears_fen=round((due - paid) * draw.uniform(1.0, 2.5)) if owing else 0,
        prepaid_months_most=prepaid(contract, draw, until_on),
    )  # fmt: skip


def prepaid(contract: ServiceContract, draw: Random, until_on: date) -> int:
    """Months in advance: within the contract and its rule, but for a few."""
    if draw.random() < FAR_AHEAD:
        return draw.choice([18, 24])
    left = ((contract.ends_on or date.max) - until_on).days // 31
    return draw.choice([months for months in (0, 3, 6, 12) if months <= left] or [0])


def work_through(world: World, first: date) -> None:
    """Officers took up what was found then: by and by, and not all of it."""
    fates = Urn([leave, wait, wave_through, order, see_right, count_it], [0.3, 0.2, 0.17, 0.13, 0.12, 0.08])
    for finding in Finding.objects.filter(state=FindingState.FOUND).order_by("estate_id", "key")[:WORKED_THROUGH]:
        draw = chance(world.city.key, "finding", finding.key)
        fate: Callable = fates.draw(draw)
        if fate in (order, see_right, count_it) and finding.kind == FindingKind.PRICE_OUTLIER:
            fate = wave_through
        fate(finding, draw, noon(first + timedelta(days=draw.randrange(1, 8))), world)


def leave(finding: Finding, draw: Random, at: datetime, world: World) -> None:
    """Nobody has looked at it yet."""


def wait(finding: Finding, draw: Random, at: datetime, world: World) -> None:
    """The company was asked these days."""
    asked = noon(world.calendar.yesterday - timedelta(days=draw.randrange(1, 5)))
    actions.ask(finding, by=None, at=asked)
    if draw.random() < 0.5:
        actions.explain(finding, statement=draw.choice(STATEMENTS), by=None, at=asked + timedelta(hours=20))


def wave_through(finding: Finding, draw: Random, at: datetime, world: World) -> None:
    actions.find_unfounded(finding, result=draw.choice(NOT_SO), by=None, at=at)


def order(finding: Finding, draw: Random, at: datetime, world: World) -> None:
    """To be put right: for some the day is near, for some it is over."""
    late = noon(world.calendar.yesterday - timedelta(days=draw.randrange(2, 20)))
    heard(finding, draw, late - timedelta(days=3), late)


def heard(finding: Finding, draw: Random, asked: datetime, checked: datetime) -> None:
    actions.ask(finding, by=None, at=asked)
    actions.explain(finding, statement=draw.choice(STATEMENTS), by=None, at=asked + timedelta(hours=30))
    actions.find_so(finding, result=draw.choice(RESULTS), by=None, at=checked)


def see_right(finding: Finding, draw: Random, at: datetime, world: World) -> None:
    heard(finding, draw, at, at + timedelta(days=4))
    actions.note_put_right(finding, decision=PUT_RIGHT, by=None, at=at + timedelta(days=14))


def count_it(finding: Finding, draw: Random, at: datetime, world: World) -> None:
    heard(finding, draw, at, at + timedelta(days=6))
    actions.decide(finding, decision=DECIDED, by=None, at=at + timedelta(days=25))


def refer(world: World, *, at: datetime) -> None:
    """Some owners whose arrears a court found; nobody whom there is."""
    on, draw = world.calendar.yesterday, chance(world.city.key, "referrals")
    rows = ServiceContract.objects.running(on=on).filter(begins_on__lt=on - relativedelta(months=20)).order_by("pk")
    chosen = [contract for contract in rows if draw.random() < REFERRED]
    numbers = many_numbered(ArrearsReferral, "CJ", on, len(chosen))
    names = Names(world.city, chance("arrears", world.city.key))
    made = [referral(contract, draw, names, on) for contract in chosen]
    for row, number in zip(made, numbers, strict=True):
        row.pk, row.number = number["pk"], number["number"]
    ArrearsReferral.objects.bulk_create(made)
    ArrearsPaper.objects.bulk_create([paper for row in made for paper in papers_of(row)])


def referral(contract: ServiceContract, draw: Random, names: Names, on: date) -> ArrearsReferral:
    home = f"{draw.randint(1, 9)}号楼{draw.randint(1, 3)}单元{draw.randint(1, 17)}0{draw.randint(1, 4)}"
    proposed, state = on - timedelta(days=draw.randrange(40, 200)), STATES.draw(draw)
    row = ArrearsReferral(
        estate_id=contract.estate_id, contract=contract, state=state, arrears_fen=draw.randrange(300_000, 2_500_000),
        arrears_since_on=proposed - timedelta(days=draw.randrange(400, 600)), proposed_at=noon(proposed),
        sealed_home=seal(home), home_digest=digest(f"arrears\0{contract.estate_id}\0{home}"),
    )  # fmt: skip
    row.put_down(name=names.person())
    lead_on(row, draw, proposed, on)
    return row


def lead_on(row: ArrearsReferral, draw: Random, proposed: date, on: date) -> None:
    """The days that a referral in its state has behind it."""
    noticed = proposed + timedelta(days=6)
    if row.state != ReferralState.PROPOSED:
        row.noticed_on, row.statement_due_on = noticed, noticed + timedelta(days=10)
    if row.state in (ReferralState.REFERRED, ReferralState.REFUSED):
        row.decided_at = noon(noticed + timedelta(days=15))
        row.decision = "生效判决确认欠费，经催告仍不缴纳，予以移送。"
    if row.state == ReferralState.REFUSED:
        row.decision = "业主已就物业服务质量另行起诉，暂不移送。"
    if row.state == ReferralState.REFERRED:
        row.until_on = timezone.localdate(row.decided_at) + relativedelta(months=draw.choice([6, 12, 18]))
    if row.state not in REFERRAL_OPEN:
        row.over_on = noticed + timedelta(days=20)
        row.erase_on = max(row.over_on + relativedelta(months=whole("arrears_kept_months", on=on)), on)


def papers_of(row: ArrearsReferral) -> Iterator[ArrearsPaper]:
    """All that are asked for; of a fresh proposal one is still missing now and then."""
    kinds = [PaperKind.DEMAND, PaperKind.JUDGMENT, PaperKind.SERVED, PaperKind.ENFORCEMENT]
    is_whole = row.state != ReferralState.PROPOSED or row.pk % 3
    for kind in kinds if is_whole else kinds[:-1]:
        issued = row.arrears_since_on + timedelta(days=360)
        yield ArrearsPaper(
            referral=row, kind=kind, issued_on=issued, added_at=row.proposed_at,
            reference="" if kind == PaperKind.DEMAND else f"（{issued.year}）示例民初{row.pk}号",
        )  # fmt: skip
