"""A copy of the uploaded file with the faults written beside the cells.

A workbook of ordinary size is marked in place: its own looks stay, faulty cells are coloured and carry a note, and a
last column says everything about the row. A CSV file, or a very large workbook, becomes a plain workbook with the same.
"""

from collections import defaultdict
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import xlsxwriter
from django.utils.translation import gettext as _
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.worksheet import Worksheet

from intake.examining import OUR_HEADING
from intake.faults import Fault
from intake.reading import Table, open_table
from intake.workbook import place_of

MARK_IN_PLACE = 200_000
"""Most cells of a workbook that is marked in place (about 10 s); larger ones are written anew."""
MOST_NOTES = 1_000

FAULT_GROUND, FAULT_INK = "FCEDEA", "AC1F1F"
WARNING_GROUND, WARNING_INK = "FFF4DA", "6F4400"
RESULT_WIDTH = 60


def marked_copy(path: Path | str, *, name: str, tab: str, faults: list[Fault]) -> bytes:
    """The bytes of a workbook (.xlsx): the file at `path` with `faults` written into it."""
    table = open_table(path, name=name, tab=tab)
    by_row: dict[int, list[Fault]] = defaultdict(list)
    for fault in faults:
        by_row[fault.row].append(fault)
    if table.is_workbook and table.row_total * max(len(table.headings), 1) <= MARK_IN_PLACE:
        return marked_in_place(path, table, by_row)
    return written_anew(table, by_row)


def sentence(faults: list[Fault]) -> str:
    """Everything that is to be said about one row."""
    return "\n".join(
        f"{fault.heading}：{fault.what}。{fault.todo}" if fault.heading else str(fault) for fault in faults
    )


def marked_in_place(path: Path | str, table: Table, by_row: dict[int, list[Fault]]) -> bytes:
    book = openpyxl.load_workbook(path)
    sheet = book[table.tab]
    places = {heading: place for place, heading in reversed(list(enumerate(table.headings, start=1)))}
    last = result_place(table)
    head = sheet.cell(1, last, OUR_HEADING)
    head.font = Font(bold=True)
    sheet.column_dimensions[head.column_letter].width = RESULT_WIDTH
    notes = 0
    for row, faults in by_row.items():
        if row < 1:
            continue
        write_result(sheet, row, last, faults)
        for fault in faults:
            place = places.get(fault.heading) or place_of(fault.heading) + 1
            if place:
                notes += mark_cell(sheet, row, place, fault, with_note=notes < MOST_NOTES)
    return saved(book)


def result_place(table: Table) -> int:
    """The column, counted from 1, for our own findings: the one from an earlier copy, or the next free one."""
    if OUR_HEADING in table.headings:
        return table.headings.index(OUR_HEADING) + 1
    return len(table.headings) + 1


def write_result(sheet: Worksheet, row: int, place: int, faults: list[Fault]) -> None:
    if row == 1:
        return
    cell = unmerged(sheet, row, place)
    cell.value = sentence(faults)
    cell.data_type = "s"
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    cell.font = Font(color=WARNING_INK if all(fault.is_warning for fault in faults) else FAULT_INK)


def mark_cell(sheet: Worksheet, row: int, place: int, fault: Fault, *, with_note: bool) -> int:
    """Colour a cell and pin a note to it. Returns how many notes were added."""
    cell = unmerged(sheet, row, place)
    cell.fill = PatternFill("solid", start_color=WARNING_GROUND if fault.is_warning else FAULT_GROUND)
    if not with_note:
        return 0
    said = f"{fault.what}。{fault.todo}"
    if cell.comment and not cell.comment.text.endswith(said):
        said = f"{cell.comment.text}\n{said}"
    cell.comment = Comment(said, _("check"), width=280, height=90)
    return 1


def unmerged(sheet: Worksheet, row: int, place: int) -> Any:
    """The cell at a place; where it is inside merged cells, the one that holds their value."""
    cell = sheet.cell(row, place)
    for merged in sheet.merged_cells.ranges if type(cell).__name__ == "MergedCell" else ():
        if cell.coordinate in merged:
            return sheet.cell(merged.min_row, merged.min_col)
    return cell


def saved(book: openpyxl.Workbook) -> bytes:
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def written_anew(table: Table, by_row: dict[int, list[Fault]]) -> bytes:
    """The rows of a file as a plain workbook, written row by row, with our findings in the last column."""
    target = BytesIO()
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(target, options) as book:
        looks = Looks(book)
        sheet = book.add_worksheet(table.tab[:31] or "CSV")
        last = result_place(table) - 1
        places = {heading: place for place, heading in reversed(list(enumerate(table.headings)))}
        sheet.set_column(last, last, RESULT_WIDTH)
        sheet.freeze_panes(1, 0)
        for place, heading in enumerate(table.headings):
            is_odd = any(fault.heading == heading for fault in by_row.get(1, ()))
            sheet.write_string(0, place, heading, looks.fault if is_odd else looks.head)
        sheet.write_string(0, last, OUR_HEADING, looks.head)
        for number, cells in table.rows:
            faults = by_row.get(number, [])
            wrong = {places.get(fault.heading): looks.of(fault) for fault in faults}
            for place, cell in enumerate(cells):
                if place != last:
                    write_cell(sheet, number - 1, place, cell, wrong.get(place), looks)
            if faults:
                sheet.write_string(number - 1, last, sentence(faults)[:32_000], looks.result)
    return target.getvalue()


class Looks:
    """The formats of a workbook that is written anew."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self.head = book.add_format({"bold": True})
        self.fault = book.add_format({"bg_color": f"#{FAULT_GROUND}", "num_format": "@"})
        self.warning = book.add_format({"bg_color": f"#{WARNING_GROUND}", "num_format": "@"})
        self.result = book.add_format({"font_color": f"#{FAULT_INK}"})
        self.day = book.add_format({"num_format": "yyyy-mm-dd"})

    def of(self, fault: Fault):
        return self.warning if fault.is_warning else self.fault


def write_cell(sheet, row: int, place: int, cell: Any, look, looks: Looks) -> None:
    if isinstance(cell, str):
        if cell or look:
            sheet.write_string(row, place, cell[:32_000], look)
    elif isinstance(cell, bool):
        sheet.write_boolean(row, place, cell, look)
    elif isinstance(cell, float | int):
        sheet.write_number(row, place, cell, look)
    elif hasattr(cell, "year"):
        sheet.write_datetime(row, place, cell, looks.day)
    else:
        sheet.write_string(row, place, str(cell), look)
