"""When a contract may be ended: as long as it has not ended by itself."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from accounts.lifecycle import Move, table


def state_of_contract(ends_on: date | None, *, on: date) -> str:
    """`open` (without an end), `dated` (it ends, but not yet) or `ended`, on a day."""
    if ends_on is None:
        return "open"
    return "dated" if ends_on > on else "ended"


CONTRACT = table(
    Move(
        "end", _("End the contract"), "registers.edit", frozenset({"open", "dated"}),
        _("Contract %(number)s has ended already."),
    ),
)  # fmt: skip
