"""What a check says, before anybody knows whether it is new."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
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


Check = Callable[[date], Iterable[Trouble]]
"""`look(on)`: every trouble of its kinds as things stand on that day, in a few queries for the whole city."""
