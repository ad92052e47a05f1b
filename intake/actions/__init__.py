"""The verbs of intake. `batches`: an upload from its arrival to its undoing; `rows`: what it writes, in bulk."""

from intake.actions.batches import (
    BatchBusy,
    CutOffTooOften,
    WrongState,
    apply,
    check,
    discard,
    give_up,
    load_file,
    order,
    order_undo,
    receive,
    undo,
)

__all__ = [
    "BatchBusy",
    "CutOffTooOften",
    "WrongState",
    "apply",
    "check",
    "discard",
    "give_up",
    "load_file",
    "order",
    "order_undo",
    "receive",
    "undo",
]
