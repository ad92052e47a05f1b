"""Verbs of things that have a life: in which states each is open, to which right, and what to say while it is closed.

Every app has its table in its own `lifecycle.py`. Actions insist on it; desks and the API show what it leaves open.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from accounts.authority import may


class NotNow(Exception):
    """The thing is not in a state for this verb. Carries a sentence for the person (409)."""


@dataclass(frozen=True)
class Move:
    """One verb. `right` is a verb of `authority.csv`; `closed` the sentence for any other state than `open_in`."""

    verb: str
    label: Any
    right: str
    open_in: frozenset[str]
    closed: Any

    def insist(self, state: str, **named: Any) -> None:
        """Raises NotNow unless the verb is open in this state; `named` fills in the sentence."""
        if state not in self.open_in:
            raise NotNow(str(self.closed) % named)

    def is_open(self, user, state: str) -> bool:
        return state in self.open_in and may(user, self.right)


def table(*moves: Move) -> dict[str, Move]:
    return {move.verb: move for move in moves}


def open_to(user, state: str, moves: Iterable[Move]) -> list[str]:
    """The verbs that a person may use on a thing in this state."""
    return [move.verb for move in moves if move.is_open(user, state)]
