"""What the pages of all estates read: kept in memory under its version, so that it is read once for all of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from accounts.city import rule_values
from accounts.models import RuleValue
from complaints import telling as cases
from complaints.models import FiguresTaken
from credit.models import Night
from estates.models import BoardItem
from fees.prices.guide import GuideBook
from fees.standards.telling import Promised


@dataclass(frozen=True)
class Citywide:
    """Rules, guide prices, service standards, board items on a day; the last night; when complaints were counted."""

    rules: Mapping[str, RuleValue]
    guide_book: GuideBook
    standards: Promised
    board_items: tuple[BoardItem, ...]
    night: Night | None
    taken: FiguresTaken | None


@lru_cache(maxsize=4)
def citywide(version: str, *, on: date) -> Citywide:
    """`version`: of the tables that all pages read (`Version.city`). Nobody changes what is told."""
    return Citywide(
        rules=rule_values(on=on),
        guide_book=GuideBook(on=on),
        standards=Promised(),
        board_items=tuple(BoardItem.objects.in_force(on=on)),
        night=Night.objects.last(),
        taken=cases.taken(),
    )
