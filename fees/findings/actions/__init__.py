"""The only room of findings that writes. `looking.py`: the machine's night; `handling.py`: what people do with it."""

from fees.findings.actions.handling import (
    BY_HAND,
    ask,
    decide,
    explain,
    find_so,
    find_unfounded,
    note_put_right,
    raise_by_hand,
    revoke,
)
from fees.findings.actions.looking import Looked, look_over

__all__ = [
    "BY_HAND",
    "Looked",
    "ask",
    "decide",
    "explain",
    "find_so",
    "find_unfounded",
    "look_over",
    "note_put_right",
    "raise_by_hand",
    "revoke",
]
