"""Rows that ask for something to be done: the action itself says what is wrong with it, and nothing of it stays."""

from collections.abc import Callable, Mapping
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction

from accounts.attempts import REFUSALS, lines_by_field
from intake.faults import CannotRead
from intake.sheets import Row


def tried(row: Row, act: Callable[[], Any], *, columns: Mapping[str, str], otherwise: str) -> bool:
    """Whether an action does what a row asks for. What it refuses is said at the row.

    `columns`: fields of the action that the sheet calls otherwise; what has no column is said at `otherwise`.
    """
    try:
        with transaction.atomic():
            act()
            transaction.set_rollback(True)
    except (ValidationError, *REFUSALS) as fault:
        for name, line in lines_of(fault):
            name = columns.get(name, name)
            row.fault(name if row.sheet.heading_of(name) else otherwise, line)
        return False
    return True


def done(what: str, act: Callable[[], Any]) -> None:
    """Do it for good. Raises CannotRead, with `what` in front, when it was refused after all."""
    try:
        act()
    except (ValidationError, *REFUSALS) as fault:
        raise CannotRead(f"{what}: {' '.join(line for _name, line in lines_of(fault))}") from fault


def lines_of(fault: Exception) -> list[tuple[str, str]]:
    """(field, sentence) of all that was refused."""
    if not isinstance(fault, ValidationError):
        return [(NON_FIELD_ERRORS, str(fault))]
    return [(name, line) for name, lines in lines_by_field(fault).items() for line in lines]
