"""Dividing money to the fen: by largest remainders, so that the parts always add up to the whole."""

from collections.abc import Sequence
from decimal import Decimal
from math import lcm


def split(total_fen: int, weights: Sequence[Decimal | int]) -> list[int]:
    """`total_fen` in whole fen as near to `weights` as can be; the parts add up to it exactly.

    What is left over after rounding towards zero goes fen by fen to the largest remainders, the earlier of equal ones
    first. Weights (areas in m², shares) are not negative and not all zero. Raises ValueError.
    """
    exact = in_whole_numbers(weights)
    whole = sum(exact)
    if whole <= 0 or min(exact) < 0:
        raise ValueError("weights must not be negative, and one of them must be more than nothing")
    sign, left = (-1, -total_fen) if total_fen < 0 else (1, total_fen)
    ideal = [divmod(left * weight, whole) for weight in exact]
    parts = [part for part, _remainder in ideal]
    by_remainder = sorted(range(len(ideal)), key=lambda place: (-ideal[place][1], place))
    for place in by_remainder[: left - sum(parts)]:
        parts[place] += 1
    return [sign * part for part in parts]


def in_whole_numbers(weights: Sequence[Decimal | int]) -> list[int]:
    """The same weights, all times one number that makes them whole."""
    ratios = [weight.as_integer_ratio() for weight in weights]
    common = lcm(*(below for _above, below in ratios))
    return [above * (common // below) for above, below in ratios]
