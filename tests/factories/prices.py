"""Standards, guide prices and accepted fee filings, put straight into the tables."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import count

from accounts.models import Region
from committees.models import Matter, MatterKind, Organiser, Vote
from enterprises.models import ServiceContract
from estates.models import Estate
from fees.models import (
    DecidedBy,
    EstateLevel,
    FeeFiling,
    FeeItem,
    FilingState,
    GuidePrice,
    Standard,
    StandardArea,
    StandardItem,
    StandardLevel,
)

serial = count(1)
SINCE = date(2024, 1, 1)
PUBLISHED = datetime(2023, 12, 1, 2, 0, tzinfo=UTC)
OPENS = datetime(2026, 10, 20, 16, 0, tzinfo=UTC)
"""The owners begin to vote on 21 October, by the city's clock."""
NAMES = ("四级", "三级", "二级", "一级", "特级")


def a_standard(*names: str, published: bool = True, **values) -> Standard:
    """A standard whose levels are named from the least service to the most, with one promise each."""
    standard = Standard.objects.create(
        **{
            "code": f"bz{next(serial)}", "edition": "2024", "name": "住宅物业服务等级", "effective_from": SINCE,
            "region": Region.objects.get(level="city"), **values,
        }
    )  # fmt: skip
    area = StandardArea.objects.create(standard=standard, name="综合管理", place=1)
    for rank, name in enumerate(names or NAMES, 1):
        level = StandardLevel.objects.create(standard=standard, name=name, rank=rank)
        StandardItem.objects.create(level=level, area=area, place=1, text=f"{name}的承诺")
    if published:
        Standard.objects.filter(pk=standard.pk).update(published_at=PUBLISHED)
        standard.refresh_from_db()
    return standard


def level_of(standard: Standard, name: str = "二级") -> StandardLevel:
    return standard.levels.select_related("standard").get(name=name)


def a_verified_level(estate: Estate, level: StandardLevel, **values) -> EstateLevel:
    return EstateLevel.objects.create(
        estate=estate, level=level,
        **{"from_on": SINCE, "verified_on": SINCE, "verified_by": "长安区住房和城乡建设局", **values},
    )  # fmt: skip


def a_guide_price(level: StandardLevel, base_fen: int = 140, **values) -> GuidePrice:
    """Twenty percent either way, for every building."""
    return GuidePrice.objects.create(
        level=level,
        **{
            "region": level.standard.region, "base_fen": base_fen, "float_up_percent": Decimal(20),
            "float_down_percent": Decimal(20), "valid_from": SINCE, "document": "发改价〔2024〕1号",
            "issuers": "市发展和改革委员会、市住房和城乡建设局", **values,
        },
    )  # fmt: skip


def a_decision(estate: Estate, *, opens_at: datetime = OPENS, **values) -> Matter:
    """What the owners passed in a vote that is final."""
    vote = Vote.objects.create(
        number=f"BJ{next(serial)}", estate=estate, title="业主大会", organiser=Organiser.STREET,
        posted_on=opens_at.date() - timedelta(days=40), roll_confirmed_at=opens_at, opens_at=opens_at,
        closes_at=opens_at + timedelta(days=9),
    )  # fmt: skip
    made = Matter.objects.create(
        vote=vote, place=1, question="是否同意物业费调整为每月每平方米1.80元？",
        **{"kind": MatterKind.OTHER, "passed": True, **values},
    )  # fmt: skip
    Vote.objects.filter(pk=vote.pk).update(state="final")
    return made


def an_accepted_filing(contract: ServiceContract, price_fen: int = 165, **values) -> FeeFiling:
    """What is charged under a contract since it began: one price for every home."""
    filing = FeeFiling.objects.create(
        estate_id=contract.estate_id,
        contract=contract,
        **{
            "number": f"SF-20240101-{next(serial):06d}", "state": FilingState.ACCEPTED, "decided_by": DecidedBy.OWNERS,
            "from_on": contract.begins_on, "filed_on": contract.begins_on, "answered_on": contract.begins_on,
            "prepay_months_most": 12, **values,
        },
    )  # fmt: skip
    FeeItem.objects.create(filing=filing, name="物业服务费", price_fen=price_fen)
    return filing
