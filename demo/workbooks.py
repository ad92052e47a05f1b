"""Rows become Excel files, headed as the bureau's own templates are."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import xlsxwriter

from intake.parsing import first_words
from intake.sheets import Sheet


@dataclass(frozen=True)
class Layout:
    """Where a register's fields stand in a file. `words`: for a column of choices, the word written for each value."""

    tab: str
    headings: tuple[str, ...]
    words: tuple[dict[str, str] | None, ...]


def layout_of(sheet: type[Sheet], fields: Sequence[str]) -> Layout:
    """The layout for rows that give these fields in this order."""
    columns = {column.field: column for column in sheet.ready_columns()}
    chosen = [columns[field] for field in fields]
    return Layout(
        tab=sheet.tab,
        headings=tuple(column.heading for column in chosen),
        words=tuple(word_for_value(column.choices) if column.choices else None for column in chosen),
    )


def word_for_value(choices) -> dict[str, str]:
    offered = first_words(choices)
    return {choices[word]: word for word in offered}


def write(path: Path, layout: Layout, rows: Iterable[Sequence]) -> None:
    """Write a workbook at `path`, whole or not at all. Numbers stay numbers, empty text leaves the cell empty."""
    unfinished = path.with_suffix(".part")
    with xlsxwriter.Workbook(unfinished, {"constant_memory": True, "strings_to_numbers": False}) as book:
        page = book.add_worksheet(layout.tab)
        for place, heading in enumerate(layout.headings):
            page.write_string(0, place, heading)
        words = list(enumerate(layout.words))
        for number, row in enumerate(rows, start=1):
            for (place, choice), value in zip(words, row, strict=True):
                if choice is not None and value != "":
                    value = choice[value]
                if type(value) is str:
                    if value:
                        page.write_string(number, place, value)
                elif value is not None:
                    page.write_number(number, place, value)
    unfinished.replace(path)
