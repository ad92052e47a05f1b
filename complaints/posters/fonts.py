"""The fonts of posters: a bold one for what is read from afar, a plain one that also has the rare characters.

A character without a bold picture is drawn plain with a thicker line. One without any is drawn as 〓, and told.
"""

import gzip
from collections.abc import Iterable, Iterator
from functools import cache
from io import BytesIO
from itertools import groupby
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

FOLDER = Path(__file__).parent / "font_files"
PLAIN, BOLD = "AnjuPoster-Regular", "AnjuPoster-Bold"
FILES = {PLAIN: "poster-regular.ttf.gz", BOLD: "poster-bold.ttf.gz"}
UNKNOWN = "〓"
"""The printers' sign for a character that is not in the case."""


@cache
def font(name: str) -> TTFont:
    """A font, read and made known to reportlab once in a process. Each file that uses it embeds what it used."""
    made = TTFont(name, BytesIO(gzip.decompress((FOLDER / FILES[name]).read_bytes())))
    pdfmetrics.registerFont(made)
    return made


def make_ready() -> None:
    """Read both fonts, so that a canvas may name them."""
    for name in FILES:
        font(name)


@cache
def characters(name: str) -> frozenset[int]:
    return frozenset(font(name).face.charToGlyph)


def unknown_in(text: str) -> list[str]:
    """The characters of a text that no font has a picture of, each once."""
    return list(dict.fromkeys(sign for sign in text if ord(sign) not in characters(PLAIN)))


def name_for(sign: str, wanted: str) -> str:
    return wanted if ord(sign) in characters(wanted) else PLAIN


def runs(text: str, wanted: str) -> Iterator[tuple[str, str]]:
    """The text in pieces of (font, characters). `wanted` where it can be."""
    drawable = "".join(sign if ord(sign) in characters(PLAIN) else UNKNOWN for sign in text)
    for name, signs in groupby(drawable, key=lambda sign: name_for(sign, wanted)):
        yield name, "".join(signs)


def width(text: str, wanted: str, size: float) -> float:
    """How wide a text is, in points."""
    return sum(pdfmetrics.stringWidth(signs, name, size) for name, signs in runs(text, wanted))


def lines(text: str, wanted: str, size: float, most: float) -> list[str]:
    """The text in as few lines of at most `most` points as hold it, about equally long: no character is left alone."""
    count = max(1, -(-int(width(text, wanted, size) * 1000) // int(most * 1000)))
    while count < len(text):
        made = list(cut(text, count))
        if all(width(line, wanted, size) <= most for line in made):
            return made
        count += 1
    return list(text) or [""]


def cut(text: str, count: int) -> Iterable[str]:
    share, more = divmod(len(text), count)
    start = 0
    for place in range(count):
        end = start + share + (place < more)
        yield text[start:end]
        start = end
