"""万家灯火: the city as a row of buildings. Each window stands for some estates; a lit one has property service."""

from dataclasses import dataclass

WALL_BASE = 150
WINDOW, PITCH_X, PITCH_Y = 8, 12, 14


@dataclass(frozen=True)
class Building:
    """A wall with its grid of windows. `x` and sizes are in units of the picture; walls stand on `WALL_BASE`."""

    x: int
    columns: int
    rows: int
    kind: str = "slab"

    @property
    def width(self) -> int:
        return self.columns * PITCH_X + 8

    @property
    def height(self) -> int:
        return self.rows * PITCH_Y + 10

    @property
    def top(self) -> int:
        return WALL_BASE - self.height

    def places(self) -> list[tuple[int, int]]:
        """Upper left corners of the windows, row by row from the top."""
        return [
            (self.x + 6 + column * PITCH_X, self.top + 8 + row * PITCH_Y)
            for row in range(self.rows)
            for column in range(self.columns)
        ]


STREET = (
    Building(4, 6, 5),
    Building(92, 4, 7, "tower"),
    Building(156, 6, 4),
    Building(244, 4, 2, "house"),
    Building(312, 3, 10, "tower"),
    Building(368, 6, 4),
)
WINDOWS = sum(building.columns * building.rows for building in STREET)
SPREAD = 0.6180339887
"""Dark windows are strewn by the golden section: evenly, and the same every time."""


@dataclass(frozen=True)
class Skyline:
    """What the picture shows: how many estates a window stands for, and where the lit and the dark ones are."""

    estates_per_window: int
    lit: list[tuple[int, int]]
    dark: list[tuple[int, int]]
    street: tuple[Building, ...] = STREET


def skyline(estates: int, served: int) -> Skyline | None:
    """The picture of a city with so many estates, of which so many have property service. None when there are none."""
    if estates <= 0:
        return None
    per_window = max(1, round(estates / WINDOWS))
    count = min(WINDOWS, max(1, round(estates / per_window)))
    without = estates - served
    dark_count = min(count, max(round(without / per_window), 1 if without else 0))
    places = [place for building in STREET for place in building.places()][:count]
    order = sorted(range(count), key=lambda index: (index * SPREAD) % 1)
    dark = set(order[:dark_count])
    return Skyline(
        estates_per_window=per_window,
        lit=[place for index, place in enumerate(places) if index not in dark],
        dark=[place for index, place in enumerate(places) if index in dark],
    )
