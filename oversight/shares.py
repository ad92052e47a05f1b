"""Shares that add up."""

from collections.abc import Sequence


def shares(counts: Sequence[int], *, digits: int = 1) -> list[float]:
    """Percentages of `counts` that sum to exactly 100 (largest remainder); all 0 when nothing is there."""
    total = sum(counts)
    if not total:
        return [0.0 for _count in counts]
    unit = 10**digits
    exact = [count * 100 * unit / total for count in counts]
    whole = [int(value) for value in exact]
    missing = 100 * unit - sum(whole)
    for index in sorted(range(len(counts)), key=lambda i: whole[i] - exact[i])[:missing]:
        whole[index] += 1
    return [value / unit for value in whole]
