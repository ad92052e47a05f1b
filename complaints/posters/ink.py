"""A sheet of paper to draw on: millimetres from the upper left corner, sizes of letters in points."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from reportlab.lib.colors import HexColor
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas

from accounts import qr
from complaints.posters import fonts

TILE, TILE_DEEP, TILE_INK = HexColor(0x12313B), HexColor(0x0C242C), HexColor(0xC3D9DF)
INK, INK_2, WALL, GROUND = HexColor(0x14262C), HexColor(0x3F535A), HexColor(0xFFFFFF), HexColor(0xE6ECEF)
LINE, LAMP, RED = HexColor(0xAFBEC3), HexColor(0xF4B740), HexColor(0xAC1F1F)
BOLDER = 0.035
"""How thick a line around a plain letter makes it as heavy as a bold one, in parts of its size."""


class Ink:
    """What draws. `height` is that of the sheet as designed; what is drawn may be scaled to another one."""

    def __init__(self, canvas: Canvas, height: float) -> None:
        self.canvas, self.height = canvas, height

    def box(self, x: float, y: float, width: float, height: float, *, fill=None, line=None, thick=0.3, round=0.0):
        """A rectangle with its upper left corner at (x, y)."""
        if fill is not None:
            self.canvas.setFillColor(fill)
        if line is not None:
            self.canvas.setStrokeColor(line)
            self.canvas.setLineWidth(thick * mm)
        shape = (x * mm, (self.height - y - height) * mm, width * mm, height * mm)
        if round:
            self.canvas.roundRect(*shape, round * mm, stroke=int(line is not None), fill=int(fill is not None))
        else:
            self.canvas.rect(*shape, stroke=int(line is not None), fill=int(fill is not None))

    def shape(self, points: Sequence[tuple[float, float]], *, fill=None, line=None, thick: float = 0.3) -> None:
        """A closed polygon."""
        path = self.canvas.beginPath()
        path.moveTo(points[0][0] * mm, (self.height - points[0][1]) * mm)
        for x, y in points[1:]:
            path.lineTo(x * mm, (self.height - y) * mm)
        path.close()
        if fill is not None:
            self.canvas.setFillColor(fill)
        if line is not None:
            self.canvas.setStrokeColor(line)
            self.canvas.setLineWidth(thick * mm)
        self.canvas.drawPath(path, stroke=int(line is not None), fill=int(fill is not None))

    def disc(self, x: float, y: float, radius: float, *, fill) -> None:
        self.canvas.setFillColor(fill)
        self.canvas.circle(x * mm, (self.height - y) * mm, radius * mm, stroke=0, fill=1)

    def rule(self, x: float, y: float, to_x: float, to_y: float, *, line=LINE, thick: float = 0.2) -> None:
        self.canvas.setStrokeColor(line)
        self.canvas.setLineWidth(thick * mm)
        self.canvas.line(x * mm, (self.height - y) * mm, to_x * mm, (self.height - to_y) * mm)

    def words(
        self, x: float, y: float, text: str, size: float, *, bold=False, fill=INK, align="left", space=0.0
    ) -> None:
        """A line of text whose baseline begins (or ends, or has its middle) at (x, y); `space` between its letters."""
        wanted = fonts.BOLD if bold else fonts.PLAIN
        start = x * mm - {"left": 0, "centre": 0.5, "right": 1}[align] * fonts.width(text, wanted, size)
        written = self.canvas.beginText(start, (self.height - y) * mm)
        written.setFillColor(fill)
        if space:
            written.setCharSpace(space)
        for name, signs in fonts.runs(text, wanted):
            thicker = bold and name == fonts.PLAIN
            if thicker:
                self.canvas.setStrokeColor(fill)
                self.canvas.setLineWidth(size * BOLDER)
            written.setTextRenderMode(2 if thicker else 0)
            written.setFont(name, size)
            written.textOut(signs)
        if space:
            written.setCharSpace(0)
        self.canvas.drawText(written)

    def fitted(self, x: float, y: float, text: str, size: float, *, most: float, **how) -> None:
        """A line of text, smaller if it would be wider than `most` millimetres."""
        wide = fonts.width(text, fonts.BOLD if how.get("bold") else fonts.PLAIN, size)
        self.words(x, y, text, min(size, size * most * mm / wide) if wide else size, **how)

    def code(self, x: float, y: float, rows: tuple[tuple[bool, ...], ...], *, module: float, fill=INK) -> None:
        """A QR code with its upper left module at (x, y); `module` is the side of one."""
        self.canvas.saveState()
        self.canvas.translate(x * mm, (self.height - y - len(rows) * module) * mm)
        self.canvas.scale(module * mm, module * mm)
        path = self.canvas.beginPath()
        for row, column, count in qr.bars(rows):
            path.rect(column, len(rows) - row - 1, count, 1)
        self.canvas.setFillColor(fill)
        self.canvas.drawPath(path, stroke=0, fill=1)
        self.canvas.restoreState()

    @contextmanager
    def form(self, name: str) -> Iterator[None]:
        """What is drawn within is kept in the file once, and stands on each page that `canvas.doForm(name)` puts it."""
        self.canvas.beginForm(name, 0, 0, 1000 * mm, 1000 * mm)
        yield
        self.canvas.endForm()
