"""A cell for each company, drawn by the server: shades of one hue, hollow for up, solid dark for down. Pure."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

STEP = 8
SIDE = 7
WIDEST = 94
"""Cells in a row."""

KINDS = ("down", "up", "other", "first", "score", "same", "carried")
"""From the gravest to the plainest; the legend has this order."""


@dataclass(frozen=True)
class Cells:
    """The drawing: one path for each kind, its size, and how many cells each kind has."""

    width: int
    height: int
    paths: list[tuple[str, str]]
    counts: dict[str, int]

    @property
    def total(self) -> int:
        return sum(self.counts.values())


def drawn(kinds: Sequence[str]) -> Cells:
    """Cells row by row in the order given."""
    rows = max(1, -(-len(kinds) // WIDEST))
    paths: dict[str, list[str]] = {kind: [] for kind in KINDS}
    for place, kind in enumerate(kinds):
        row, column = divmod(place, WIDEST)
        paths[kind].append(f"M{column * STEP} {row * STEP}h{SIDE}v{SIDE}h-{SIDE}z")
    counts = Counter(kinds)
    return Cells(
        width=WIDEST * STEP,
        height=rows * STEP,
        paths=[(kind, "".join(paths[kind])) for kind in reversed(KINDS) if paths[kind]],
        counts={kind: counts[kind] for kind in KINDS if counts[kind]},
    )
