"""A QR code as a path of rectangles: level Q, so that a quarter of it may be torn or dirty."""

import segno

QUIET_MODULES = 4
LEVEL = "q"


def modules(text: str) -> tuple[tuple[bool, ...], ...]:
    """The rows of a QR code, dark ones true, without the quiet zone."""
    code = segno.make(text, error=LEVEL, micro=False, boost_error=False)
    return tuple(tuple(bool(module) for module in row) for row in code.matrix)


def bars(rows: tuple[tuple[bool, ...], ...]):
    """The dark modules as horizontal bars: (row, first column, how many)."""
    for place, row in enumerate(rows):
        start = None
        for column, dark in enumerate((*row, False)):
            if dark and start is None:
                start = column
            elif not dark and start is not None:
                yield place, start, column - start
                start = None
