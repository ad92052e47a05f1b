"""What the owners decided in a vote before a company's contract, or a higher fee, began.

Of most contracts the decision is older than the portal. Some fees rose without one: the machine finds them
(`demo/findings.py`).
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from decimal import ROUND_DOWN, Decimal
from math import ceil
from random import Random

from django.utils import timezone, translation

from accounts.numbers import many_numbered
from committees.models import Matter, MatterKind, Option, Organiser, PostedList, Stance, Vote, VoteState
from committees.votes import slips
from committees.votes.wording import LANGUAGE
from demo.chance import chance, split
from demo.world import World
from enterprises.models import ServiceContract
from estates.models import Estate
from fees.models import DecidedBy, FeeFiling, FilingState
from intake.money import yuan

A_CENT = Decimal("0.01")
MOST = 24
SMALL = range(40, 400)
"""Households of the estates whose votes are told: their lists have a few thousand lines."""
NOTICE, OPEN_FOR = timedelta(days=16), timedelta(days=14)
SETTLED = timedelta(days=30)
"""From the end of a vote until what it decided begins: it is counted and posted, the contract is signed."""
PLAN_HANGS = timedelta(days=31)
RISES_DECIDED = 0.5


def put_behind(filings: Sequence[FeeFiling], prices: dict[str, int], world: World) -> None:
    """Give filings that are not kept yet the matter that stands behind them. `prices`: of homes, in fen, by number."""
    contracts = ServiceContract.objects.select_related("enterprise", "estate").in_bulk()
    backed = [filing for filing in filings if may_be_backed(filing, contracts[filing.contract_id].estate, world)]
    backed = sorted(backed, key=lambda filing: (-filing.is_rise, -filing.from_on.toordinal()))[:MOST]
    matters = [asked(filing, contracts[filing.contract_id], prices[filing.number]) for filing in backed]
    keep(matters, chance(world.city.key, "resolutions"))
    for filing, matter in zip(backed, matters, strict=True):
        filing.matter = matter
        if filing.is_rise:
            filing.posted_until_on = timezone.localdate(matter.vote.opens_at)
            filing.posted_from_on = filing.posted_until_on - PLAN_HANGS
        else:
            ServiceContract.objects.filter(pk=filing.contract_id).update(resolution=matter)


def may_be_backed(filing: FeeFiling, estate: Estate, world: World) -> bool:
    """What the owners of a place decided whose list of slips is not too long. Of the rises half asked nobody."""
    if filing.decided_by != DecidedBy.OWNERS or filing.state != FilingState.ACCEPTED or estate.households not in SMALL:
        return False
    return not filing.is_rise or chance(world.city.key, "decided", filing.number).random() < RISES_DECIDED


def asked(filing: FeeFiling, contract: ServiceContract, price_fen: int) -> Matter:
    """The question, of a vote that was over in time; neither is kept yet."""
    begins_on = filing.from_on if filing.is_rise else contract.signed_on or filing.from_on
    closes_at = at_midnight(begins_on - SETTLED)
    opens_at = closes_at - OPEN_FOR
    kind, title, what = MatterKind.HIRE, "选聘物业服务企业", f"选聘{contract.enterprise.name}，物业费"
    if filing.is_rise:
        kind, title, what = MatterKind.OTHER, "调整物业费", "将物业费调整为"
    vote = Vote(
        estate=contract.estate, title=title, organiser=Organiser.STREET, posted_on=(opens_at - NOTICE).date(),
        roll_confirmed_at=opens_at - NOTICE, opens_at=opens_at, closes_at=closes_at,
        counted_at=closes_at + timedelta(hours=10), announced_on=closes_at.date(),
        announced_until_on=closes_at.date() + timedelta(days=7),
    )  # fmt: skip
    return Matter(vote=vote, place=1, kind=kind, question=f"是否同意{what}每平方米每月{yuan(price_fen)}元？")


def at_midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def keep(matters: Sequence[Matter], draw: Random) -> None:
    """They passed, and the votes are final. Kept as drafts first: nothing is added to a vote that is over."""
    options: list[Option] = []
    lists: list[PostedList] = []
    for matter in matters:
        vote = matter.vote
        (numbered,) = many_numbered(Vote, "BJ", vote.posted_on, 1)
        vote.pk, vote.number = numbered["pk"], numbered["number"]
        cuts = ballots(matter, draw)
        options += counted(matter, cuts)
        posted = [slips.list_of(place, cuts, vote.number) for place in (slips.TAKING_PART, matter.place)]
        vote.list_digest = slips.digest(posted)
        lists += [PostedList(vote=vote, place=place, lines=lines) for place, lines in enumerate(posted)]
    Vote.objects.bulk_create(matter.vote for matter in matters)
    Matter.objects.bulk_create(matters)
    Option.objects.bulk_create(options)
    PostedList.objects.bulk_create(lists)
    Vote.objects.filter(pk__in=[matter.vote.pk for matter in matters]).update(state=VoteState.FINAL)


def ballots(matter: Matter, draw: Random) -> list[slips.Cut]:
    """More than two thirds take part, and more than half of them agree; all homes are of the same size."""
    estate = matter.vote.estate
    area = (estate.floor_area_m2 / estate.households).quantize(A_CENT, ROUND_DOWN)
    agreed = draw.uniform(0.6, 0.9)
    shares = (agreed, (1 - agreed) * 0.7, (1 - agreed) * 0.3)
    heads = split(ceil(estate.households * draw.uniform(0.7, 0.9)), shares)
    return [
        slips.Cut(f"{draw.getrandbits(80):020x}", area, {matter.place: (option,)})
        for option, some in enumerate(heads, 1)
        for _head in range(some)
    ]


def counted(matter: Matter, cuts: Sequence[slips.Cut]) -> Iterator[Option]:
    estate, area = matter.vote.estate, cuts[0].area_m2
    matter.passed, matter.heads_all, matter.area_all_m2 = True, estate.households, estate.floor_area_m2
    matter.heads_part, matter.area_part_m2 = len(cuts), len(cuts) * area
    heads = Counter(cut.marked[matter.place][0] for cut in cuts)
    with translation.override(LANGUAGE):
        labels = [(stance, str(stance.label)) for stance in Stance]
    for place, (stance, label) in enumerate(labels, 1):
        yield Option(
            matter=matter, place=place, label=label, stance=stance, heads=heads[place], area_m2=heads[place] * area
        )
