"""Looking into a workbook before anything opens it: is it one, is it safe, and where are formulas in it?

calamine gives the last result of a formula as if somebody had typed it, and holds a sheet as one rectangle in memory.
So the sheet's XML is read here first, piece by piece: its real size, its farthest cell, formulas and error values.
"""

import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree import ElementTree

from django.utils.translation import gettext as _

from intake.faults import CannotRead, Fault
from intake.limits import MAX_COLUMNS, MAX_ROWS, MAX_UNPACKED_BYTES

BLOCK = 1 << 20
OVERLAP = 512

RELATIONS = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
STRICT_RELATIONS = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"
CELL = rb"<(?:\w+:)?c\s+(?:[a-z]+=\"[^\"]*\"\s+)*?r=\""
FAR_COLUMN = re.compile(CELL + rb"(?:[A-Z]{3}|[B-Z][A-Z])\d")
FAR_ROW = re.compile(CELL + rb"[A-Z]+([2-9]\d{5}|\d{7,})\"[^>]*[^/]>(?=[^<]|<(?:\w+:)?(?:v|is|f)\b)")
"""A cell far down that has something in it; one with a format alone may be written as two tags around nothing."""
FORMULA_OR_ERROR = re.compile(rb"<(?:\w+:)?f[\s/>]|\st=\"e\"")
SIGNS_OF_ONE = (b"<f", b":f", b't="e"')
"""One of these stands in every piece that has one, and is found much sooner than the whole expression."""
DECLARATION = re.compile(rb"<\x00?!\x00?(?:D\x00?O\x00?C|E\x00?N\x00?T)")
"""The beginning of DOCTYPE and of ENTITY, in UTF-8 and in both kinds of UTF-16."""


@dataclass
class Book:
    """What was found: the worksheet to read, and the cells in it that cannot be taken as they are."""

    tab: str
    faults: list[Fault] = field(default_factory=list)


def look_into(archive: zipfile.ZipFile, tab: str) -> Book:
    """Check a workbook and choose its worksheet. Raises CannotRead, or one of `reading.DAMAGED` when it is damaged."""
    names = set(archive.namelist())
    if "xl/workbook.xml" not in names:
        raise CannotRead(what_it_is(names))
    if sum(info.file_size for info in archive.infolist()) > MAX_UNPACKED_BYTES:
        raise CannotRead(
            _("Unpacked, the workbook is larger than %(most)d MB. Split it into several files.")
            % {"most": MAX_UNPACKED_BYTES >> 20}
        )
    chosen, part = worksheet(archive, tab)
    has_oddities = False
    for name in sorted(name for name in names if name.endswith((".xml", ".rels"))):
        has_oddities |= scan(archive, name, is_sheet=name == part)
    book = Book(chosen)
    if has_oddities:
        book.faults = list(odd_cells(archive, part))
    return book


def what_it_is(names: set[str]) -> str:
    if "xl/workbook.bin" in names:
        return _("This is a binary workbook (.xlsb). Save it as “Excel workbook (.xlsx)” and upload it again.")
    if "word/document.xml" in names:
        return _("This is a Word document. Put the table into a workbook, or fill in the template.")
    if "content.xml" in names:
        return _("This is an OpenDocument file (.ods). Save it as “Excel workbook (.xlsx)” and upload it again.")
    return _("This is a compressed archive, not a workbook. Upload the workbook itself.")


def worksheet(archive: zipfile.ZipFile, tab: str) -> tuple[str, str]:
    """(name, part of the archive) of the worksheet called `tab`, else of the first that is not hidden."""
    targets = {
        relation.get("Id"): relation.get("Target", "")
        for relation in parsed(archive, "xl/_rels/workbook.xml.rels")
        if relation.get("Type", "").endswith("/worksheet")
    }
    sheets = []
    for element in parsed(archive, "xl/workbook.xml").iter():
        if local(element.tag) == "sheet":
            key = element.get(RELATIONS) or element.get(STRICT_RELATIONS)
            if key in targets:
                sheets.append((element.get("name", ""), targets[key], element.get("state", "visible")))
    seen = [sheet for sheet in sheets if sheet[2] == "visible"] or sheets
    if not seen:
        raise CannotRead(_("The workbook has no worksheet. Download the template and fill it in."))
    name, target, _state = next((sheet for sheet in seen if sheet[0] == tab), seen[0])
    return name, posixpath.normpath(posixpath.join("/xl", target)).lstrip("/")


def parsed(archive: zipfile.ZipFile, part: str) -> ElementTree.Element:
    """A small part of the workbook, without declarations: they could unfold without end. Raises ParseError."""
    text = archive.read(part)
    if DECLARATION.search(text):
        raise unsafe()
    return ElementTree.fromstring(text)  # noqa: S314 - without declarations there is nothing to expand


def unsafe() -> CannotRead:
    return CannotRead(
        _("The workbook holds declarations that no table program writes. Open it in Excel or WPS and save it anew.")
    )


def scan(archive: zipfile.ZipFile, part: str, *, is_sheet: bool) -> bool:
    """Unpack one part piece by piece; of the sheet, whether it has formulas or error values.

    Raises CannotRead when it reaches too far, zipfile.BadZipFile when it is damaged.
    """
    found, tail = False, b""
    with archive.open(part) as stream:
        while block := stream.read(BLOCK):
            piece = tail + block
            if DECLARATION.search(piece):
                raise unsafe()
            if is_sheet:
                check_reach(piece)
                found = found or has_formula_or_error(piece)
            tail = piece[-OVERLAP:]
    return found


def has_formula_or_error(piece: bytes) -> bool:
    return any(sign in piece for sign in SIGNS_OF_ONE) and bool(FORMULA_OR_ERROR.search(piece))


def check_reach(piece: bytes) -> None:
    """A single stray cell far out would make the rectangle of the sheet too large for any memory."""
    if FAR_COLUMN.search(piece):
        raise CannotRead(
            _("The sheet reaches beyond column %(column)s. Delete what stands right of the table.")
            % {"column": letters(MAX_COLUMNS - 1)}
        )
    for found in FAR_ROW.finditer(piece):
        if int(found.group(1)) > MAX_ROWS + 1:
            raise CannotRead(
                _("The sheet reaches down to row %(row)s; at most %(most)d are taken. Split it, or empty the rest.")
                % {"row": found.group(1).decode(), "most": MAX_ROWS}
            )


def odd_cells(archive: zipfile.ZipFile, part: str) -> Iterator[Fault]:
    """Each cell with a formula or an error value, streamed from the sheet's XML. Raises ElementTree.ParseError."""
    with archive.open(part) as stream:
        for _event, element in ElementTree.iterparse(stream):  # noqa: S314 - declarations were refused before
            if local(element.tag) == "row":
                element.clear()
            elif local(element.tag) == "c":
                fault = odd_cell(element)
                if fault:
                    yield fault


def odd_cell(cell: ElementTree.Element) -> Fault | None:
    """The fault of a cell, under its column's letters: the headings are not known here."""
    column, row = split_reference(cell.get("r", ""))
    formula = next((child.text or "" for child in cell if local(child.tag) == "f"), None)
    if formula is not None:
        return Fault(
            row,
            column,
            _("holds a formula (%(formula)s)") % {"formula": f"={formula}"[:40]},
            _("Copy the cells and paste them as values."),
        )
    if cell.get("t") == "e":
        said = next((child.text or "" for child in cell if local(child.tag) == "v"), "")
        return Fault(row, column, _("holds an error value (%(value)s)") % {"value": said}, _("Type the right value."))
    return None


def merged(ranges: list[tuple[tuple[int, int], tuple[int, int]]]) -> list[Fault]:
    """A fault for each range of merged cells, under its first column's letters."""
    return [
        Fault(
            top + 1,
            letters(left),
            _("cells %(range)s are merged") % {"range": f"{letters(left)}{top + 1}:{letters(right)}{bottom + 1}"},
            _("Split them and fill in every cell."),
        )
        for (top, left), (bottom, right) in ranges
    ]


def split_reference(reference: str) -> tuple[str, int]:
    """`AB12` -> ("AB", 12)."""
    found = re.fullmatch(r"([A-Z]+)(\d+)", reference)
    return (found.group(1), int(found.group(2))) if found else ("", 0)


def letters(place: int) -> str:
    """The letters of a column, counted from 0."""
    name = ""
    while place >= 0:
        name = chr(65 + place % 26) + name
        place = place // 26 - 1
    return name


def place_of(column: str) -> int:
    """The place of a column's letters, counted from 0; -1 when they are none."""
    place = 0
    for letter in column:
        if not "A" <= letter <= "Z":
            return -1
        place = place * 26 + ord(letter) - 64
    return place - 1


def local(tag: str) -> str:
    """A tag without its namespace."""
    return tag.rpartition("}")[2]
