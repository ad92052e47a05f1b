"""How a register says what its columns are, and what must be true of its rows.

A `Sheet` class is the declaration: its key, title and columns. An instance is one reading of one file for one person:
it is given the rows in chunks (`take`), fetches in a few queries what a chunk refers to (`look_up`), judges each row
(`entry`), and says at the end what only the whole file shows (`finish`). Rows that are sound come back as entries.

Headings are Chinese in every language: they are the words of a file format, not of a page.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from dataclasses import field as dataclass_field
from datetime import datetime
from functools import cache
from typing import Any, ClassVar, cast

from django.conf import settings
from django.db import models
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from accounts import audit
from accounts.authority import may, require
from accounts.models import User
from intake import parsing
from intake.actions import rows as bulk
from intake.faults import Fault
from intake.models import ImportBatch


@dataclass(frozen=True)
class Column:
    """One column of a register. Without `parse` the model's field of that name says what is allowed."""

    heading: str
    field: str
    help: Any = ""
    required: bool = False
    parse: parsing.Parse | None = None
    choices: Mapping[str, str] = dataclass_field(default_factory=dict)
    empty: Any = None
    example: str = ""
    remark: Callable[[Any], str] | None = None
    is_code: bool = False

    def ready(self, model: type[models.Model] | None) -> "Column":
        """The column with what the model's field adds: parser, choices, value of an empty cell."""
        if self.choices:
            return replace(self, parse=self.parse or parsing.choice(self.choices))
        if self.parse or model is None:
            return self
        source = cast(models.Field, model._meta.get_field(self.field))
        empty = source.get_default() if source.has_default() else "" if source.empty_strings_allowed else None
        if source.null:
            empty = None
        if source.choices:
            words = parsing.words_of(source)
            return replace(self, parse=parsing.choice(words), choices=words, empty=empty)
        return replace(self, parse=parsing.for_field(source), empty=empty)


class Row:
    """One row of a file: its number as Excel counts, its values by field, and a place to complain."""

    __slots__ = ("faulty", "number", "sheet", "values")

    def __init__(self, sheet: "Sheet", number: int) -> None:
        self.sheet, self.number = sheet, number
        self.values: dict[str, Any] = {}
        self.faulty: set[str] = set()

    @property
    def is_sound(self) -> bool:
        return not self.faulty

    def get(self, name: str) -> Any:
        """The value of a field; None when the cell is empty, wrong, or its column is not in the file."""
        return self.values.get(name)

    def fault(self, name: str, what: str, todo: str = "") -> None:
        self.faulty.add(name)
        self.sheet.faults.append(Fault(self.number, self.sheet.heading_of(name), what, todo))

    def remark(self, name: str, what: str, todo: str = "") -> None:
        self.sheet.faults.append(Fault(self.number, self.sheet.heading_of(name), what, todo, is_warning=True))


@dataclass(slots=True)
class Entry:
    """What a sound row becomes. `before` holds the facts of a thing that is already on the register."""

    row_number: int
    thing: Any
    before: dict[str, Any] | None = None


class Sheet:
    """A register that can be filled from a file. Subclasses name their columns and judge their rows."""

    key: str
    tab: str
    """The name of its worksheet in a workbook, Chinese like the headings."""
    title: Any
    about: Any = ""
    model: ClassVar[Any]
    """The table whose rows they become."""
    columns: tuple[Column, ...]
    identity: tuple[str, ...]
    """The fields that together name a thing: a second row with the same ones is a fault."""
    verbs: tuple[str, ...] = ("registers.import",)
    can_update = True
    holds_persons = False
    """Whether its files have people in clear: they are read by those who may import them, and not kept."""
    stands: tuple[Any, Any] | None = None
    """Where a batch is not taken back: what to say of it, and what to do instead."""
    do_not_call_in_templates = True

    def __init__(self, *, by: User | None, update: bool = False) -> None:
        for verb in self.verbs:
            require(by, verb)
        self.by, self.update = by, update and self.can_update
        self.faults: list[Fault] = []
        self.seen: dict[Any, int] = {}

    @classmethod
    @cache
    def ready_columns(cls) -> tuple[Column, ...]:
        return tuple(column.ready(cls.model) for column in cls.columns)

    @classmethod
    @cache
    def heading_of(cls, name: str) -> str:
        return next((column.heading for column in cls.columns if column.field == name), "")

    def read(self, number: int, cells: list, plan: list[tuple[int, Column]]) -> Row:
        """Parse one row. `plan` says which column of the register stands at which place of the file."""
        row = Row(self, number)
        width = len(cells)
        for position, column in plan:
            raw = cells[position] if position < width else ""
            if raw == "" or raw is None or (type(raw) is str and not raw.strip()):
                if column.required:
                    row.fault(column.field, _("is empty"), _("Fill it in."))
                else:
                    row.values[column.field] = column.empty
                continue
            try:
                row.values[column.field] = column.parse(raw) if column.parse else raw
            except parsing.Wrong as wrong:
                row.fault(column.field, wrong.what, wrong.todo)
                continue
            if column.remark and (said := column.remark(raw)):
                row.remark(column.field, said)
        return row

    def take(self, rows: list[Row]) -> list[Entry]:
        """Judge a chunk of rows; the entries of those that are sound."""
        self.look_up(rows)
        entries = []
        for row in rows:
            is_first = self.is_first(row)
            entry = self.entry(row, is_first=is_first)
            if entry is not None and row.is_sound:
                entries.append(entry)
        return entries

    def is_first(self, row: Row) -> bool:
        """Whether no row above has the same identity; complains about the second one, naming the first."""
        key = self.key_of(row)
        if key is None:
            return True
        first = self.seen.setdefault(key, row.number)
        if first == row.number:
            return True
        row.fault(
            self.identity[-1],
            _("is the same as in row %(row)d") % {"row": first},
            _("Keep one of the two rows."),
        )
        return False

    def key_of(self, row: Row) -> Any:
        parts = tuple(row.values.get(name) for name in self.identity)
        if None in parts:
            return None
        return parts[0] if len(parts) == 1 else parts

    def look_up(self, rows: list[Row]) -> None:
        """Fetch what the rows of a chunk refer to, in a few queries."""

    def entry(self, row: Row, *, is_first: bool) -> Entry | None:
        """Judge one row against the register. Complains on the row; returns what it becomes."""
        raise NotImplementedError

    def finish(self) -> list[Entry]:
        """Judge what only the whole file shows; the entries that were held back for it."""
        return []

    @classmethod
    def undo_verbs(cls) -> tuple[str, ...]:
        """What a person must be allowed to do to undo a batch."""
        return cls.verbs

    @classmethod
    def keep(cls, entries: list[Entry], *, batch: ImportBatch, by: User | None, at: datetime) -> None:
        """Write entries. Called by `intake.actions.apply` alone, inside its transaction."""
        bulk.keep(entries, batch=batch)

    @classmethod
    def take_back(cls, batch: ImportBatch, *, by: User | None, at: datetime, why: str) -> list[Fault]:
        """Undo a batch. Returns what stands in the way, and then has changed nothing."""
        if cls.stands:
            return [Fault(0, "", *map(str, cls.stands))]
        return bulk.take_back(batch, model=cls.model)


class TableSheet(Sheet):
    """A sheet whose rows are rows of one table: added, or with `update` changed in place."""

    existing: dict[Any, Any]
    """What the register holds already of a chunk's rows, by identity; `look_up` fills it."""

    def already(self, row: Row) -> Any:
        """What the register already holds under the row's identity."""
        return self.existing.get(self.key_of(row))

    def taken(self, row: Row) -> None:
        """Complain that the register already has such a thing."""
        row.fault(
            self.identity[-1],
            _("is already on the register"),
            _("Take the row out, or import with “update what is already there”."),
        )

    def become(self, row: Row, values: dict[str, Any], *, is_first: bool) -> Entry | None:
        """The entry that adds a thing with these values, or changes the one that is there."""
        if not is_first:
            return None
        old = self.already(row)
        if old is None:
            return Entry(row.number, self.model(**values)) if row.is_sound else None
        if not self.update:
            self.taken(row)
        if not row.is_sound:
            return None
        before = audit.facts(old)
        for name, value in values.items():
            setattr(old, name, value)
        return Entry(row.number, old, before)


@cache
def all_sheets() -> dict[str, type[Sheet]]:
    """Every register that takes files, by key, in the order of the desk (`settings.IMPORT_SHEETS`)."""
    found: Iterable[type[Sheet]] = import_string(settings.IMPORT_SHEETS)
    return {sheet.key: sheet for sheet in found}


def sheets_for(user) -> dict[str, type[Sheet]]:
    """The registers that a person may import into."""
    return {key: sheet for key, sheet in all_sheets().items() if all(may(user, verb) for verb in sheet.verbs)}


def require_reader(user: User, batch: ImportBatch) -> None:
    """Insist that a person who sees a batch may also read its file. Raises NotAllowed."""
    sheet = all_sheets().get(batch.sheet)
    if sheet is not None and sheet.holds_persons:
        for verb in sheet.verbs:
            require(user, verb)


def title_of(key: str) -> str:
    """The name of a register for people; of one that is there no more, its key."""
    sheet = all_sheets().get(key)
    return str(sheet.title) if sheet else key
