"""Dividing money to the fen: by largest remainders, so that the parts always add up to the whole."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction


def split(total_fen: int, weights: Sequence[Decimal | int]) -> list[int]:
    """`total_fen` in whole fen as near to `weights` as can be; the parts add up to it exactly.

    What is left over after rounding towards zero goes fen by fen to the largest remainders, the earlier of equal ones
    first. Weights (areas in m², shares) are not negative and not all zero. Raises ValueError.
    """
    exact = [Fraction(weight) for weight in weights]
    whole = sum(exact, Fraction(0))
    if whole <= 0 or min(exact) < 0:
        raise ValueError("weights must not be negative, and one of them must be more than nothing")
    sign, left = (-1, -total_fen) if total_fen < 0 else (1, total_fen)
    ideal = [left * weight / whole for weight in exact]
    parts = [int(share) for share in ideal]
    by_remainder = sorted(range(len(exact)), key=lambda place: (parts[place] - ideal[place], place))
    for place in by_remainder[: left - sum(parts)]:
        parts[place] += 1
    return [sign * part for part in parts]
