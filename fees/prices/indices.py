"""The price that follows the indices of a year: old price times the weighted mean of what they rose or fell."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from fees.models import IndexKind

UNCHANGED = Fraction(100)


class Unweighted(ValueError):
    """The weights are not those of one whole."""


@dataclass(frozen=True)
class Following:
    """`factor` is exact; `proposed_fen` is rounded to whole fen, halves up."""

    old_fen: int
    factor: Fraction
    proposed_fen: int


def follow(old_fen: int, values: Mapping[IndexKind, Decimal], weights: Mapping[IndexKind, Fraction]) -> Following:
    """`values` with the year before as 100. Raises Unweighted, KeyError for a weighted index without a value."""
    if sum(weights.values()) != 1:
        raise Unweighted
    factor = sum((weight * Fraction(values[kind]) / UNCHANGED for kind, weight in weights.items()), Fraction(0))
    return Following(old_fen, factor, whole(old_fen * factor))


def whole(fen: Fraction) -> int:
    """Halves go up."""
    return (2 * fen.numerator + fen.denominator) // (2 * fen.denominator)
