"""万家灯火: each county (or street) is a building, each estate one window in the colour of its company's grade.

Pure: parts with their windows in, places in a picture out. The unit is a pixel of a screen 1920 wide.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil, sqrt

WIDTH, HEIGHT = 1824, 580
"""Of the picture; the buildings stand on its lower edge."""
NAME_ROOM = 44
"""Above the highest roof, for its name."""
ROOF, PAD, GAP = 8, 5, 10
WIDEST_PITCH = 64
SLIMNESS = tuple(0.4 + step / 10 for step in range(60))
"""Rows for each column that are tried."""
LETTER, SMALL_LETTER = 21, 17
DARK = "dark"


@dataclass(frozen=True)
class Part:
    """A county or street: a shape of grade for each estate, `dark` where nobody manages it or nobody is graded."""

    code: str
    name: str
    windows: Sequence[str]


@dataclass(frozen=True)
class Building:
    """A part as drawn. `panes` has a path for each shape; `letters` are the signs of a name written downwards."""

    code: str
    name: str
    count: int
    x: float
    top: float
    width: float
    panes: dict[str, str]
    letters: list[tuple[str, float]]

    @property
    def height(self) -> float:
        return HEIGHT - self.top

    @property
    def middle(self) -> float:
        return self.x + self.width / 2

    @property
    def name_y(self) -> float:
        return self.top - 14

    @property
    def roof(self) -> dict[str, float]:
        return {"x": self.x - 3, "y": self.top - 3, "width": self.width + 6, "height": 4}


def skyline(parts: Iterable[Part]) -> list[Building]:
    """The parts side by side, the biggest in the middle. Empty parts are left out: they have no window to show."""
    order = middled([part for part in parts if part.windows])
    if not order:
        return []
    slim, pitch = most_room([len(part.windows) for part in order])
    columns = [columns_of(len(part.windows), slim) for part in order]
    widths = [max(count * pitch + 2 * PAD, SMALL_LETTER + 9) for count in columns]
    gap = min(5 * GAP, (WIDTH - sum(widths)) / (len(order) + 1))
    x = (WIDTH - sum(widths) - gap * (len(order) - 1)) / 2
    buildings = []
    for part, across, width in zip(order, columns, widths, strict=True):
        buildings.append(building(part, across, round(x, 1), round(width, 1), pitch))
        x += width + gap
    return buildings


def middled(parts: list[Part]) -> list[Part]:
    """Rising to the middle and falling again."""
    ranked = sorted(parts, key=lambda part: (len(part.windows), part.code))
    return ranked[::2] + ranked[1::2][::-1]


def most_room(counts: list[int]) -> tuple[float, float]:
    """How slim the buildings are and how far their windows stand apart: all fit, windows are large, buildings tall."""
    return max(((slim, pitch_at(counts, slim)) for slim in SLIMNESS), key=lambda found: (found[1], found[0]))


def pitch_at(counts: list[int], slim: float) -> float:
    across = [columns_of(count, slim) for count in counts]
    tall = max(ceil(count / columns) for count, columns in zip(counts, across, strict=True))
    room = WIDTH - len(counts) * (2 * PAD + GAP)
    return round(min(WIDEST_PITCH, room / sum(across), (HEIGHT - NAME_ROOM - ROOF - PAD) / tall), 2)


def columns_of(count: int, slim: float) -> int:
    return min(count, max(2, round(sqrt(count / slim))))


def building(part: Part, across: int, x: float, width: float, pitch: float) -> Building:
    rows = ceil(len(part.windows) / across)
    top = round(HEIGHT - rows * pitch - PAD - ROOF, 1)
    left = x + (width - across * pitch) / 2
    panes: dict[str, list[str]] = {}
    size = round(pitch * 0.7, 1)
    for place, shape in enumerate(part.windows):
        row, column = divmod(place, across)
        corner = (left + (column + 0.15) * pitch, HEIGHT - PAD - (row + 0.85) * pitch)
        panes.setdefault(shape, []).append(f"M{corner[0]:.1f} {corner[1]:.1f}h{size}v{size}h-{size}z")
    return Building(
        part.code, part.name, len(part.windows), x, top, width,
        {shape: "".join(paths) for shape, paths in panes.items()}, letters_of(part.name, width, top),
    )  # fmt: skip


def letters_of(name: str, width: float, top: float) -> list[tuple[str, float]]:
    """A name that is wider than its building is written downwards, sign by sign, ending above the roof."""
    if len(name) * LETTER <= width + GAP:
        return []
    first = top - 12 - (len(name) - 1) * (SMALL_LETTER + 1)
    return [(sign, round(first + place * (SMALL_LETTER + 1), 1)) for place, sign in enumerate(name)]
