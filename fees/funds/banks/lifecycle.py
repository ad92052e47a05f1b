"""The verbs of bank statements and of their lines.

Statement: open > closed. Line: unmatched > matched, explained.
"""

from django.utils.translation import gettext_lazy as _

from accounts.lifecycle import Move, table
from fees.funds.lifecycle import KEEP
from fees.models import LineState, StatementState

CLOSED_NOW = _("Statement %(number)s is “%(now)s”: this cannot be done now.")
LINE_CLOSED = _("Line %(number)s is “%(now)s”: this cannot be done now.")


def on_statement(verb: str, label) -> Move:
    return Move(verb, label, KEEP, frozenset([StatementState.OPEN]), CLOSED_NOW)


def on_line(verb: str, label) -> Move:
    return Move(verb, label, KEEP, frozenset([LineState.UNMATCHED]), LINE_CLOSED)


STATEMENT = table(
    on_statement("match", _("Match again")),
    on_statement("book", _("Book what is missing in the ledger")),
    on_statement("close", _("Close: reconciled")),
)
LINE = table(
    on_line("book_line", _("Book it in the ledger")),
    on_line("match_line", _("Match by hand")),
    on_line("explain_line", _("Explain")),
)
