"""What is to be filled in, as a workbook to hand out: the list, and a tab for each register that takes it in.

Each tab has the headings of its register; in rows stands what is known already, the cells to fill in are marked and
named in a column of their own. The filled workbook goes back through the import desk, register by register: each reads
the tab that bears its name, and passes over the rows in which nothing was filled in.
"""

from collections.abc import Iterable
from datetime import date
from io import BytesIO
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _

from intake.examining import TO_FILL
from intake.sheets import Sheet, all_sheets
from intake.templates import HEAD, write_form
from oversight.models import QualityGap
from oversight.quality.filling import LINES, Line
from oversight.quality.rules import BY_KEY

LIST_TAB = "待补清单"
MARKED = {"bg_color": "#FFF4DA", "border": 1, "border_color": "#AFBEC3", "num_format": "@"}
WHOLE = {"estates", "contracts"}
"""Registers whose rows are there already and go back as updates."""


def workbook(gaps: Iterable[QualityGap], *, on: date) -> bytes:
    """The bytes of a workbook (.xlsx) with these gaps, which bring their estates along."""
    found = list(gaps)
    target = BytesIO()
    with xlsxwriter.Workbook(target, {"strings_to_formulas": False, "strings_to_urls": False}) as book:
        write_list(book, found)
        for sheet, lines in lines_by_sheet(found, on=on).items():
            write_form(book, sheet)
            write_lines(book, sheet, lines)
    return target.getvalue()


def lines_by_sheet(gaps: list[QualityGap], *, on: date) -> dict[type[Sheet], list[Line]]:
    """Rule by rule, so that a register has its rows together; what several rules want of one thing is one row."""
    found: dict[type[Sheet], list[Line]] = {}
    for rule in BY_KEY.values():
        estates = [gap.estate for gap in gaps if gap.rule == rule.key]
        if estates and rule.key in LINES:
            found.setdefault(all_sheets()[rule.sheet], []).extend(LINES[rule.key](estates, on))
    return {sheet: merged(lines, sheet.identity) for sheet, lines in found.items() if lines}


def merged(lines: list[Line], identity: tuple[str, ...]) -> list[Line]:
    """The lines of one thing as one: its register refuses a second row."""
    found: dict[Any, Line] = {}
    for place, line in enumerate(lines):
        named = tuple(line.cells.get(name) for name in identity)
        key = place if None in named else named
        known = found.get(key)
        found[key] = Line(known.cells, known.wanted + line.wanted) if known else line
    return list(found.values())


def write_list(book: xlsxwriter.Workbook, gaps: list[QualityGap]) -> None:
    page, head = book.add_worksheet(LIST_TAB), book.add_format(HEAD)
    headings = (
        (_("Estate code"), 16), (_("Estate"), 24), (_("Street or community"), 20), (_("What is missing"), 26),
        (_("Who owes it"), 16), (_("Found on"), 12), (_("To be put right by"), 14), (_("Worksheet"), 24),
        (_("How to import it"), 24),
    )  # fmt: skip
    for place, (heading, width) in enumerate(headings):
        page.set_column(place, place, width)
        page.write_string(0, place, heading, head)
    page.freeze_panes(1, 0)
    for number, gap in enumerate(gaps, start=1):
        rule, estate = BY_KEY[gap.rule], gap.estate
        line = (
            estate.code, estate.name, estate.region.name, rule.label, rule.owed_by, gap.since_on, gap.due_on,
            *where_and_how(gap.rule),
        )  # fmt: skip
        for place, cell in enumerate(line):
            page.write_string(number, place, str(cell))


def where_and_how(key: str) -> tuple[str, str]:
    if key not in LINES:
        return _("reported by who owes it, in the portal"), ""
    sheet = all_sheets()[BY_KEY[key].sheet]
    return sheet.tab, _("update what is already there") if sheet.key in WHOLE and key != "contract" else _("new rows")


def write_lines(book: xlsxwriter.Workbook, sheet: type[Sheet], lines: list[Line]) -> None:
    page, marked, head = book.get_worksheet_by_name(sheet.tab), book.add_format(MARKED), book.add_format(HEAD)
    columns = sheet.ready_columns()
    page.set_column(len(columns), len(columns), 40)
    page.write_string(0, len(columns), TO_FILL, head)
    for number, line in enumerate(lines, start=1):
        wanted = line.wanted or [each.field for each in columns if each.required and each.field not in line.cells]
        for place, column in enumerate(columns):
            known = line.cells.get(column.field, "")
            if column.field in wanted:
                page.write_blank(number, place, None, marked)
            elif known not in ("", None):
                page.write_string(number, place, str(known))
        page.write_string(number, len(columns), "、".join(each.heading for each in columns if each.field in wanted))
