"""Uses of the maintenance fund in an invented city, where accounts are on file: paid, under way, late, refused."""

import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction
from itertools import cycle

from django.core.files.base import ContentFile
from django.db.models import F, Max, Min, QuerySet
from django.utils import timezone

from committees.models import Matter, VoteState
from committees.votes import actions as voting
from demo import votes
from demo.chance import chance
from demo.revenue import PAPER
from demo.votes import Told
from demo.world import World
from estates.models import Estate, Home
from fees.fund_uses import actions
from fees.fund_uses.actions import Proposal
from fees.models import FundAccount, FundBlock, FundUse

FIRMS = ("恒固防水工程有限公司", "安泰建筑修缮有限公司", "正阳机电安装有限公司", "宏远市政工程有限公司")
AUDITOR = "正信工程造价咨询有限公司"
FEWEST_HOMES, MOST_HOMES = 8, 110
SPENT_AT_MOST = Fraction(2, 5)
"""No more of what an account holds goes into one repair."""
IN_FAVOUR = Told(0, 0.92, 0.96, "", ())
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Tale:
    """One use: begun so many `days` ago, at so many yuan for each m² or of so many `yuan`, gone as far as `until`."""

    title: str
    part: str
    plan: str
    yuan_per_m2: int
    days: int
    until: str
    case: str = ""
    over_percent: int = 0
    yuan: int = 0


ROOF = "铲除原防水层，重做防水、保温层和排水坡，屋面蓄水试验合格后验收。"
LIFT = "更换曳引机、钢丝绳和控制柜，经检验机构检验合格后恢复使用。"
DRAINS = "疏通并更换单元排水主管，恢复地面和墙面。"
FACADE = "清除空鼓面砖，加固并恢复外墙面。"
LEAK = "雨后顶层渗水，搭设临时防雨棚，抢修防水层和檐沟。"
PAST = (
    Tale("屋面渗漏应急维修", "roof", LEAK, 9, 75, "paid", case="leak"),
    Tale("排水主管应急疏通更换", "drains", DRAINS, 6, 60, "paid", case="drains", over_percent=6),
    Tale("屋面防水翻修", "roof", ROOF, 22, 96, "paid", over_percent=4),
)
NOW = (
    Tale("电梯曳引机更换", "lift", LIFT, 24, 62, "advance"),
    Tale("外墙面砖脱落应急维修", "facade", FACADE, 8, 12, "confirm", case="facade"),
    Tale("电梯控制柜应急维修", "lift", LIFT, 7, 14, "file", case="lift"),
    Tale("屋面防水翻修", "roof", ROOF, 20, 4, "post"),
    Tale("排水主管应急疏通更换", "drains", DRAINS, 6, 34, "over", case="drains", over_percent=18),
    Tale("消防水泵应急更换", "fire", "更换消防水泵和控制柜，恢复消防给水。", 6, 5, "file", case="fire"),
    Tale("单元门和对讲更换", "doors", "更换单元门、对讲主机和电控锁。", 8, 30, "vote"),
    Tale("屋面防水翻修", "roof", ROOF, 20, 10, "decline", case="leak"),
    Tale("给水泵房改造", "water", "更换变频水泵和水箱阀门，管道保温。", 10, 2, "draft"),
)
PAID_AT_THE_HINT = (
    Tale("电梯曳引机应急更换", "lift", LIFT, 0, 50, "paid", case="lift", yuan=214_000),
    Tale("外墙面砖脱落应急维修", "facade", FACADE, 0, 42, "paid", case="facade", yuan=158_000),
)
"""What the estate of the picture used this year, each for a unit of its own if there are as many."""
AT_THE_HINT = (
    Tale("屋面渗漏应急维修", "roof", LEAK, 9, 6, "file", case="leak"),
    Tale("电梯曳引机更换", "lift", LIFT, 24, 4, "post"),
)


def fill(world: World, *, at: datetime) -> None:
    """In every estate with accounts one use that is over and one that is not, each in a unit of its own if it can be.

    The estate of the hint has two that were paid this year, and two of which nothing was paid yet.
    """
    draw = chance("fund uses", world.city.key)
    hint = Estate.objects.get(name=world.city.estate_of_the_hint)
    for place, estate in enumerate(funded().exclude(pk=hint.pk)):
        units = units_of(estate)
        for tale, homes in zip((PAST[place % len(PAST)], NOW[place % len(NOW)]), cycle(units), strict=False):
            Road(tale, estate, homes, draw, at).walk()
    for tale, homes in at_the_hint(units_of(hint)):
        Road(tale, hint, homes, draw, at).walk()


def at_the_hint(units: Sequence[list[Home]]) -> list[tuple[Tale, list[Home]]]:
    """Its tales and whose each is; all are told as soon as there is one unit, for their sums stand in the picture."""
    if not units:
        return []
    paid = [(tale, units[min(place, len(units) - 1)]) for place, tale in enumerate(PAID_AT_THE_HINT)]
    return [*paid, *((tale, units[-1]) for tale in AT_THE_HINT)]


def funded() -> QuerySet[Estate]:
    return Estate.objects.filter(fund_blocks__accounts__isnull=False).distinct().order_by("pk")


def units_of(estate: Estate) -> list[list[Home]]:
    """The homes of each unit of a fair size, all with accounts; the smallest first."""
    rows = Home.objects.of(estate).filter(fund_account__isnull=False).select_related("building").order_by("pk")
    grouped: dict[tuple[int, str], list[Home]] = {}
    for home in rows:
        grouped.setdefault((home.building_id, home.unit), []).append(home)
    return sorted((homes for homes in grouped.values() if FEWEST_HOMES <= len(homes) <= MOST_HOMES), key=len)


class Road:
    """The way of one tale, step by step; a later step is never on an earlier day, and payments are in the open books of
    this year."""

    def __init__(self, tale: Tale, estate: Estate, homes: Sequence[Home], draw: random.Random, at: datetime) -> None:
        self.tale, self.estate, self.homes, self.draw, self.today = tale, estate, homes, draw, at
        self.now = at - tale.days * DAY
        closed = FundBlock.objects.filter(estate=estate).aggregate(last=Max("closed_until"))["last"]
        new_year = timezone.localdate(at).replace(month=1, day=1)
        self.books_open: date = max(closed or new_year, new_year)

    def after(self, days: int, *, paying: bool = False) -> dict:
        """Who acts when, `days` after the last step and not after today."""
        self.now = min(self.now + days * DAY, self.today)
        if paying and timezone.localdate(self.now) < self.books_open:
            opened = timezone.make_aware(datetime.combine(self.books_open, timezone.localtime(self.now).time()))
            self.now = min(opened, self.today)
        return {"by": None, "at": self.now}

    def walk(self) -> None:
        budget = self.affordable_fen()
        if budget < 1_000_00:
            return
        use = self.proposed(budget)
        if self.tale.until == "draft":
            return
        if (self.by_emergency if self.tale.case else self.by_vote)(use):
            self.carry_out(use)

    def affordable_fen(self) -> int:
        """What the tale says; or its rate, or as much as the poorest account bears, over all homes."""
        if self.tale.yuan:
            return self.tale.yuan * 100
        accounts = FundAccount.objects.filter(home__in=self.homes)
        least = accounts.aggregate(least=Min(F("balance_fen") / F("home__area_m2")))["least"] or 0
        rate = min(Fraction(self.tale.yuan_per_m2 * 100), Fraction(least) * SPENT_AT_MOST)
        area = sum((Fraction(home.area_m2) for home in self.homes), Fraction(0))
        return int(rate * area) // 100_00 * 100_00

    def proposed(self, budget: int) -> FundUse:
        home = self.homes[0]
        unit = f"{home.unit}单元" if home.unit.isdigit() else home.unit
        title = f"{home.building.name}{unit}{self.tale.title}"
        given = Proposal(title, self.tale.part, "wear", self.tale.plan, self.tale.case)
        use = actions.propose(self.estate, given, **self.after(0))
        actions.choose_homes(use, self.homes, **self.after(0))
        firms = self.draw.sample(FIRMS, 2 if self.tale.case else 3)
        for place, firm in enumerate(firms):
            fen = budget + place * (budget * self.draw.randint(3, 9) // 100)
            quoted_on = timezone.localdate(self.now)
            actions.add_quote(use, contractor=firm, amount_fen=fen, given_on=quoted_on, **self.after(0))
        actions.choose_quote(use, use.quotes.get(contractor=firms[0]), **self.after(0))
        return use

    def by_emergency(self, use: FundUse) -> bool:
        """Whether the street let it through and the bureau approved it."""
        if self.tale.until == "decline":
            actions.decline(use, reason="现场查看无险情，可按一般程序由业主表决后使用。", **self.after(1))
            return False
        actions.confirm(use, site="街道、社区、业委会和物业现场查看，情况属实，须立即处置。", **self.after(1))
        if self.tale.until == "confirm":
            return False
        actions.post_afterwards(use, **self.after(1))
        actions.file(use, **self.after(1))
        if self.tale.until == "file":
            return False
        actions.approve(use, **self.after(1))
        return True

    def by_vote(self, use: FundUse) -> bool:
        """Whether those who pay passed it and the bureau approved it."""
        actions.post(use, **self.after(0))
        if self.tale.until == "post":
            return False
        opens = timezone.localtime(self.now + 17 * DAY).replace(hour=0, minute=0, second=0, microsecond=0)
        vote = actions.draft_vote(use, opens_at=opens, closes_at=opens + 8 * DAY, **self.after(0))
        voting.confirm_roll(vote, **self.after(0))
        voting.post(vote, **self.after(0))
        if opens > self.today:
            return False
        voting.open_now(vote, by=None, at=opens)
        votes.cast(vote, IN_FAVOUR, self.draw, until=min(vote.closes_at, self.today))
        self.now = min(vote.closes_at + 17 * DAY, self.today)
        if vote.closes_at < self.today:
            votes.end(vote, at=self.now)
        vote.refresh_from_db()
        passed = Matter.objects.select_related("vote").get(vote=vote)
        if vote.state != VoteState.FINAL or not passed.passed:
            return False
        actions.take_decision(use, passed, **self.after(1))
        actions.file(use, **self.after(1))
        actions.approve(use, **self.after(3))
        return True

    def carry_out(self, use: FundUse) -> None:
        use.refresh_from_db()
        assert use.advance_most_fen is not None
        actions.advance(use, amount_fen=use.advance_most_fen // 100_00 * 100_00, **self.after(2, paying=True))
        if self.tale.until == "advance":
            return
        step = self.after(20)
        done_on = timezone.localdate(step["at"])
        use = actions.accept_work(use, accepted_on=done_on, result="业主代表、物业和施工单位共同验收，合格。", **step)
        self.settle(use)

    def settle(self, use: FundUse) -> None:
        assert use.approved_fen is not None
        bill = use.approved_fen + use.approved_fen * self.tale.over_percent // 100
        step = self.after(3)
        checked_on = timezone.localdate(step["at"])
        if use.audit_above_fen is not None and bill > use.audit_above_fen:
            report = f"正信审〔{checked_on.year}〕{self.draw.randint(10, 99)}号"
            use = actions.audit(
                use, auditor=AUDITOR, report=report, audited_on=checked_on, audited_fen=bill,
                file=ContentFile(PAPER, "审计报告.pdf"), **step,
            )  # fmt: skip
            use = actions.settle(use, amount_fen=bill, **self.after(1))
        else:
            use = actions.settle(use, amount_fen=bill, consented_on=checked_on, **self.after(1))
        if self.tale.until == "paid":
            actions.pay_rest(use, **self.after(2, paying=True))
