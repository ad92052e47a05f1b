"""A desk whose page shows a thing as it is, with its verbs as buttons; only a new one has a form."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils import timezone

from accounts.attempts import REFUSALS
from accounts.desk import Desk


@dataclass(frozen=True)
class Fact:
    label: str
    value: Any
    url: str = ""


@dataclass(frozen=True)
class Table:
    """`empty` is what stands there when there are no rows."""

    title: str
    heads: Sequence[str]
    rows: Sequence[Sequence[Any]]
    empty: str = ""

    @property
    def lines(self) -> list[list[tuple[str, Any]]]:
        """Each row as (heading, cell): on a phone a cell stands under its heading."""
        return [list(zip(self.heads, row, strict=True)) for row in self.rows]


@dataclass(frozen=True)
class Sheet:
    """What a thing's page shows. `texts` are (title, text): what people wrote. `lead` says first of all what it is."""

    facts: Sequence[Fact]
    tables: Sequence[Table] = field(default_factory=tuple)
    texts: Sequence[tuple[str, str]] = field(default_factory=tuple)
    note: str = ""
    lead: str = ""


def known(*facts: Fact) -> list[Fact]:
    """Those that are there: what has not happened yet needs no line."""
    return [fact for fact in facts if fact.value]


def moment(at: datetime | None) -> str | None:
    """As a fact shows it: to the minute."""
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M}" if at else None


class SheetDesk(Desk):
    """`looks` give the colour of each state at the head of a page."""

    refusals = (ValidationError, *REFUSALS)
    change_form_template = "desk/sheet.html"
    looks: dict[str, str] = {}

    def sheet(self, thing: Any) -> Sheet:
        raise NotImplementedError

    def page_facts(self, request, thing: Model | None) -> dict[str, Any]:
        if thing is None:
            return {}
        found: dict[str, Any] = {"sheet": self.sheet(thing)}
        if self.looks:
            state = thing.state  # type: ignore[attr-defined]
            shown = thing.get_state_display()  # type: ignore[attr-defined]
            found["page_state"] = {"word": shown, "kind": self.looks.get(state, "quiet")}
        return found
