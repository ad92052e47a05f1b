"""The list of items that a city starts with; the city amends it."""

import csv
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

from django.db import transaction

from accounts import audit
from accounts.authority import require
from accounts.models import User
from estates.board.lifecycle import ITEMS
from estates.models import BoardItem

SHIPPED = Path(__file__).parents[1] / "data" / "board_items.csv"


def shipped(from_on: date) -> Iterator[BoardItem]:
    """The shipped items, in force from a day."""
    with SHIPPED.open(encoding="utf-8") as lines:
        for place, row in enumerate(csv.DictReader(lines), 1):
            months, days = int(row.pop("every_months")), int(row.pop("due_days"))
            yield BoardItem(place=place, every_months=months, due_days=days, from_on=from_on, **row)


@transaction.atomic
def load_items(*, from_on: date, by: User | None, at: datetime) -> int:
    """Add the shipped items that the portal has not; what is there stays as it was amended. Says how many are new."""
    require(by, ITEMS)
    known = set(BoardItem.objects.values_list("code", flat=True))
    fresh = BoardItem.objects.bulk_create(item for item in shipped(from_on) if item.code not in known)
    if fresh:
        audit.record(by=by, at=at, verb="load_board_items", thing=fresh[0], after={"rows": len(fresh)})
    return len(fresh)
