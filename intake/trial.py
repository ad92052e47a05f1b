"""Rows that ask for something to be done: the action itself says what is wrong with it, and nothing of it stays."""

from collections.abc import Callable, Mapping
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction

from accounts.authority import NotAllowed
from accounts.city import NoRuleValue
from accounts.lifecycle import NotNow
from intake.faults import CannotRead
from intake.sheets import Row

REFUSALS = (ValidationError, NotNow, NotAllowed, NoRuleValue)


def tried(row: Row, act: Callable[[], Any], *, columns: Mapping[str, str], otherwise: str) -> bool:
    """Whether an action does what a row asks for. What it refuses is said at the row.

    `columns`: fields of the action that the sheet calls otherwise; what has no column is said at `otherwise`.
    """
    try:
        with transaction.atomic():
            act()
            transaction.set_rollback(True)
    except REFUSALS as fault:
        for name, line in lines_of(fault):
            name = columns.get(name, name)
            row.fault(name if row.sheet.heading_of(name) else otherwise, line)
        return False
    return True


def done(what: str, act: Callable[[], Any]) -> None:
    """Do it for good. Raises CannotRead, with `what` in front, when it was refused after all."""
    try:
        act()
    except REFUSALS as fault:
        raise CannotRead(f"{what}: {' '.join(line for _name, line in lines_of(fault))}") from fault


def lines_of(fault: Exception) -> list[tuple[str, str]]:
    """(field, sentence) of all that was refused."""
    if not isinstance(fault, ValidationError):
        return [(NON_FIELD_ERRORS, str(fault))]
    found = fault.message_dict if hasattr(fault, "error_dict") else {NON_FIELD_ERRORS: fault.messages}
    return [(name, line) for name, lines in found.items() for line in lines]
