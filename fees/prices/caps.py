"""How much a guide price allows. Exact: fractions of a fen are kept, so a price one fen above the limit is above it."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Protocol

from fees.models import BuildingKind, Lift

HUNDRED = Fraction(100)


class Verdict(StrEnum):
    """How a price stands beside its guide price."""

    WITHIN = "within"
    ABOVE = "above"
    BELOW = "below"
    NO_CAP = "no_cap"
    NO_GUIDE = "no_guide"


class Price(Protocol):
    """What of a guide price matters here; see `fees.models.GuidePrice`."""

    base_fen: int
    lift_extra_fen: int
    no_lift_less_fen: int
    float_up_percent: object
    float_down_percent: object
    building_kind: str
    lift: str


@dataclass(frozen=True)
class Sort:
    """What a guide price distinguishes of a building. Storeys that nobody knows make it of no kind."""

    kind: BuildingKind
    lift: Lift


@dataclass(frozen=True)
class Span:
    """Fen per m² and month. None is a side without a limit."""

    base: Fraction
    lowest: Fraction | None
    highest: Fraction | None

    def verdict(self, price_fen: int) -> Verdict:
        """A price on the limit keeps it."""
        if self.highest is not None and price_fen > self.highest:
            return Verdict.ABOVE
        if self.lowest is not None and price_fen < self.lowest:
            return Verdict.BELOW
        return Verdict.WITHIN if self.highest is not None else Verdict.NO_CAP


def sort_of(storeys: int | None, lifts: int, *, high_from: int) -> Sort:
    """`high_from`: storeys from which a building counts as high-rise."""
    kind = BuildingKind.ANY if storeys is None else kind_of(storeys, high_from)
    return Sort(kind, Lift.WITH if lifts else Lift.WITHOUT)


def kind_of(storeys: int, high_from: int) -> BuildingKind:
    return BuildingKind.HIGH_RISE if storeys >= high_from else BuildingKind.MULTI_STOREY


def covers(kind: str, lift: str, sort: Sort) -> bool:
    """Whether a price for such buildings is one for this building."""
    return kind in (BuildingKind.ANY, sort.kind) and lift in (Lift.ANY, sort.lift)


def closeness(price: Price) -> int:
    """How much a price says about its buildings: the one that says more goes before."""
    return (price.building_kind != BuildingKind.ANY) + (price.lift != Lift.ANY)


def span(price: Price, sort: Sort) -> Span:
    """What the price allows for a building: its base with or without a lift, then the float."""
    base = Fraction(price.base_fen)
    base += price.lift_extra_fen if sort.lift == Lift.WITH else -price.no_lift_less_fen
    return Span(base, floated(base, price.float_down_percent, -1), floated(base, price.float_up_percent, 1))


def floated(base: Fraction, percent, direction: int) -> Fraction | None:
    return None if percent is None else base * (HUNDRED + direction * Fraction(percent)) / HUNDRED
