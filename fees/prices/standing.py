"""What estates charge on a day, at which level, beside the guide price: for one page or for the whole city."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch

from enterprises.models import ContractStage, ServiceContract
from fees.models import EstateLevel, FeeFiling, FeeItem, FeeUnit, GuidePrice, ItemKind, StandardLevel
from fees.prices.caps import Sort, Span, Verdict, covers, span
from fees.prices.guide import GuideBook, sorts_of


@dataclass(frozen=True)
class Standing:
    """The filed fee of an estate on a day. `item` is the price that most of the floor area pays.

    `verified` is the level found on site; the guide price is that of it, or of the filed level where nobody looked
    yet. `is_bound`: the guide price is the limit, as it is until the owners choose a company; afterwards it is told
    for comparison.
    """

    filing: FeeFiling
    item: FeeItem | None
    verified: EstateLevel | None
    guide: GuidePrice | None
    span: Span | None

    @property
    def contract(self) -> ServiceContract:
        return self.filing.contract

    @property
    def is_bound(self) -> bool:
        return self.contract.stage == ContractStage.EARLY

    @property
    def level(self) -> StandardLevel | None:
        return self.verified.level if self.verified else self.filing.level

    @property
    def verdict(self) -> Verdict:
        if self.item is None or self.span is None:
            return Verdict.NO_GUIDE
        return self.span.verdict(self.item.price_fen)


def standings(estates: Collection[int] | None = None, *, on: date, book: GuideBook | None = None) -> Iterable[Standing]:
    """One for every estate (None: of all) with a filing in force on the day. Six queries. Raises NoRuleValue.

    `book`: the guide prices of the day, where they are at hand.
    """
    rows = FeeFiling.objects.in_force(on=on) if estates is None else in_force_at(estates, on)
    filings = list(
        rows.select_related("contract", "estate", "level__standard", "matter__vote").prefetch_related(
            Prefetch("items", FeeItem.objects.order_by("id"))
        )
    )
    verified = levels_of(estates, on=on)
    sorts, book = sorts_of(estates, on=on), book or GuideBook(on=on)
    return [stand(filing, verified.get(filing.estate_id), sorts.get(filing.estate_id, []), book) for filing in filings]


def in_force_at(estates: Collection[int], on: date):
    return FeeFiling.objects.in_force(on=on).filter(estate_id__in=estates)


def levels_of(estates: Collection[int] | None, *, on: date) -> dict[int, EstateLevel]:
    rows = EstateLevel.objects.on(on).select_related("level__standard")
    rows = rows if estates is None else rows.filter(estate_id__in=estates)
    return {row.estate_id: row for row in rows}


def stand(filing: FeeFiling, verified: EstateLevel | None, sorts: list[Sort], book: GuideBook) -> Standing:
    item, sort = main_item(list(filing.items.all()), sorts)
    level = verified.level if verified else filing.level
    if item is None or sort is None or level is None:
        return Standing(filing, item, verified, None, None)
    guide = book.price_for(filing.estate.region_id, level, sort)
    return Standing(filing, item, verified, guide, span(guide, sort) if guide else None)


def main_item(items: list[FeeItem], sorts: list[Sort]) -> tuple[FeeItem | None, Sort | None]:
    """The service fee of homes that most of the floor area pays, and the buildings that it is told for."""
    homes = [item for item in items if is_service_of_homes(item)]
    for sort in sorts:
        for item in homes:
            if covers(item.building_kind, item.lift, sort):
                return item, sort
    return (homes[0] if homes else None), None


def is_service_of_homes(item: FeeItem) -> bool:
    return item.kind == ItemKind.RESIDENTIAL and item.unit == FeeUnit.M2_MONTH
