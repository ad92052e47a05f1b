"""What may be decided about an uploaded file, and when. What the worker does between is in `actions/batches.py`."""

from django.utils.translation import gettext_lazy as _

from accounts.authority import may
from accounts.lifecycle import Move, table

BATCH = table(
    Move(
        "carry_out", _("Import"), "registers.import", frozenset({"clean"}),
        _("This file cannot be imported now: it is “%(state)s”."),
    ),
    Move(
        "undo", _("Undo the import"), "registers.import", frozenset({"applied"}),
        _("This import cannot be undone now: it is “%(state)s”."),
    ),
    Move(
        "discard", _("Discard"), "registers.import", frozenset({"clean", "faulty", "failed"}),
        _("This cannot be done now: the file is “%(state)s”."),
    ),
)  # fmt: skip


def rights_for(move: Move, sheet) -> tuple[str, ...]:
    """Every verb of `authority.csv` that a move on a file for this register needs; None is a register that is gone."""
    if sheet is None or move.verb == "discard":
        return (move.right,)
    return sheet.undo_verbs() if move.verb == "undo" else sheet.verbs


def is_open(move: Move, user, state: str, sheet) -> bool:
    return state in move.open_in and all(may(user, right) for right in rights_for(move, sheet))
