"""Who may make and who may see each kind of paper."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Rights:
    """`make` and `view` are verbs of `accounts/authority.csv`."""

    make: str
    view: str
    is_kept: bool = True
    """Letters with codes are handed out once: kept nowhere, they can be read by nobody later."""


KINDS = {
    "filing_form": Rights("committees.file", "committees.file"),
    "announcement": Rights("votes.hold", "votes.view"),
    "result": Rights("votes.hold", "votes.view"),
    "invitations": Rights("votes.hold", "votes.hold", is_kept=False),
    "delivery": Rights("deliveries.verify", "deliveries.verify"),
}
