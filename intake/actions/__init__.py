"""The verbs of intake.

`batches`: an upload from its arrival to its import; `undoing`: back again; `rows`: what is written, in bulk.
"""

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
    receive,
)
from intake.actions.undoing import order_undo, undo

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
