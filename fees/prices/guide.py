"""The guide prices of a day, ready to be asked for many estates."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date
from decimal import Decimal

from django.db.models import Sum
from django.db.models.functions import Coalesce

from accounts.city import whole
from estates.models import Building
from fees.models import GuidePrice, StandardLevel
from fees.prices.caps import Sort, closeness, covers, sort_of

Sorts = dict[int, list[Sort]]
"""By estate: the sorts of its buildings, the one with the most floor area first."""


class GuideBook:
    """Every guide price in force on a day: one query."""

    def __init__(self, *, on: date):
        rows = GuidePrice.objects.in_force(on=on).select_related("level__standard", "region")
        self.by_level: dict[tuple[str, int], list[GuidePrice]] = defaultdict(list)
        for price in rows:
            self.by_level[level_key(price.level)].append(price)
        for prices in self.by_level.values():
            prices.sort(key=lambda price: (-len(price.region.stem), -closeness(price), price.pk))

    def price_for(self, place: str, level: StandardLevel, sort: Sort) -> GuidePrice | None:
        """The guide price at a division for a level and a building: of the smallest division that has one."""
        return next(
            (
                price
                for price in self.by_level.get(level_key(level), ())
                if place.startswith(price.region.stem) and covers(price.building_kind, price.lift, sort)
            ),
            None,
        )


def level_key(level: StandardLevel) -> tuple[str, int]:
    """A level, whichever edition of its standard it stands in. `standard` is read along with it."""
    return level.standard.code, level.rank


def sorts_of(estates: Collection[int] | None, *, on: date) -> Sorts:
    """Which sorts of buildings estates (None: all) have. One query beside the rule's. Raises NoRuleValue."""
    high_from = whole("high_rise_storeys_least", on=on)
    rows = Building.objects.order_by() if estates is None else Building.objects.filter(estate_id__in=estates).order_by()
    areas: dict[int, dict[Sort, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
    summed = rows.values("estate_id", "storeys", "lifts").annotate(area=Coalesce(Sum("floor_area_m2"), Decimal(0)))
    for estate, storeys, lifts, area in summed.values_list("estate_id", "storeys", "lifts", "area"):
        areas[estate][sort_of(storeys, lifts, high_from=high_from)] += area
    return {
        estate: sorted(sorts, key=lambda sort: (-sorts[sort], sort.kind, sort.lift)) for estate, sorts in areas.items()
    }
