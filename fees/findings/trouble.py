"""What a check says, before anybody knows whether it is new."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any


@dataclass(frozen=True)
class Trouble:
    """Something odd about an estate. `kind` is a `FindingKind`; `key`, after the kind, says what it is about and stays
    the same as long as it is the same trouble, so that it is found once.

    `facts` hold numbers and texts only (JSON): money in fen under names that end in `_fen`, days as ISO text; they name
    no person. `on` is the day that it dates from. Without an
    `enterprise_id` no company is to answer for it.
    """

    kind: str
    estate_id: int
    key: str
    facts: dict[str, Any]
    on: date
    enterprise_id: int | None = None
    contract_id: int | None = None

    @property
    def full_key(self) -> str:
        return f"{self.kind}:{self.key}"


@dataclass(frozen=True)
class Check:
    """Looks for troubles of one kind. Called with a day: every one as things stand then, in a few queries for the whole
    city.
    """

    kind: str
    look: Callable[[date], Iterable[Trouble]]

    def __call__(self, on: date) -> Iterable[Trouble]:
        return self.look(on)


def looks_for(kind: str) -> Callable[[Callable[[date], Iterable[Trouble]]], Check]:
    """Makes a check of a function."""
    return partial(Check, kind)
