"""The empty workbook of a register: headings, drop-down lists, text columns for codes, and a page that explains."""

from collections.abc import Iterable, Mapping
from io import BytesIO
from typing import TYPE_CHECKING

import xlsxwriter
from django.utils.translation import gettext as _
from xlsxwriter.worksheet import Worksheet

from intake.parsing import day, first_words

if TYPE_CHECKING:
    from intake.sheets import Sheet

HELP_TAB = "填写说明"
ROWS_PREPARED = 5_000
"""How many rows have drop-down lists."""
LONGEST_LIST = 255
"""Excel's limit for a list that stands in the validation itself."""

HEAD = {
    "bold": True,
    "font_color": "#FFFFFF",
    "bg_color": "#0E5F76",
    "border": 1,
    "border_color": "#0A4A5D",
    "valign": "vcenter",
}
OPTIONAL = {**HEAD, "bold": False, "font_color": "#14262C", "bg_color": "#DCEBF0", "border_color": "#B9D7E0"}


def template(sheet: "type[Sheet]", rows: Iterable[Mapping[str, str]] = ()) -> bytes:
    """The bytes of a workbook (.xlsx) to fill in. `rows`: what stands there already, by the fields of columns."""
    target = BytesIO()
    with xlsxwriter.Workbook(target) as book:
        page = write_form(book, sheet)
        fields = [column.field for column in sheet.ready_columns()]
        for place, cells in enumerate(rows, start=1):
            for name, said in cells.items():
                page.write_string(place, fields.index(name), said)
        write_help(book, sheet)
    return target.getvalue()


def write_form(book: xlsxwriter.Workbook, sheet: "type[Sheet]") -> Worksheet:
    page = book.add_worksheet(sheet.tab)
    required, optional = book.add_format(HEAD), book.add_format(OPTIONAL)
    as_text, as_day = book.add_format({"num_format": "@"}), book.add_format({"num_format": "yyyy-mm-dd"})
    page.set_row(0, 24)
    page.freeze_panes(1, 0)
    for place, column in enumerate(sheet.ready_columns()):
        look = as_day if column.parse is day else as_text if column.is_code else None
        page.set_column(place, place, max(12, 2 * len(column.heading) + 3), look)
        page.write_string(0, place, column.heading, required if column.required else optional)
        words = first_words(column.choices)
        if words and len(",".join(words)) <= LONGEST_LIST:
            page.data_validation(
                1, place, ROWS_PREPARED, place,
                {"validate": "list", "source": words, "error_title": column.heading[:32],
                 "error_message": _("Choose one of the list.")},
            )  # fmt: skip
    return page


def write_help(book: xlsxwriter.Workbook, sheet: "type[Sheet]") -> None:
    page = book.add_worksheet(HELP_TAB)
    head, wrapped = book.add_format(HEAD), book.add_format({"text_wrap": True, "valign": "top"})
    for place, (heading, width) in enumerate(
        [(_("Column"), 26), (_("Required"), 10), (_("What to write"), 60), (_("Choices"), 44), (_("Example"), 26)]
    ):
        page.set_column(place, place, width)
        page.write_string(0, place, heading, head)
    for row, column in enumerate(sheet.ready_columns(), start=1):
        said = str(column.help) or (_("A day such as 2024-01-05.") if column.parse is day else "")
        cells = [
            column.heading,
            _("yes") if column.required else _("no"),
            said,
            "、".join(first_words(column.choices)),
            column.example,
        ]
        for place, cell in enumerate(cells):
            page.write_string(row, place, cell, wrapped)
    notes = [
        _("Keep the first row as it is. The order of the columns does not matter; optional columns may be left out."),
        _("No formulas, no merged cells, one thing a row."),
        _("When a file updates what is already there, columns that are not in the file stay as they are."),
    ]
    for row, note in enumerate(notes, start=len(sheet.columns) + 2):
        page.write_string(row, 0, note)
