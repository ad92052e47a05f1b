"""One measured figure, beside what it is measured against."""

from dataclasses import asdict, dataclass
from fractions import Fraction
from typing import Any


@dataclass
class Row:
    """`ratio` is `value` over `reference`; `wanted` such as "at most 1/12", or nothing where none is set."""

    name: str
    value: float
    unit: str
    reference: float
    ratio: float
    wanted: str = ""

    @property
    def holds(self) -> bool | None:
        if not self.wanted:
            return None
        side, _space, bound = self.wanted.rpartition(" ")
        return self.ratio <= Fraction(bound) if side == "at most" else self.ratio >= Fraction(bound)

    def as_dict(self) -> dict[str, Any]:
        return {**asdict(self), "holds": self.holds}
