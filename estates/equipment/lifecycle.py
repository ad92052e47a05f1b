"""What may be done with equipment: everything while it is in use, nothing once it is taken out of use."""

from django.utils.translation import gettext_lazy as _

from accounts.lifecycle import Move, table

REPORT, VIEW = "equipment.report", "life.view"
IN_USE, RETIRED = "in_use", "retired"
CLOSED = _("“%(number)s” is out of use: this cannot be done any more.")


def state_of(retired_on) -> str:
    return RETIRED if retired_on else IN_USE


def move(verb: str, label) -> Move:
    return Move(verb, label, REPORT, frozenset([IN_USE]), CLOSED)


EQUIPMENT = table(
    move("report_check", _("Report an inspection")),
    move("correct_check", _("Correct an inspection")),
    move("amend", _("Amend")),
    move("retire", _("Take out of use")),
)
