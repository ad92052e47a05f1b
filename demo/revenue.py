"""What the shared parts of an invented city earn: contracts, two quarters of accounts, a sample that was drawn.

Most companies post in time. Some are late, some owe the last quarter still; a few contracts never bring anything, a few
accounts do not open with what the quarter before closed with, or do not agree with the bank.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from fractions import Fraction
from random import Random
from typing import Any

from django.core.files.base import ContentFile
from django.db import connection, transaction
from django.db.models import Sum
from django.utils import timezone

from accounts.models import Level, Region
from accounts.numbers import many_numbered
from accounts.proofs import private_files
from committees.postings.actions import gone_on
from demo.chance import Urn, chance
from demo.contracts import Contract
from demo.copying import copied
from demo.world import World
from estates.models import Estate, Home
from fees.funds.ratio import is_low
from fees.models import FundBlock, RevenueAudit, RevenueContract, RevenueLine, RevenueProof, RevenueReport
from fees.models.revenue import FUND, CostKind, OwnersKind, Pays, ProofKind, ReportState, RevenueSource, Side
from fees.models.revenue_audits import AuditState
from fees.revenue import arriving, auditing, demanding
from fees.revenue.accounts import least_to_fund, totals
from fees.revenue.contracts import PREFIX as CONTRACTS
from fees.revenue.law import RevenueLaw, revenue_law
from fees.revenue.periods import Period, last_over, period_of
from fees.revenue.reporting import PREFIX as REPORTS

QUARTERS, QUARTERS_OF_THE_HINT = 2, 6
LATE, OWING, IDLE, UNEVEN, UNBANKED, WITHHELD, GIVES = 0.06, 0.05, 0.012, 0.008, 0.008, 0.06, 0.015
OF_THE_HINT = {
    RevenueSource.PARKING: 11_400_000, RevenueSource.ADVERT: 5_220_000, RevenueSource.LOCKER: 2_000_000,
    Side.COST: 3_100_000,
}  # fmt: skip
"""The last quarter of the estate of the hint, in fen."""
PAYERS = {
    RevenueSource.ADVERT: ("城市传媒有限公司", "新潮电梯广告有限公司", "正和文化传播有限公司"),
    RevenueSource.LOCKER: ("速递易智能科技有限公司", "丰箱科技有限公司", "邻里智能柜有限公司"),
    RevenueSource.TELECOM: ("铁塔通信服务有限公司", "城域通信有限公司"),
}
PLACES = {
    RevenueSource.ADVERT: "各楼电梯轿厢、小区大门", RevenueSource.LOCKER: "大门内东侧快递柜场地",
    RevenueSource.TELECOM: "楼顶通信基站场地",
}  # fmt: skip
WORDS = {RevenueSource.PARKING: "地面停车", CostKind.UPKEEP: "车位划线、道闸维护", CostKind.POWER: "充电桩、广告屏电费"}
NOTES = ("与上一家企业移交时按银行账户实有余额入账。", "上期多记一笔广告收入，已按银行流水调整。")
AUDITORS = ("正信会计师事务所", "诚达会计师事务所", "永明会计师事务所")
CLEAN, WRONG = "抽查收入凭证和银行流水，账实相符。", "两笔场地收入未入账，收支表少记。"
OF_LINES = ("report_id", "side", "kind", "contract_id", "words", "amount_fen")
JOINED = Fraction(1, 4), Fraction(1, 9)
"""Which part of the homes joined a demand for an audit: enough, and too few."""
FINISHED = Urn([AuditState.CLEAN, AuditState.FAULTY, AuditState.OPEN], [0.55, 0.08, 0.37])
PAPER = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)
"""An empty page: what stands on a voucher is nobody's affair in an invented city."""


def fill(world: World, *, at: datetime) -> None:
    """Contracts, accounts by quarter, what arrived in the fund, the sample of the last quarter but one, demands."""
    law = revenue_law(world.calendar.yesterday)
    books = [Book(*each) for each in managed(world, law)]
    let(books, world)
    paper = private_files().save("revenue/proofs/demo.pdf", ContentFile(PAPER))
    last = last_over(world.calendar.yesterday, law.months)
    for period in reversed([last, *before(last, QUARTERS_OF_THE_HINT - 1)]):
        keep([book for book in books if book.reaches(period, last, law)], period, last, law, world, paper)
    receive([book for book in books if book.sent], at=at)
    draw(world, next(before(last, 1)), at=at)
    demand(last, at=at)


def before(period: Period, count: int) -> Iterator[Period]:
    """So many periods before one, the latest first."""
    for _n in range(count):
        period = period_of(period.from_on - timedelta(days=1), 3)
        yield period


def managed(world: World, law: RevenueLaw) -> Iterator[tuple]:
    """Every estate that a company manages now: its key, its contract, whether its fund is low, whether it is shown."""
    keys = dict(Estate.objects.values_list("code", "pk"))
    sums = FundBlock.objects.values_list("estate").annotate(Sum("balance_fen"), Sum("first_deposit_fen"))
    low = {estate for estate, now, first in sums if is_low(int(now or 0), int(first or 0), law.fund_low_ratio.value)}
    with_fund = {estate for estate, _now, first in sums if first}
    running = {each.place.code: each for each in world.contracts if each.runs_on(world.calendar.yesterday)}
    for code, contract in sorted(running.items()):
        key = keys[code]
        is_hint = contract.place.name == world.city.estate_of_the_hint
        yield key, contract, world.city.key, key in low and key in with_fund, key in with_fund, is_hint


@dataclass
class Book:
    """The accounts of one estate as they go on."""

    estate: int
    contract: Contract
    city: str
    is_low: bool
    has_fund: bool
    is_hint: bool
    balance_fen: int = 0
    let: dict[str, RevenueContract] = field(default_factory=dict)
    sent: RevenueReport | None = None
    draw: Random = field(init=False)

    def __post_init__(self) -> None:
        place = self.contract.place
        self.draw = chance(self.city, "revenue", place.code)
        self.homes = max(20, place.households)
        self.has_lifts = any(building.lifts for building in place.buildings)
        self.is_idle = not self.is_hint and self.draw.random() < IDLE
        self.gives = self.has_fund and (self.is_hint or self.is_low or self.draw.random() < GIVES)

    def reaches(self, period: Period, last: Period, law: RevenueLaw) -> bool:
        """The estate of the hint has a longer past; an estate has accounts for the time of its company."""
        first = last.from_on if self.is_hint else next(before(last, QUARTERS - 1)).from_on
        return (self.is_hint or period.from_on >= first) and self.contract.begins_on <= period.last_on

    def sources(self) -> dict[str, int]:
        """What came in during a quarter, in fen."""
        draw, homes = self.draw, self.homes
        sums = {RevenueSource.PARKING: homes * draw.randrange(1_500, 6_500)}
        for source in self.let:
            sums[source] = self.let[source].amount_fen
        if draw.random() < 0.2:
            sums[RevenueSource.STALL] = draw.randrange(20_000, 300_000)
        return sums


def let(books: list[Book], world: World) -> None:
    """Contracts on lifts, sites and roofs, for two or three years."""
    made = [row for book in books for row in contracts_of(book, world)]
    numbers = many_numbered(RevenueContract, CONTRACTS, world.calendar.yesterday, len(made))
    for row, key in zip(made, numbers, strict=True):
        row.pk, row.number = key["pk"], key["number"]
    RevenueContract.objects.bulk_create(made, batch_size=2000)


def contracts_of(book: Book, world: World) -> Iterator[RevenueContract]:
    draw, chances = book.draw, {RevenueSource.ADVERT: 0.9 if book.has_lifts else 0.1, RevenueSource.LOCKER: 0.6}
    for source, likely in (chances | {RevenueSource.TELECOM: 0.12}).items():
        if (book.is_hint and source in OF_THE_HINT) or (draw.random() < likely and not book.is_hint):
            book.let[source] = contract_of(book, source, world.calendar.yesterday)
            yield book.let[source]


def contract_of(book: Book, source: str, yesterday: date) -> RevenueContract:
    draw = book.draw
    begins = date(yesterday.year - 1, draw.choice([1, 4, 7, 10]), 1)
    a_quarter = OF_THE_HINT[source] if book.is_hint else book.homes * draw.randrange(500, 2_200) // 100 * 100
    signed = begins - timedelta(days=draw.randrange(5, 40))
    return RevenueContract(
        estate_id=book.estate, source=source, payer=draw.choice(PAYERS[source]), place=PLACES[source], from_on=begins,
        until_on=begins.replace(year=begins.year + draw.choice([2, 3])), amount_fen=a_quarter, pays=Pays.QUARTER,
        signed_on=signed, registered_at=noon(begins),
    )  # fmt: skip


def noon(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(10, 30)))


@dataclass
class Account:
    """One report to be kept, with its lines and the day on which it was posted (None: it is owed still)."""

    book: Book
    report: RevenueReport
    lines: list[RevenueLine]
    posted_on: date | None


def keep(books: list[Book], period: Period, last: Period, law: RevenueLaw, world: World, paper: str) -> None:
    """One quarter of all: written down as owed, then posted, as the database wants it."""
    numbers = many_numbered(RevenueReport, REPORTS, period.until_on, len(books))
    accounts = [
        account(book, key, period, law, world.calendar.yesterday, is_last=period == last)
        for book, key in zip(books, numbers, strict=True)
    ]
    RevenueReport.objects.bulk_create([each.report for each in accounts], batch_size=2000)
    posted = [each for each in accounts if each.posted_on]
    copied(
        RevenueLine, OF_LINES, ([getattr(line, name) for name in OF_LINES] for each in posted for line in each.lines)
    )
    RevenueProof.objects.bulk_create([proof for each in posted for proof in proofs_of(each, paper)], batch_size=4000)
    post(posted, law)


def account(
    book: Book, key: dict[str, Any], period: Period, law: RevenueLaw, yesterday: date, *, is_last: bool
) -> Account:
    draw = book.draw
    due_on = period.due_on(law.revenue_report_days.count)
    posted_on = None if is_last and not book.is_hint and draw.random() < OWING else posted_day(book, period, due_on)
    report = RevenueReport(
        **key, estate_id=book.estate, from_on=period.from_on, until_on=period.until_on, due_on=due_on,
        opening_fen=book.balance_fen, closing_fen=book.balance_fen,
    )  # fmt: skip
    if posted_on is None or posted_on > yesterday:
        return Account(book, report, [], None)
    lines = list(lines_of(book, report, law, is_last=is_last))
    if is_last and not book.is_hint and draw.random() < UNEVEN:
        report.opening_fen, report.opening_note = book.balance_fen + draw.randrange(1, 90_000), draw.choice(NOTES)
    close(book, report, lines)
    if is_last and report.to_fund_fen and draw.random() > WITHHELD:
        book.sent = report
    return Account(book, report, lines, posted_on)


def posted_day(book: Book, period: Period, due_on: date) -> date:
    if book.is_hint or book.draw.random() > LATE:
        return due_on - timedelta(days=book.draw.randrange(0, 11))
    return due_on + timedelta(days=book.draw.randrange(1, 30))


def lines_of(book: Book, report: RevenueReport, law: RevenueLaw, *, is_last: bool) -> Iterator[RevenueLine]:
    draw, sums = book.draw, book.sources()
    if book.is_hint:
        sums = {source: fen for source, fen in OF_THE_HINT.items() if source in sums}
        if not is_last:
            sums[RevenueSource.PARKING] = sums[RevenueSource.PARKING] * draw.randrange(88, 104) // 100
    if book.is_idle:
        sums = {RevenueSource.PARKING: sums[RevenueSource.PARKING]}
    for source, fen in sums.items():
        yield RevenueLine(
            report=report, side=Side.RECEIPT, kind=source, amount_fen=fen, contract=book.let.get(source),
            words=WORDS.get(source, ""),
        )  # fmt: skip
    came = sum(sums.values())
    costs = OF_THE_HINT[Side.COST] if book.is_hint else came * draw.randrange(6, 22) // 100
    kind = draw.choice([CostKind.UPKEEP, CostKind.POWER, CostKind.LABOUR])
    yield RevenueLine(report=report, side=Side.COST, kind=kind, amount_fen=costs, words=WORDS.get(kind, ""))
    left = came - costs
    if is_last and book.gives:
        yield RevenueLine(
            report=report, side=Side.TO_FUND, kind=FUND, amount_fen=least_to_fund(left, law.revenue_to_fund_ratio.value)
        )
    elif draw.random() < 0.15:
        kind = draw.choice(list(OwnersKind))
        yield RevenueLine(
            report=report, side=Side.TO_OWNERS, kind=kind, amount_fen=left * draw.randrange(10, 60) // 100
        )


def close(book: Book, report: RevenueReport, lines: list[RevenueLine]) -> None:
    sums = totals((line.side, line.amount_fen) for line in lines)
    for name, fen in vars(sums).items():
        setattr(report, name, fen)
    report.closing_fen = book.balance_fen = report.opening_fen + sums.change_fen
    is_off = not book.is_hint and book.draw.random() < UNBANKED
    report.bank_fen = report.closing_fen - (book.draw.randrange(1, 500_000) if is_off else 0)
    report.bank_fen = max(0, report.bank_fen)


def proofs_of(account: Account, paper: str) -> Iterator[RevenueProof]:
    kinds = {ProofKind.VOUCHER: "收支凭证", ProofKind.BANK: "公共收益专户银行对账单"}
    for kind, title in kinds.items():
        if kind == ProofKind.VOUCHER or account.book.is_hint:
            yield RevenueProof(
                report=account.report, kind=kind, title=title, file=paper, added_at=noon(account.posted_on)
            )


def post(accounts: list[Account], law: RevenueLaw) -> None:
    """All at once; the database looks whether each is the sum of its lines."""
    days = law.revenue_disclosure_min_days.count
    with connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE fees_revenuereport r
            SET state = 'posted', posted_on = v.day, posted_at = v.moment, shown_until_on = v.until
            FROM unnest(%s::bigint[], %s::date[], %s::timestamptz[], %s::date[]) AS v (id, day, moment, until)
            WHERE r.id = v.id
            """,
            [
                [each.report.pk for each in accounts], [each.posted_on for each in accounts],
                [noon(each.posted_on) for each in accounts], [gone_on(each.posted_on, days) for each in accounts],
            ],
        )  # fmt: skip


def receive(books: list[Book], *, at: datetime) -> None:
    """What arrived in the fund some weeks after its report was posted."""
    for book in books:
        report = RevenueReport.objects.get(pk=book.sent.pk)
        arrived = report.posted_on + timedelta(days=book.draw.randrange(3, 25))
        if arrived <= timezone.localdate(at):
            arriving.note_arrived(report, amount_fen=report.to_fund_fen, arrived_on=arrived, by=None, at=at)


@transaction.atomic
def draw(world: World, period: Period, *, at: datetime) -> None:
    """The sample of a quarter in each county, with a seed that the day and the county give; most are finished."""
    moment = noon(world.calendar.yesterday - timedelta(days=50))
    for county in Region.objects.filter(level=Level.COUNTY).order_by("pk"):
        if not auditing.drawn_from(county, period.from_on):
            continue
        dice = chance(world.city.key, "audits", county.pk)
        made = auditing.draw(
            region=county, day=period.from_on, seed=f"{dice.getrandbits(128):032x}", by=None, at=moment
        )
        audits = list(made.audits.order_by("rank"))
        for audit in audits:
            finish(audit, dice, timezone.localdate(moment) + timedelta(days=dice.randrange(10, 45)))
        RevenueAudit.objects.bulk_update(audits, ["state", "auditor", "result", "wrong_fen", "finished_on"])


def finish(audit: RevenueAudit, dice: Random, on: date) -> None:
    """Most are finished, some with faults."""
    audit.state = FINISHED.draw(dice)
    if audit.state == AuditState.OPEN:
        return
    is_faulty = audit.state == AuditState.FAULTY
    audit.auditor, audit.finished_on, audit.result = dice.choice(AUDITORS), on, WRONG if is_faulty else CLEAN
    audit.wrong_fen = dice.randrange(50_000, 900_000) if is_faulty else None


def demand(period: Period, *, at: datetime) -> None:
    """Where owners are on file, some want the last account audited: in one estate enough of them, in another not."""
    posted = RevenueReport.objects.filter(state=ReportState.POSTED, from_on=period.from_on)
    reports = posted.filter(estate__owners__isnull=False).distinct().select_related("estate").order_by("pk")
    for report, part in zip(reports, JOINED, strict=False):
        homes = list(Home.objects.of(report.estate).order_by("pk"))
        joined = homes[: len(homes) * part.numerator // part.denominator]
        demanding.record(report, homes=joined, demanded_on=timezone.localdate(at), by=None, at=at)
