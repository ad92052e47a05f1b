"""Votes of the owners in the estates that have some: one open, others over, passed or not, one about to open."""

import random
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from committees.models import Committee, MatterKind, Option, Organiser, Owner, Stance, Vote, Way
from committees.votes import actions
from committees.votes.actions import NewMatter, NewVote
from demo.chance import chance
from demo.world import World
from estates.models import Estate

NOTICE = timedelta(days=16)
OPEN_FOR = timedelta(days=14)


@dataclass(frozen=True)
class Told:
    """One vote: when it opened, in days before today, who took part, how many of them said yes, and on what."""

    opened: int
    took_part: float
    in_favour: float
    title: str
    matters: tuple[tuple[MatterKind, str], ...]
    text: str = ""


VOTES = (
    Told(
        5, 0.42, 0.8, "更换电梯并使用专项维修资金",
        (
            (MatterKind.USE_FUND, "是否同意使用专项维修资金更换电梯？"),
            (MatterKind.OTHER, "是否同意电梯维保单位续聘一年？"),
        ),
        "电梯投入使用已超过十五年，检验机构建议更换。所需资金按房屋建筑面积分摊。",
    ),
    Told(
        20, 0.81, 0.86, "续聘物业服务企业",
        ((MatterKind.HIRE, "是否同意续聘现物业服务企业，合同期三年？"),),
        "现合同即将到期。服务等级和收费标准不变。",
    ),
    Told(
        64, 0.74, 0.71, "利用共用部位设置快递柜",
        (
            (MatterKind.CHANGE_USE, "是否同意在东门内侧设置快递柜，收益归全体业主？"),
            (MatterKind.OTHER, "是否同意按公示的方案调整物业费？"),
        ),
    ),
    Told(120, 0.55, 0.9, "修改管理规约", ((MatterKind.COVENANT, "是否同意修改后的管理规约？"),)),
    Told(
        150, 0.88, 0.83, "业主大会年度会议",
        (
            (MatterKind.RULES, "是否同意修改业主大会议事规则？"),
            (MatterKind.OTHER, "是否同意业主委员会年度工作报告？"),
            (MatterKind.RAISE_FUND, "是否同意按每平方米二十元续筹专项维修资金？"),
            (MatterKind.OTHER, "是否同意按公示的方案调整物业费？"),
        ),
    ),
    Told(-6, 0, 0, "公共收益使用方案", ((MatterKind.OTHER, "是否同意将上年度公共收益用于更换单元门？"),)),
)  # fmt: skip


def hold(world: World, estates: list[Estate], *, at: datetime) -> None:
    """One of them in each estate, as long as there are estates, along the road that every vote goes."""
    draw = chance("votes", world.city.key)
    for told, estate in zip(VOTES, estates, strict=False):
        lead_along(told, estate, draw, at=at)


def lead_along(told: Told, estate: Estate, draw: random.Random, *, at: datetime) -> None:
    opens_at = timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=told.opened)
    posted_at = opens_at - NOTICE + timedelta(hours=2)
    vote = posted(told, estate, opens_at, at=posted_at)
    if opens_at > at:
        return
    actions.open_now(vote, by=None, at=opens_at)
    cast(vote, told, draw, until=min(at, vote.closes_at))
    if vote.closes_at < at:
        end(vote, at=at)


def posted(told: Told, estate: Estate, opens_at: datetime, *, at: datetime) -> Vote:
    committee = Committee.objects.in_office().get(estate=estate)
    new = NewVote(
        estate=estate, title=told.title, organiser=Organiser.COMMITTEE, committee=committee, opens_at=opens_at,
        closes_at=opens_at + OPEN_FOR, text=told.text, matters=[NewMatter(*each) for each in told.matters],
    )  # fmt: skip
    vote = actions.propose(new, by=None, at=at)
    actions.make_roll(vote, by=None, at=at)
    actions.confirm_roll(vote, by=None, at=at)
    return actions.post(vote, by=None, at=at)


def cast(vote: Vote, told: Told, draw: random.Random, *, until: datetime) -> None:
    """Whoever takes part does so some time before `until`."""
    owners = list(Owner.objects.filter(pk__in=vote.roll.values("owner")).order_by("pk"))
    options = [list(matter.options.all()) for matter in vote.matters.prefetch_related("options")]
    minutes = int((until - vote.opens_at).total_seconds() // 60)
    voters = draw.sample(owners, round(len(owners) * told.took_part))
    for moment, owner in zip(sorted(draw.choices(range(minutes), k=len(voters))), voters, strict=True):
        marked = [choice(each, told.in_favour, draw).pk for each in options]
        actions.cast(vote, owner, marked, Way.PHONE, by=None, at=vote.opens_at + timedelta(minutes=moment))


def choice(options: list[Option], in_favour: float, draw: random.Random) -> Option:
    stance = Stance.YES if draw.random() < in_favour else draw.choice([Stance.NO, Stance.NO, Stance.ABSTAIN])
    return next(option for option in options if option.stance == stance)


def end(vote: Vote, *, at: datetime) -> None:
    """Counted on the next day; final when the result has hung its time."""
    counted_at = vote.closes_at + timedelta(hours=10)
    if counted_at > at:
        return
    actions.close(vote, by=None, at=counted_at)
    actions.count(vote, by=None, at=counted_at)
    told = actions.announce(vote, by=None, at=counted_at + timedelta(hours=1))
    if told.announced_until_on and told.announced_until_on <= at.date():
        actions.finalise(told, by=None, at=at)
