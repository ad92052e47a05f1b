"""The board of a world: an item of the city's list, an entry, a fault and an objection."""

from datetime import UTC, date, datetime

from estates.board import faults, objections
from estates.board.objections import Contact
from estates.models import BoardEntry, BoardItem
from tests.factories.world import World

AT = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)


def boarded_of(world: World) -> dict[str, tuple[str, ...]]:
    """Keys of one thing of each of these resources. What names the estate is hidden from strangers."""
    estate = world.estate
    item, _made = BoardItem.objects.get_or_create(
        code="utilities",
        defaults={"name": "共用水电分摊", "place": 1, "every_months": 3, "due_days": 31, "article": "条例",
                  "from_on": date(2026, 1, 1)},
    )  # fmt: skip
    entry = BoardEntry.objects.create(
        estate=estate, item=item, from_on=date(2026, 7, 1), until_on=date(2026, 10, 1), due_on=date(2026, 10, 31)
    )
    fault = faults.report(estate=estate, kind="missing", happened_on=date(2026, 11, 2), by=None, at=AT)
    objection = objections.file(
        estate=estate, item=item, kind="incomplete", words=f"{estate.code} 没有凭证。", contact=Contact(), at=AT
    )
    world.hidden += [fault.number, objection.number]
    return {
        "board-item": (item.code,),
        "board-entry": (str(entry.pk),),
        "board-fault": (fault.number,),
        "board-objection": (objection.number,),
    }
