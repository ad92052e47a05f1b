"""A file becomes rows: workbooks (.xlsx) and CSV, whatever the encoding. What cannot be read says why.

`open_table` looks at what the file is, not at what it is called. Rows come one by one, so that a file of
`MAX_ROWS` rows needs little memory beside the workbook itself.
"""

import csv
import struct
import zipfile
import zlib
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import python_calamine
from django.conf import settings
from django.utils.translation import gettext as _

from intake import workbook
from intake.faults import CannotRead, Fault
from intake.limits import MAX_ROWS
from intake.parsing import CONTROL

OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
LONGEST_FIELD = 10_000
DELIMITERS = ",\t;，"
DAMAGED = (
    zipfile.BadZipFile,
    zlib.error,
    ElementTree.ParseError,
    python_calamine.CalamineError,
    struct.error,
    EOFError,
    KeyError,
    OSError,
    RuntimeError,
    ValueError,
)
"""What a damaged workbook raises, in whichever of its layers the damage is met."""


@dataclass
class Table:
    """The rows of a file. `rows` gives (row number as Excel counts, cells); it can be walked once."""

    headings: list[str]
    rows: Iterator[tuple[int, list[Any]]]
    is_workbook: bool
    row_total: int
    """About how many rows there are; for progress only."""
    tab: str = ""
    faults: list[Fault] = field(default_factory=list)
    """Formulas, merged cells and error values, each at its place."""
    odd_cells: set[tuple[int, str]] = field(default_factory=set)
    """(row, heading) of every cell that these faults explain: nothing else need be said about it."""


def open_table(path: Path | str, *, name: str, tab: str = "") -> Table:
    """The rows of a file; of the worksheet called `tab` where there is one, else of the first that is not hidden.

    Raises CannotRead with a sentence.
    """
    path = Path(path)
    if not path.is_file():
        raise CannotRead(_("The uploaded file is no longer there. Please upload it again."))
    check_size(path.stat().st_size)
    with path.open("rb") as file:
        head = file.read(4096)
    if head.startswith(b"PK\x03\x04"):
        return open_workbook(path, tab)
    refuse_other_kinds(path, head, name)
    return open_csv(path)


def check_size(size: int) -> None:
    """Raises CannotRead for an empty or an oversized file."""
    if size == 0:
        raise CannotRead(_("The file is empty. Choose the file again, or download the template and fill it in."))
    if size > settings.IMPORT_MAX_BYTES:
        raise CannotRead(
            _("The file has %(size).1f MB; at most %(most)d MB are taken. Split it into several files.")
            % {"size": size / 2**20, "most": settings.IMPORT_MAX_BYTES // 2**20}
        )


def refuse_other_kinds(path: Path, head: bytes, name: str) -> None:
    """Say what a file is that is neither a workbook nor text, and what to do about it."""
    save_as = _("Open it in Excel or WPS and save it as “Excel workbook (.xlsx)”.")
    start = head.lstrip(BOM_UTF8 + b" \r\n\t").lower()
    if head.startswith(OLD_OFFICE):
        if ENCRYPTED in path.read_bytes():
            raise CannotRead(_("The workbook is protected by a password. Remove the password and upload it again."))
        raise CannotRead(_("This is a workbook of the old kind (.xls).") + save_as)
    if start.startswith((b"<html", b"<!doctype html", b"<table", b"<meta")):
        raise CannotRead(_("This is a web page under the name of a workbook.") + save_as)
    if start.startswith(b"<?xml"):
        raise CannotRead(_("This is an XML file, not a workbook.") + save_as)
    if head.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        raise CannotRead(
            _("The text is in UTF-16 (“Unicode text”). Save it as “CSV UTF-8” or as “Excel workbook (.xlsx)”.")
        )
    if name.lower().endswith((".xlsx", ".xlsm")):
        raise CannotRead(_("The file is called a workbook but is none; it may be damaged.") + save_as)
    if b"\x00" in head or head.startswith((b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")):
        raise CannotRead(
            _("“%(name)s” is neither a workbook (.xlsx) nor a CSV file. Download the template and fill it in.")
            % {"name": name}
        )


def open_workbook(path: Path, tab: str) -> Table:
    try:
        with zipfile.ZipFile(path) as archive:
            book = workbook.look_into(archive, tab)
        sheet = python_calamine.CalamineWorkbook.from_path(str(path)).get_sheet_by_name(book.tab)
    except python_calamine.PasswordError as odd:
        raise CannotRead(
            _("The workbook is protected by a password. Remove the password and upload it again.")
        ) from odd
    except DAMAGED as odd:
        raise CannotRead(
            _("The workbook is damaged. Open it in Excel or WPS, save it anew and upload it again.")
        ) from odd
    rows = workbook_rows(sheet)
    headings = headings_of(next(rows, (1, []))[1])
    merged = sheet.merged_cell_ranges or []
    faults = [*book.faults, *workbook.merged(merged)]
    for fault in faults:
        place = workbook.place_of(fault.heading)
        fault.heading = headings[place] if 0 <= place < len(headings) else fault.heading
    explained = {(fault.row, fault.heading) for fault in faults} | set(cells_within(merged, headings))
    return Table(headings, within_limit(rows), True, max(sheet.total_height - 1, 0), book.tab, faults, explained)


def cells_within(ranges: list, headings: list[str]) -> Iterator[tuple[int, str]]:
    """(row, heading) of every cell of merged ranges, within the table."""
    for (top, left), (bottom, right) in ranges:
        for row in range(top, min(bottom, MAX_ROWS) + 1):
            for heading in headings[left : right + 1]:
                yield row + 1, heading


def workbook_rows(sheet: python_calamine.CalamineSheet) -> Iterator[tuple[int, list[Any]]]:
    """Every row from the first, with the empty columns on the left that calamine leaves out."""
    left = [""] * (sheet.start[1] if sheet.start else 0)
    for number, cells in enumerate(sheet.iter_rows(), start=1):
        yield number, left + cells if left else cells


def within_limit(rows: Iterator[tuple[int, list[Any]]]) -> Iterator[tuple[int, list[Any]]]:
    """Rows that hold anything; raises CannotRead when there are too many."""
    count = 0
    for number, cells in rows:
        if not any(cells) and all(cell == "" or cell is None for cell in cells):
            continue
        count += 1
        if count > MAX_ROWS:
            raise too_many_rows()
        yield number, cells


def too_many_rows() -> CannotRead:
    return CannotRead(_("The file has more than %(most)d rows. Split it into several files.") % {"most": MAX_ROWS})


def headings_of(cells: list[Any]) -> list[str]:
    headings = ["".join(CONTROL.sub("", str(cell)).split()).strip("*＊") for cell in cells]
    while headings and not headings[-1]:
        headings.pop()
    return headings


def open_csv(path: Path) -> Table:
    encoding, line_count = encoding_of(path)
    rows = csv_rows(path, encoding)
    headings = headings_of(next(rows, (1, []))[1])
    return Table(headings, within_limit(rows), False, max(line_count - 1, 0))


def encoding_of(path: Path) -> tuple[str, int]:
    """(encoding, number of lines): UTF-8 where all of it is that, else GB18030. Raises CannotRead naming the line."""
    worst = 0
    for encoding in ("utf-8-sig", "gb18030"):
        bad_line, lines = first_bad_line(path, encoding)
        if not bad_line:
            return encoding, lines
        worst = max(worst, bad_line)
    raise CannotRead(
        _("Line %(line)d is neither in UTF-8 nor in GB18030. Save the file as “CSV UTF-8” or “Excel workbook (.xlsx)”.")
        % {"line": worst}
    )


def first_bad_line(path: Path, encoding: str) -> tuple[int, int]:
    """(the first line that is not in `encoding`, 0 when all are; the number of lines)."""
    number = 0
    with path.open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            try:
                line.decode(encoding)
            except UnicodeDecodeError:
                return number, number
    return 0, number


def csv_rows(path: Path, encoding: str) -> Iterator[tuple[int, list[str]]]:
    with path.open(encoding=encoding, newline="") as lines:
        first = lines.readline()
        delimiter = max(DELIMITERS, key=first.count)
        lines.seek(0)
        csv.field_size_limit(LONGEST_FIELD)
        reader = csv.reader(lines, delimiter=delimiter, strict=True)
        number = 0
        try:
            for number, cells in enumerate(reader, start=1):
                yield number, cells
        except csv.Error as odd:
            raise CannotRead(
                _("After row %(row)d the file is not sound CSV (%(why)s). Check the quotation marks there.")
                % {"row": number, "why": odd}
            ) from odd
