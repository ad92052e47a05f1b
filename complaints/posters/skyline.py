"""The mark, and houses with lit windows, as on the portal's first page."""

from reportlab.lib.colors import HexColor

from complaints.posters.ink import LAMP, TILE, TILE_DEEP, WALL, Ink

FAR, TREE, PANE = HexColor(0x1B3F4A), HexColor(0x1E4A48), HexColor(0x3F6570)
ROOF = (
    (5.5, 17.2), (10.5, 14.7), (15, 11.2), (19, 6.8), (23, 11.2), (27.5, 14.7), (32.5, 17.2),
    (31.6, 20.3), (26.6, 18.4), (22.5, 15.9), (19, 12.7), (15.5, 15.9), (11.4, 18.4), (6.4, 20.3),
)  # fmt: skip
WINDOWS = ((15.7, 23.2), (19.4, 23.2), (15.7, 27.0), (19.4, 27.0))
MARK_SIDE = 38
FAR_HOUSES = ((0, 8, 30), (11.5, 10, 22), (25, 18, 26), (41, 7.5, 26), (62, 14, 30), (81, 9, 26))
HOUSES = ((2.5, 5, 4, 19), (28.5, 3, 9, 33), (45.5, 5, 5, 22.5))
"""From the left edge of the street: where a house begins, its columns and rows of windows, its height."""
PITCH_X, PITCH_Y, WINDOW_WIDTH, WINDOW_HEIGHT = 4.0, 3.4, 2.1, 2.3
STREET_WIDTH = 89.0


def mark(ink: Ink, x: float, y: float, side: float) -> None:
    """The portal's mark: a roof above a lit window."""
    part = side / MARK_SIDE
    ink.box(x, y, side, side, fill=WALL, round=9 * part)
    ink.shape([(x + across * part, y + down * part) for across, down in ROOF], fill=TILE)
    ink.box(x + 9.5 * part, y + 21 * part, 19 * part, 10.5 * part, fill=TILE)
    for across, down in WINDOWS:
        ink.box(x + across * part, y + down * part, 3 * part, 3 * part, fill=LAMP)


def street(ink: Ink, *, right: float, base: float) -> None:
    """Houses that stand on `base` and end at `right`."""
    left = right - STREET_WIDTH
    for start, width, height in FAR_HOUSES:
        ink.box(left + start, base - height, min(width, STREET_WIDTH - start), height, fill=FAR)
    for place, (start, columns, rows, height) in enumerate(HOUSES):
        house(ink, left + start, base, columns, rows, height, dark=place)
    pavilion(ink, left + 71, base)
    for x in (24.5, 43.2, 68.7, 87.5):
        ink.disc(left + x, base - 2.6, 2.4, fill=TREE)
        ink.box(left + x - 0.3, base - 2.6, 0.6, 2.6, fill=TILE_DEEP)


def house(ink: Ink, x: float, base: float, columns: int, rows: int, height: float, *, dark: int) -> None:
    width = columns * PITCH_X + 1.6
    ink.box(x, base - height, width, height, fill=TILE_DEEP)
    ink.box(x - 0.7, base - height - 0.5, width + 1.4, 0.9, fill=TILE_DEEP)
    for row in range(rows):
        for column in range(columns):
            at = (x + 1.75 + column * PITCH_X, base - height + 2.2 + row * PITCH_Y)
            if (row * 7 + column * 3 + dark) % 11:
                ink.box(*at, WINDOW_WIDTH, WINDOW_HEIGHT, fill=LAMP)
            else:
                ink.box(*at, WINDOW_WIDTH, WINDOW_HEIGHT, line=PANE, thick=0.3)


def pavilion(ink: Ink, x: float, base: float) -> None:
    ink.box(x + 1.5, base - 9.5, 14, 9.5, fill=TILE_DEEP)
    ink.shape([(x, base - 9), (x + 8.5, base - 14.5), (x + 17, base - 9)], fill=TILE_DEEP)
    for row in range(2):
        for column in range(4):
            ink.box(x + 2.5 + column * 3.2, base - 8 + row * 3.4, 2.0, 2.2, fill=LAMP)
