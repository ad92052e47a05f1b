"""What is wrong with a file, said so that the person at the desk can put it right."""

from dataclasses import dataclass
from typing import Any


class CannotRead(Exception):
    """The file as a whole cannot be taken in. Carries a sentence for the person: what it is and what to do."""


@dataclass(slots=True)
class Fault:
    """One thing that is wrong (or, as a warning, odd) in one cell, one row or, with row 0, the whole file.

    `row` counts as Excel does: the headings are row 1.
    """

    row: int
    heading: str
    what: str
    todo: str = ""
    is_warning: bool = False

    def as_json(self) -> dict[str, Any]:
        return {
            "row": self.row,
            "heading": self.heading,
            "what": self.what,
            "todo": self.todo,
            "is_warning": self.is_warning,
        }

    def __str__(self) -> str:
        place = " · ".join(filter(None, (str(self.row or ""), self.heading)))
        return " ".join(filter(None, (f"{place}:" if place else "", self.what, self.todo)))


class ImportFaults(Exception):
    """A file was checked and has faults; nothing of it was saved. `faults` are all of them, in row order."""

    SHOWN = 20

    def __init__(self, name: str, faults: list[Fault]) -> None:
        self.faults = faults
        lines = [str(fault) for fault in faults[: self.SHOWN]]
        if len(faults) > self.SHOWN:
            lines.append(f"(+{len(faults) - self.SHOWN})")
        super().__init__("\n".join([name, *lines]))
