"""Makes the two fonts of the posters anew (see `README.md` beside this file).

python complaints/posters/font_files/make.py FOLDER_OF_FONTSOURCE_NOTO_SANS_SC NOTO_SANS_CJK_REGULAR.ttc
"""

import gzip
import io
import sys
from collections.abc import Iterable
from pathlib import Path

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTCollection, TTFont

HERE = Path(__file__).parent
UNITS = 1000
TOLERANCE = 1.0
"""By how many units a quadratic curve may leave the cubic one that it takes the place of."""
HAN = ((0x2E80, 0x2FDF), (0x3007, 0x3007), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x323AF))
COMMON_SLICES = ("chinese-simplified", "latin")
NAMES = {
    "familyName": "Anju Poster Sans",
    "copyright": "Copyright 2014-2021 Adobe (http://www.adobe.com/)",
    "licenseDescription": "This Font Software is licensed under the SIL Open Font License, Version 1.1.",
    "licenseInfoURL": "https://openfontlicense.org",
}
Source = tuple[TTFont, Iterable[int]]


def drawn(font: TTFont, glyph: str):
    """One glyph with plain quadratic outlines."""
    pen, recording = TTGlyphPen(None), DecomposingRecordingPen(font.getGlyphSet())
    font.getGlyphSet()[glyph].draw(recording)
    recording.replay(pen if "glyf" in font else Cu2QuPen(pen, TOLERANCE, reverse_direction=True))
    return pen.glyph()


def collect(sources: Iterable[Source]) -> tuple[dict, dict, dict]:
    """Glyphs, widths and characters of all sources; of a character in two of them, the first one's."""
    glyphs, widths, characters = {".notdef": TTGlyphPen(None).glyph()}, {".notdef": UNITS}, {}
    for font, points in sources:
        best = font.getBestCmap()
        for point in sorted(set(points) - set(characters)):
            name = characters[point] = f"u{point:04X}"
            glyphs[name], widths[name] = drawn(font, best[point]), font["hmtx"][best[point]][0]
    return glyphs, widths, characters


def build(style: str, sources: list[Source]) -> set[int]:
    """Write `poster-<style>.ttf.gz`. Returns the characters that it has."""
    glyphs, widths, characters = collect(sources)
    made = FontBuilder(UNITS, isTTF=True)
    made.setupGlyphOrder(list(glyphs))
    made.setupCharacterMap(characters)
    made.setupGlyf(glyphs)
    shapes = made.font["glyf"]
    made.setupHorizontalMetrics({name: (width, getattr(shapes[name], "xMin", 0)) for name, width in widths.items()})
    made.setupHorizontalHeader(ascent=1160, descent=-288)
    made.setupNameTable({**NAMES, "styleName": style, "psName": f"AnjuPosterSans-{style}", "version": "Version 1.0"})
    made.setupOS2(sTypoAscender=880, sTypoDescender=-120, usWinAscent=1160, usWinDescent=288)
    made.setupPost(keepGlyphNames=False)
    made.font.recalcTimestamp = False
    whole = io.BytesIO()
    made.save(whole)
    packed = gzip.compress(whole.getvalue(), 9, mtime=0)
    (HERE / f"poster-{style.lower()}.ttf.gz").write_bytes(packed)
    sys.stdout.write(f"{style}: {len(characters)} characters, {len(packed)} bytes\n")
    return set(characters)


def slices(folder: Path, weight: int, names: Iterable[str] = ("*",)) -> list[Source]:
    paths = [path for name in names for path in sorted(folder.glob(f"files/noto-sans-sc-{name}-{weight}-normal.woff"))]
    return [(font, list(font.getBestCmap())) for font in map(TTFont, paths)]


def main(folder: str, collection: str) -> None:
    build("Bold", slices(Path(folder), 700, COMMON_SLICES))
    rare = next(font for font in TTCollection(collection).fonts if font["name"].getDebugName(1) == "Noto Sans CJK SC")
    han = [point for point in rare.getBestCmap() if any(first <= point <= last for first, last in HAN)]
    build("Regular", [*slices(Path(folder), 400, COMMON_SLICES), *slices(Path(folder), 400), (rare, han)])


if __name__ == "__main__":
    main(*sys.argv[1:])
