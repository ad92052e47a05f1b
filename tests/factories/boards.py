"""Disclosure boards: a short list of items, and entries of one estate."""

from datetime import date

from estates.models import BoardEntry, BoardItem, Estate, FaultKind

STANDING, QUARTERLY = "licence", "utilities"


def an_item(code: str, every_months: int, **values) -> BoardItem:
    """In force since 2026 began, left out by nobody without a fault."""
    return BoardItem.objects.create(
        **{
            "code": code, "name": f"事项{code}", "place": 1, "every_months": every_months, "due_days": 31,
            "counts_as": FaultKind.MISSING, "article": "条例第七十条", "from_on": date(2026, 1, 1), **values,
        }
    )  # fmt: skip


def the_items() -> dict[str, BoardItem]:
    """One that hangs for good, and one of every quarter about water and power."""
    return {
        STANDING: an_item(STANDING, 0, name="企业营业执照", name_en="Company licence", due_days=15),
        QUARTERLY: an_item(QUARTERLY, 3, name="共用水电分摊", place=2, counts_as=FaultKind.UTILITIES),
    }


def an_entry(estate: Estate, item: BoardItem, **values) -> BoardEntry:
    """Of the third quarter of 2026, due on 31 October."""
    return BoardEntry.objects.create(
        estate=estate, item=item,
        **{"from_on": date(2026, 7, 1), "until_on": date(2026, 10, 1), "due_on": date(2026, 10, 31), **values},
    )  # fmt: skip
