"""What comes due: the night opens an entry for every estate that owes an item."""

from datetime import date, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from estates.board.periods import last_ended
from estates.models import BoardEntry, BoardItem, Building, Cycle, Estate, OnlyWhere, Renovation, ServiceMode

WITH_A_COMPANY = (ServiceMode.COMPANY, ServiceMode.SPECIALISED)
AT_ONCE = 2000


@transaction.atomic
def open_due(*, on: date) -> int:
    """Open what came due since the last night; says how many entries are new. A second run of a night opens none.

    Nobody owes what was over long before the portal asked for it: the term counts from `on` where the period ended
    earlier. A night that failed is made up for by the next one within the period.
    """
    end_standing(on=on)
    return sum(len(open_item(item, on=on)) for item in BoardItem.objects.in_force(on=on))


def open_item(item: BoardItem, *, on: date) -> list[BoardEntry]:
    from_on, until_on = period_of(item, on=on)
    if until_on is not None and until_on <= item.from_on:
        return []
    return BoardEntry.objects.bulk_create(
        [
            BoardEntry(
                estate_id=estate, item=item, from_on=from_on, until_on=until_on,
                due_on=on + timedelta(days=item.due_days),
            )
            for estate in without(item, from_on)
        ],
        batch_size=AT_ONCE, ignore_conflicts=True,
    )  # fmt: skip


def period_of(item: BoardItem, *, on: date) -> tuple[date, date | None]:
    return (on, None) if item.every_months == Cycle.STANDING else last_ended(item.every_months, on=on)


def without(item: BoardItem, from_on: date) -> QuerySet:
    """The ids of estates that owe an item and have no entry of it."""
    held = BoardEntry.objects.filter(item=item, estate=OuterRef("pk"))
    held = held.filter(until_on=None) if item.every_months == Cycle.STANDING else held.filter(from_on=from_on)
    return owing(item).exclude(Exists(held)).order_by("pk").values_list("pk", flat=True)


def owing(item: BoardItem) -> QuerySet[Estate]:
    return Estate.objects.filter(owes(item.only_where))


def owes(only_where: str) -> Q:
    """Which estates owe items of this kind."""
    served = Q(service_mode__in=WITH_A_COMPANY)
    if only_where == OnlyWhere.LIFTS:
        return served & Q(Exists(Building.objects.filter(estate=OuterRef("pk"), lifts__gt=0)))
    if only_where == OnlyWhere.RENOVATION:
        return served & Q(renovation=Renovation.UNDER_WAY)
    return served


def end_standing(*, on: date) -> int:
    """End what hung for good where the item is no longer in force, or the estate no longer owes it."""
    standing = BoardEntry.objects.filter(item__every_months=Cycle.STANDING, until_on=None, from_on__lt=on)
    ended = standing.filter(item__until_on__lte=on).update(until_on=on)
    for only_where in OnlyWhere.values:
        rows = standing.filter(item__only_where=only_where)
        ended += rows.exclude(estate__in=Estate.objects.filter(owes(only_where))).update(until_on=on)
    return ended
