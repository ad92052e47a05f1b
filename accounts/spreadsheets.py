"""Lines as files that spreadsheets open: CSV and workbooks, written and sent chunk by chunk.

Text that a spreadsheet would take for a formula stays text: in CSV by an apostrophe, in a workbook by the cell's type.
A workbook is written by hand here, one sheet of plain cells: a tenth of the time that a library for all of Excel takes
(see `docs/decisions/`), and its beginning is on its way before its end is known.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from django.db.models import Model
from django.http import StreamingHttpResponse

ROWS_AT_ONCE = 2000
MOST_ROWS_OF_A_SHEET = 1_048_575
"""Rows of a worksheet below its headings."""
LONGEST_CELL = 32_767
"""Letters that a cell holds; what is longer is cut, with an ellipsis."""
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "|")
NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
"""Characters that no XML document may hold."""
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

Line = Sequence[Any]
"""Text, numbers, yes or no, None for an empty cell."""


def as_csv(lines: Iterable[Line], name: str) -> StreamingHttpResponse:
    """UTF-8 with a mark, so that Excel reads the Chinese."""
    return attached(csv_of(lines), f"{name}.csv", "text/csv; charset=utf-8")


def as_workbook(lines: Iterable[Line], name: str) -> StreamingHttpResponse:
    """One sheet; nothing in it is a formula or a link, only text and numbers. The first line are its headings."""
    return attached(workbook_of(lines), f"{name}.xlsx", WORKBOOK)


def attached(content: Iterator[str | bytes], name: str, kind: str) -> StreamingHttpResponse:
    """A file to be kept. `name` is ASCII."""
    response = StreamingHttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response


def heading_of(model: type[Model], column: str) -> str:
    """`enterprise__uscc` becomes the words of both, such as 企业 · 统一社会信用代码."""
    words = []
    for name in column.split("__"):
        field = model._meta.get_field(name)
        words.append(str(field.verbose_name))
        model = field.related_model or model
    return " · ".join(words)


def chunks_of(lines: Iterable[Line]) -> Iterator[list[Line]]:
    waiting = iter(lines)
    while chunk := list(islice(waiting, ROWS_AT_ONCE)):
        yield chunk


def csv_of(lines: Iterable[Line]) -> Iterator[str]:
    yield "\ufeff"
    for chunk in chunks_of(lines):
        text = io.StringIO()
        csv.writer(text).writerows([harmless(value) for value in line] for line in chunk)
        yield text.getvalue()


def harmless(value: Any) -> Any:
    """Text that begins like a formula gets an apostrophe in front; numbers stay as they are."""
    if isinstance(value, str) and value.startswith(FORMULA_STARTS):
        return f"'{value}"
    return ("true" if value else "false") if isinstance(value, bool) else value


class Sink:
    """A file that keeps what is written to it until it is taken."""

    def __init__(self):
        self.parts: list[bytes] = []

    def write(self, part: bytes) -> int:
        self.parts.append(bytes(part))
        return len(part)

    def flush(self) -> None:
        """There is nothing behind it."""

    def take(self) -> bytes:
        taken, self.parts = b"".join(self.parts), []
        return taken


def workbook_of(lines: Iterable[Line]) -> Iterator[bytes]:
    sink = Sink()
    with ZipFile(sink, "w", ZIP_DEFLATED, compresslevel=1) as book:
        for name, text in PARTS.items():
            book.writestr(name, text)
        with book.open("xl/worksheets/sheet1.xml", "w") as sheet:
            style = ' s="1"'
            sheet.write(SHEET_BEGINS)
            for chunk in chunks_of(lines):
                for line in chunk:
                    sheet.write(f"<row>{''.join([cell(value, style) for value in line])}</row>".encode())
                    style = ""
                yield sink.take()
            sheet.write(SHEET_ENDS)
    yield sink.take()


def cell(value: Any, style: str = "") -> str:
    if value is None or value == "":
        return "<c/>"
    if isinstance(value, str):
        return f'<c{style} t="inlineStr"><is><t{kept_space(value)}>{in_xml(value)}</t></is></c>'
    if isinstance(value, bool):
        return f'<c{style} t="b"><v>{int(value)}</v></c>'
    return f"<c{style}><v>{value}</v></c>"


def kept_space(text: str) -> str:
    return ' xml:space="preserve"' if text[0].isspace() or text[-1].isspace() else ""


def in_xml(text: str) -> str:
    if len(text) > LONGEST_CELL:
        text = text[: LONGEST_CELL - 1] + "…"
    if "&" in text or "<" in text or ">" in text:
        text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text if text.isprintable() else NO_XML.sub("\ufffd", text).replace("\r", "&#13;")


XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SHEETS = "application/vnd.openxmlformats-officedocument.spreadsheetml"
SHEET_BEGINS = (
    f'{XML}<worksheet xmlns="{MAIN}"><sheetViews><sheetView workbookViewId="0">'
    '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetData>'
).encode()
SHEET_ENDS = b"</sheetData></worksheet>"
PARTS = {
    "[Content_Types].xml": f'{XML}<Types xmlns="{PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{SHEETS}.sheet.main+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{SHEETS}.styles+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{SHEETS}.worksheet+xml"/></Types>',
    "_rels/.rels": f'{XML}<Relationships xmlns="{PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/_rels/workbook.xml.rels": f'{XML}<Relationships xmlns="{PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{OFFICE}/styles" Target="styles.xml"/></Relationships>',
    "xl/workbook.xml": f'{XML}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">'
    '<sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/styles.xml": f'{XML}<styleSheet xmlns="{MAIN}">'
    '<fonts count="2"><font><sz val="11"/></font><font><b/><sz val="11"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    '</fills><borders count="1"><border/></borders><cellStyleXfs count="1">'
    '<xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
    '<cellXfs count="2"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
    '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>',
}
"""What a workbook of one sheet has besides the sheet: style 1 is bold."""
