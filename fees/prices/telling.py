"""The fee of an estate as pages show it: price, guide price, who decided it, since when; or who owes its filing."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from accounts.city import NoRuleValue
from enterprises.models import ServiceContract
from estates.models import Estate
from fees.filings.terms import FILING_TERM, filed_from
from fees.models import FeeItem
from fees.owed import Owed, owed
from fees.prices.caps import Verdict
from fees.prices.guide import GuideBook
from fees.prices.standing import Standing, standings


@dataclass(frozen=True)
class GuideTold:
    """In yuan per m² and month. None is a side without a limit."""

    base: Decimal
    lowest: Decimal | None
    highest: Decimal | None
    document: str
    issuers: str
    valid_from: date
    valid_until: date | None
    is_example: bool


@dataclass(frozen=True)
class ItemTold:
    name: str
    kind: str
    price: Decimal
    unit: Any
    buildings: str
    lift_paid_by: Any
    utilities_paid_by: Any


@dataclass(frozen=True)
class FeeTold:
    """`price` in yuan per m² and month; `source` is "filing" or, while none was accepted, "contract", and then `owed`
    says who owes the filing. `verdict` is within, above, no_cap (the guide price has no upper limit) or no_guide;
    `is_bound` whether the guide price is the limit, or told for comparison since the owners decide.
    """

    price: Decimal | None
    price_fen: int | None
    unit: Any
    from_on: date | None
    decided_by: Any
    resolution: str
    approval: str
    guide: GuideTold | None
    verdict: str
    is_bound: bool
    items: list[ItemTold]
    vacancy_reduction_percent: Decimal | None
    prepay_months_most: int | None
    number: str
    filed_on: date | None
    level: str
    source: str
    owed: Owed | None = None


def of_estate(
    estate: Estate, contract: ServiceContract | None, *, on: date, book: GuideBook | None = None
) -> FeeTold | None:
    """None where nobody is in charge: then nobody may charge. `book`: the guide prices of the day, where at hand."""
    if contract is None:
        return None
    stood = next((each for each in stood_on([estate.pk], on, book) if each.filing.contract_id == contract.pk), None)
    return told(stood) if stood else of_contract(contract, on=on)


def of_estates(estates: Iterable[Estate], on: date) -> dict[int, FeeTold]:
    """By estate, of those with a filing in force. As many queries for many as for one."""
    return {each.filing.estate_id: told(each) for each in stood_on([estate.pk for estate in estates], on)}


def stood_on(estates: list[int], on: date, book: GuideBook | None = None) -> list[Standing]:
    try:
        return list(standings(estates, on=on, book=book))
    except NoRuleValue:
        return []


def told(stood: Standing) -> FeeTold:
    filing, item = stood.filing, stood.item
    verdict = Verdict.WITHIN if stood.verdict == Verdict.BELOW else stood.verdict
    return FeeTold(
        price=yuan(item.price_fen) if item else None,
        price_fen=item.price_fen if item else None,
        unit=item.get_unit_display() if item else "",
        from_on=filing.from_on,
        decided_by=filing.get_decided_by_display(),
        resolution=filing.matter.vote.number if filing.matter else "",
        approval=filing.approval,
        guide=guide_told(stood),
        verdict=verdict.value,
        is_bound=stood.is_bound,
        items=[item_told(each) for each in filing.items.all()],
        vacancy_reduction_percent=filing.vacancy_reduction_percent,
        prepay_months_most=filing.prepay_months_most,
        number=filing.number,
        filed_on=filing.filed_on,
        level=filing.level.name if filing.level else "",
        source="filing",
    )


def of_contract(contract: ServiceContract, *, on: date) -> FeeTold:
    """What the contract says, while no filing was accepted."""
    fen = contract.fee_fen_per_m2_month
    return FeeTold(
        price=None if fen is None else yuan(fen),
        price_fen=fen,
        unit=FeeItem._meta.get_field("unit").choices[0][1],  # type: ignore[index]
        from_on=contract.begins_on,
        decided_by="",
        resolution="",
        approval="",
        guide=None,
        verdict=Verdict.NO_GUIDE.value,
        is_bound=False,
        items=[],
        vacancy_reduction_percent=None,
        prepay_months_most=None,
        number="",
        filed_on=None,
        level=contract.service_level,
        source="contract",
        owed=owed(contract.enterprise.name, FILING_TERM, since=filed_from(contract), on=on),
    )


def guide_told(stood: Standing) -> GuideTold | None:
    guide, span = stood.guide, stood.span
    if guide is None or span is None:
        return None
    return GuideTold(
        base=yuan(span.base),
        lowest=None if span.lowest is None else yuan(span.lowest),
        highest=None if span.highest is None else yuan(span.highest),
        document=guide.document,
        issuers=guide.issuers,
        valid_from=guide.valid_from,
        valid_until=guide.valid_until,
        is_example=guide.is_example,
    )


def item_told(item: FeeItem) -> ItemTold:
    return ItemTold(
        name=item.name,
        kind=item.kind,
        price=yuan(item.price_fen),
        unit=item.get_unit_display(),
        buildings=item.buildings,
        lift_paid_by=item.get_lift_paid_by_display(),
        utilities_paid_by=item.get_utilities_paid_by_display(),
    )


def yuan(fen: int | Fraction) -> Decimal:
    """Exact, with two decimals at least: floats of whole fen end within six decimals."""
    exact = Decimal(Fraction(fen).numerator) / Decimal(Fraction(fen).denominator) / 100
    return exact.quantize(Decimal("0.01")) if exact == exact.quantize(Decimal("0.01")) else exact.normalize()
