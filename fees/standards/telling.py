"""What the level of an estate promises, who found that on site and when; or who owes the look."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from enterprises.models import ServiceContract
from estates.models import Estate
from fees.models import EstateLevel, StandardItem, StandardLevel
from fees.owed import Owed, owed

HEADLINES = 3


@dataclass(frozen=True)
class AreaTold:
    name: str
    items: list[str]


@dataclass(frozen=True)
class StandardTold:
    """Without a `level` nobody has verified one yet, and `owed` says who has to. `rank` counts from the least service;
    `highest` is the name of the level with most."""

    level: str = ""
    rank: int = 0
    of_levels: int = 0
    highest: str = ""
    standard: str = ""
    is_example: bool = False
    headlines: list[str] = field(default_factory=list)
    areas: list[AreaTold] = field(default_factory=list)
    from_on: date | None = None
    verified_on: date | None = None
    verified_by: str = ""
    owed: Owed | None = None

    @property
    def count(self) -> int:
        """How many promises there are."""
        return sum(len(area.items) for area in self.areas)


def of_estate(
    estate: Estate, contract: ServiceContract | None, promised: "Promised", *, on: date
) -> StandardTold | None:
    """None where no contract runs. One query; a level that was not there yet when `promised` was read is asked for."""
    held = EstateLevel.objects.on(on).filter(estate=estate).select_related("level__standard").first()
    if held is None:
        return not_verified(contract, on=on)
    if held.level_id not in promised.items:
        promised = Promised()
    return told(held, promised.levels[held.level.standard_id], promised.items.get(held.level_id, []))


def of_estates(estates: Iterable[Estate], on: date) -> dict[int, StandardTold]:
    """By estate, of those with a verified level, without what it promises. Two queries."""
    rows = list(EstateLevel.objects.on(on).filter(estate__in=list(estates)).select_related("level__standard"))
    levels = levels_of({row.level.standard_id for row in rows})
    return {row.estate_id: told(row, levels[row.level.standard_id], []) for row in rows}


class Promised:
    """Every level of every standard and what it promises, ready to be asked for many estates. Two queries."""

    def __init__(self) -> None:
        self.levels = levels_of(None)
        self.items: dict[int, list[StandardItem]] = {}
        for item in StandardItem.objects.select_related("area").order_by("area__place", "place"):
            self.items.setdefault(item.level_id, []).append(item)


def levels_of(standards: Collection[int] | None) -> dict[int, list[StandardLevel]]:
    """By standard (None: of all), the least service first."""
    rows = StandardLevel.objects.order_by("rank")
    found: dict[int, list[StandardLevel]] = {}
    for level in rows if standards is None else rows.filter(standard__in=standards):
        found.setdefault(level.standard_id, []).append(level)
    return found


def told(held: EstateLevel, levels: list[StandardLevel], items: list[StandardItem]) -> StandardTold:
    """`levels` of the same standard, the least service first."""
    return StandardTold(
        level=held.level.name,
        rank=held.level.rank,
        of_levels=len(levels),
        highest=levels[-1].name,
        standard=held.level.standard.name,
        is_example=held.level.standard.is_example,
        headlines=headlines_of(items),
        areas=areas_of(items),
        from_on=held.from_on,
        verified_on=held.verified_on,
        verified_by=held.verified_by,
    )


def headlines_of(items: list[StandardItem]) -> list[str]:
    """What is marked as a headline; without any, the first promises."""
    marked = [item.text for item in items if item.is_headline]
    return (marked or [item.text for item in items])[:HEADLINES]


def areas_of(items: list[StandardItem]) -> list[AreaTold]:
    areas: dict[str, list[str]] = {}
    for item in items:
        areas.setdefault(item.area.name, []).append(item.text)
    return [AreaTold(name, texts) for name, texts in areas.items()]


def not_verified(contract: ServiceContract | None, *, on: date) -> StandardTold | None:
    if contract is None:
        return None
    by = _("the housing bureau of the district")
    return StandardTold(owed=owed(by, "level_verify_days", since=contract.begins_on, on=on))
