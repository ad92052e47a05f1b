"""The verbs of intake.

`batches`: an upload from its arrival to its import; `undoing`: back again; `rows`: what is written, in bulk;
`forgetting`: files with persons in them are not kept.
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
    load_upload,
    order,
    receive,
)
from intake.actions.forgetting import erase_files, forget_files
from intake.actions.undoing import order_undo, undo

__all__ = [
    "BatchBusy",
    "CutOffTooOften",
    "WrongState",
    "apply",
    "check",
    "discard",
    "erase_files",
    "forget_files",
    "give_up",
    "load_file",
    "load_upload",
    "order",
    "order_undo",
    "receive",
    "undo",
]
