"""Fees above the highest price that the guide price allows, in the early stage, where it binds.

Where the level found on site is lower than the one charged for, that is the finding (`levels.py`): one fault counts
once, so the limit of the filed level is asked here.
"""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction

from enterprises.models import ContractStage, ServiceContract
from estates.models import Estate
from fees.findings.trouble import Trouble, looks_for
from fees.models import EstateLevel, FeeFiling, FeeItem, FindingKind, GuidePrice, StandardLevel
from fees.prices.caps import Sort, Verdict, covers, span
from fees.prices.guide import GuideBook, sorts_of
from fees.prices.standing import is_service_of_homes, levels_of

Excess = tuple[int, Fraction, GuidePrice]
"""A price, the highest one allowed, and by which guide price."""


@looks_for(FindingKind.ABOVE_CAP)
def above_cap(on: date) -> Iterator[Trouble]:
    """What is filed; and what contracts say that were never filed."""
    book, sorts, verified = GuideBook(on=on), sorts_of(None, on=on), levels_of(None, on=on)
    filed = set()
    for filing in filings(on):
        filed.add(filing.contract_id)
        level = highest(filing.level, verified.get(filing.estate_id))
        prices = list(filing.items.all())
        if found := excess(prices, level, sorts.get(filing.estate_id, []), filing.estate, book):
            yield trouble(filing.contract, found, max(filing.from_on, found[2].valid_from), filing.number)
    for contract in unfiled(filed, on):
        level = highest(None, verified.get(contract.estate_id))
        prices = [FeeItem(price_fen=contract.fee_fen_per_m2_month)]
        if found := excess(prices, level, sorts.get(contract.estate_id, []), contract.estate, book):
            yield trouble(contract, found, max(contract.begins_on, found[2].valid_from), "")


def filings(on: date):
    early = FeeFiling.objects.in_force(on=on).filter(contract__stage=ContractStage.EARLY)
    rows = early.select_related("estate", "contract", "level__standard").prefetch_related("items")
    return rows.order_by("pk")


def unfiled(filed: set[int], on: date):
    rows = ServiceContract.objects.running(on=on).filter(stage=ContractStage.EARLY, fee_fen_per_m2_month__gt=0)
    return rows.exclude(pk__in=filed).select_related("estate").order_by("pk")


def highest(filed: StandardLevel | None, seen: EstateLevel | None) -> StandardLevel | None:
    """The filed level, or the one found on site where that is higher or none was filed."""
    if seen is None or filed is None:
        return filed or (seen.level if seen else None)
    is_higher = seen.level.standard_id == filed.standard_id and seen.level.rank > filed.rank
    return seen.level if is_higher else filed


def excess(
    items: list[FeeItem], level: StandardLevel | None, sorts: list[Sort], estate: Estate, book: GuideBook
) -> Excess | None:
    """The price that is furthest above its limit; None where each keeps it. Exactly on the limit is within."""
    if level is None:
        return None
    found = [
        (item.price_fen, allowed.highest, guide)
        for item in items
        if is_service_of_homes(item)
        for sort in sorts
        if covers(item.building_kind, item.lift, sort)
        and (guide := book.price_for(estate.region_id, level, sort)) is not None
        and (allowed := span(guide, sort)).verdict(item.price_fen) == Verdict.ABOVE
        and allowed.highest is not None
    ]
    return max(found, key=lambda each: each[0] / each[1], default=None)


def trouble(contract: ServiceContract, found: Excess, since: date, filing: str) -> Trouble:
    """The limit is told down to the last whole fen that keeps it."""
    price, cap, guide = found
    facts = {
        "price_fen": price, "cap_fen": int(cap), "document": guide.document, "is_example": guide.is_example,
        "filing": filing,
    }  # fmt: skip
    return Trouble(
        FindingKind.ABOVE_CAP, contract.estate_id, str(contract.pk), facts, since,
        enterprise_id=contract.enterprise_id, contract_id=contract.pk,
    )  # fmt: skip
