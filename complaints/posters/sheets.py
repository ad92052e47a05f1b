"""Posters as a file to print: one PDF, or a ZIP with a PDF for each street."""

import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from io import BytesIO
from typing import IO

from reportlab import rl_config
from reportlab.pdfgen.canvas import Canvas

from complaints.models import PaperSize
from complaints.posters import fonts
from complaints.posters.contents import House, Poster
from complaints.posters.paper import Paper
from complaints.posters.stickers import Stickers

LAYOUTS: dict[PaperSize, Paper | Stickers] = {
    PaperSize.A3: Paper(297.0),
    PaperSize.A4: Paper(210.0),
    PaperSize.A5: Paper(148.0),
    PaperSize.STICKER: Stickers(),
}
rl_config.useA85 = 0
"""Streams stay binary: a quarter smaller, and nobody reads them as text."""
Told = Callable[[], None]


@dataclass(frozen=True)
class Part:
    """What goes into one PDF of a ZIP, and where in it: a folder and a name."""

    path: str
    posters: list[Poster]


def write_pdf(posters: Iterable[Poster], out: IO[bytes], *, size: str, house: House, title: str, told: Told) -> None:
    """Draw posters as pages. `told` is called after each. A font stands in the file once, with what was used of it."""
    layout = LAYOUTS[PaperSize(size)]
    fonts.make_ready()
    canvas = Canvas(out, pagesize=layout.page, pageCompression=1, lang="zh-CN")
    canvas.setTitle(title)
    canvas.setAuthor(house.emblem)
    layout.prepare(canvas, house)
    for poster in posters:
        layout.draw(canvas, poster, house)
        told()
    canvas.save()


def write_zip(parts: Iterable[Part], out: IO[bytes], *, size: str, house: House, told: Told) -> None:
    """A PDF for each part. They are compressed already."""
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as packed:
        for part in parts:
            drawn = BytesIO()
            write_pdf(part.posters, drawn, size=size, house=house, title=part.path, told=told)
            packed.writestr(f"{part.path}.pdf", drawn.getvalue())
