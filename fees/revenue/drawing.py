"""Drawing a sample that anybody can draw again: from a published seed and a published list. Values in, values out.

Each code is joined to the seed (`seed:code`); the codes with the smallest SHA-256 are drawn, smallest first. Every code
has the same chance, and nobody can foresee the order without the seed.
"""

import hashlib
from collections.abc import Iterable
from fractions import Fraction
from math import ceil


def mark_of(seed: str, code: str) -> str:
    return hashlib.sha256(f"{seed}:{code}".encode()).hexdigest()


def size_of(pool: int, share: Fraction) -> int:
    """How many are drawn: the share, rounded up, so that a small division draws one at least."""
    return min(pool, ceil(pool * share))


def drawn(codes: Iterable[str], seed: str, share: Fraction) -> list[str]:
    """The codes that are drawn, in their order."""
    pool = sorted(set(codes))
    return sorted(pool, key=lambda code: mark_of(seed, code))[: size_of(len(pool), share)]
