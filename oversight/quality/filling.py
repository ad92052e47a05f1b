"""The rows to fill in for each gap: what is known already stands there, and which cells are wanted."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, F, Model, Q

from accounts.models import Region
from enterprises.models import Enterprise, ProjectManager, ServiceContract
from estates.models import BoardEntry, Building, Equipment, EquipmentKind, Estate
from fees.collection.periods import cut, last_period
from intake.sheets import Column, Sheet, all_sheets

A_DAY = timedelta(days=1)
CODES = {Estate: "code", Building: "name", Enterprise: "uscc", ProjectManager: "number", Region: "code"}
"""How a row names another thing."""


@dataclass(frozen=True)
class Line:
    """One row: its cells by field. `wanted`: the fields to fill in; by default the required ones that are empty."""

    cells: dict[str, Any]
    wanted: tuple[str, ...] = field(default=())


Lines = Callable[[Sequence[Estate], date], Iterator[Line]]


def of_estates(*wanted: str) -> Lines:
    """The estate's own row, whole, so that it goes back as an update."""

    def lines(estates: Sequence[Estate], _on: date) -> Iterator[Line]:
        for estate in estates:
            yield Line(cells_of(all_sheets()["estates"], estate), wanted)

    return lines


def of_contracts(*wanted: str) -> Lines:
    def lines(estates: Sequence[Estate], on: date) -> Iterator[Line]:
        for contract in running(estates, on):
            known = cells_of(all_sheets()["contracts"], contract)
            fee, ends_on = contract.fee_yuan_per_m2_month, contract.ends_on
            known |= {"fee": "" if fee is None else f"{fee:.2f}", "last_day": ends_on - A_DAY if ends_on else ""}
            yield Line(known, wanted)

    return lines


def with_their_code(estates: Sequence[Estate], _on: date) -> Iterator[Line]:
    """Where nothing but the estate is known."""
    for estate in estates:
        yield Line({"estate": estate.code})


def with_their_contract(estates: Sequence[Estate], on: date) -> Iterator[Line]:
    for contract in running(estates, on):
        yield Line({"contract": contract.number})


def collections(estates: Sequence[Estate], on: date) -> Iterator[Line]:
    """The last period that is over, as far as the contract ran in it."""
    period = last_period(on=on)
    for contract in running(estates, on):
        of_contract = cut(period, contract)
        days = {"from_on": of_contract.from_on, "last_day": of_contract.until_on - A_DAY}
        yield Line({"contract": contract.number, **days})


def lifts(estates: Sequence[Estate], on: date) -> Iterator[Line]:
    """A row for each lift of a building that the register of equipment does not have."""
    in_use = Q(equipment__kind=EquipmentKind.LIFT) & (
        Q(equipment__retired_on__isnull=True) | Q(equipment__retired_on__gt=on)
    )
    rows = Building.objects.filter(estate__in=estates, lifts__gt=0).annotate(kept=Count("equipment", filter=in_use))
    for building in rows.filter(lifts__gt=F("kept")).select_related("estate"):
        known = {"estate": building.estate.code, "building": building.name, "kind": EquipmentKind.LIFT.label}
        for _lift in range(building.lifts - building.kept):
            yield Line(known, ("code",))


def inspections(estates: Sequence[Estate], on: date) -> Iterator[Line]:
    for equipment in Equipment.objects.overdue(on=on).filter(estate__in=estates).order_by("estate__code", "code"):
        yield Line({"code": equipment.code})


def funds(estates: Sequence[Estate], _on: date) -> Iterator[Line]:
    rows = Building.objects.filter(estate__in=estates, fund_block=None).select_related("estate")
    for building in rows.order_by("estate__code", "name"):
        yield Line({"estate": building.estate.code, "building": building.name})


def boards(estates: Sequence[Estate], on: date) -> Iterator[Line]:
    rows = BoardEntry.objects.late(on=on).filter(estate__in=estates).select_related("estate", "item")
    for entry in rows.order_by("estate__code", "item__place"):
        from_on = entry.from_on if entry.item.every_months else ""
        yield Line({"estate": entry.estate.code, "item": entry.item.code, "from_on": from_on})


LINES: dict[str, Lines] = {
    "built_year": of_estates("built_year"),
    "coordinates": of_estates("latitude", "longitude"),
    "size": of_estates("floor_area_m2", "households"),
    "buildings": with_their_code,
    "lifts": lifts,
    "contract": with_their_code,
    "manager": of_contracts("manager"),
    "filing": of_contracts("filed_on"),
    "fee": with_their_contract,
    "level": with_their_code,
    "fund": funds,
    "board": boards,
    "inspections": inspections,
    "collection": collections,
}
"""By the key of a rule. What has none here is reported by who owes it, in the portal."""


def running(estates: Sequence[Estate], on: date):
    rows = ServiceContract.objects.running(on=on).filter(estate__in=estates)
    return rows.select_related("estate", "enterprise", "manager").order_by("estate__code")


def cells_of(sheet: type[Sheet], thing: Model) -> dict[str, Any]:
    """A thing of the register as its own row."""
    return {column.field: cell_of(column, thing) for column in sheet.ready_columns() if hasattr(thing, column.field)}


def cell_of(column: Column, thing: Model) -> Any:
    """A value as its register reads it."""
    value = getattr(thing, column.field)
    if isinstance(value, Model):
        return getattr(value, CODES[type(value)])
    if column.choices:
        return next((word for word, choice in column.choices.items() if choice == value), "")
    return "" if value is None else value
