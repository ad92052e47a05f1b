"""What is to be filled in, as a workbook to hand out: the list, and a tab for each register that takes it in.

Each tab has the headings of its register and, in rows, what is known already; cells to fill in are marked. The filled
workbook goes back through the import desk, register by register: each reads the tab that bears its name.
"""

from collections.abc import Iterable
from datetime import date
from io import BytesIO
from typing import Any

import xlsxwriter
from django.db.models import Model
from django.utils.translation import gettext as _

from accounts.models import Region
from enterprises.models import Enterprise, ProjectManager, ServiceContract
from estates.models import Estate
from intake.sheets import Column, Sheet, all_sheets
from intake.templates import HEAD, write_form
from oversight.models import QualityGap
from oversight.quality.rules import BY_KEY

LIST_TAB = "待补清单"
TO_FILL = {"bg_color": "#FFF4DA", "border": 1, "border_color": "#AFBEC3"}
CODES = {Estate: "code", Enterprise: "uscc", ProjectManager: "number", Region: "code"}
"""How a row names another thing."""


def workbook(gaps: Iterable[QualityGap], *, on: date) -> bytes:
    """The bytes of a workbook (.xlsx) with these gaps, which bring their estates along."""
    found = list(gaps)
    target = BytesIO()
    with xlsxwriter.Workbook(target, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        write_list(book, found)
        for sheet, gaps_of_sheet in by_sheet(found).items():
            write_form(book, sheet)
            write_rows(book, sheet, rows_of(sheet, gaps_of_sheet, on=on))
    return target.getvalue()


def write_list(book: xlsxwriter.Workbook, gaps: list[QualityGap]) -> None:
    page, head = book.add_worksheet(LIST_TAB), book.add_format(HEAD)
    sheets = all_sheets()
    headings = (
        (_("Estate code"), 16), (_("Estate"), 24), (_("Street or community"), 20), (_("What is missing"), 26),
        (_("Who owes it"), 16), (_("Found on"), 12), (_("To be put right by"), 14), (_("Where"), 24),
    )  # fmt: skip
    for place, (heading, width) in enumerate(headings):
        page.set_column(place, place, width)
        page.write_string(0, place, heading, head)
    page.freeze_panes(1, 0)
    for number, gap in enumerate(gaps, start=1):
        rule, estate = BY_KEY[gap.rule], gap.estate
        where = sheets[rule.sheet].tab if rule.sheet in sheets else _("reported by who owes it, in the portal")
        line = (estate.code, estate.name, estate.region.name, rule.label, rule.owed_by, gap.since_on, gap.due_on, where)
        for place, cell in enumerate(line):
            page.write_string(number, place, str(cell))


def by_sheet(gaps: list[QualityGap]) -> dict[type[Sheet], list[QualityGap]]:
    """The gaps that a register takes in, register by register in the order of the rules."""
    sheets, found = all_sheets(), dict[type[Sheet], list[QualityGap]]()
    for rule in BY_KEY.values():
        if rule.sheet in sheets:
            found.setdefault(sheets[rule.sheet], [])
    for gap in gaps:
        if BY_KEY[gap.rule].sheet in sheets:
            found[sheets[BY_KEY[gap.rule].sheet]].append(gap)
    return {sheet: some for sheet, some in found.items() if some}


def rows_of(sheet: type[Sheet], gaps: list[QualityGap], *, on: date) -> list[dict[str, Any]]:
    """What the rows say already, by field: the thing itself where it is on the register, else its estate."""
    estates = list(dict.fromkeys(gap.estate for gap in gaps))
    if sheet.model is Estate:
        return [cells_of(sheet, estate) for estate in estates]
    if sheet.model is ServiceContract:
        rows = ServiceContract.objects.running(on=on).filter(estate__in=estates)
        known = {row.estate_id: row for row in rows.select_related("estate", "enterprise", "manager")}
        return [cells_of(sheet, known[each.pk]) if each.pk in known else {"estate": each.code} for each in estates]
    return [{"estate": estate.code} for estate in estates]


def cells_of(sheet: type[Sheet], thing: Model) -> dict[str, Any]:
    return {column.field: cell_of(column, thing) for column in sheet.ready_columns() if hasattr(thing, column.field)}


def cell_of(column: Column, thing: Model) -> Any:
    """A value as its register reads it."""
    value = getattr(thing, column.field)
    if isinstance(value, tuple(CODES)):
        return getattr(value, CODES[type(value)])
    if column.choices:
        return next((word for word, choice in column.choices.items() if choice == value), "")
    return "" if value is None else str(value)


def write_rows(book: xlsxwriter.Workbook, sheet: type[Sheet], rows: list[dict[str, Any]]) -> None:
    page, to_fill = book.get_worksheet_by_name(sheet.tab), book.add_format({**TO_FILL, "num_format": "@"})
    for number, row in enumerate(rows, start=1):
        for place, column in enumerate(sheet.ready_columns()):
            known = row.get(column.field, "")
            if known not in ("", None):
                page.write_string(number, place, known)
            else:
                page.write_blank(number, place, None, to_fill)
