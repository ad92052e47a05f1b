"""A posting hangs until its day, or until it is taken down."""

from django.utils.translation import gettext_lazy as _

from accounts.lifecycle import Move, table

RIGHT = "committees.run"
HANGS, GONE = "hangs", "gone"

POSTING = table(
    Move("take_down", _("Take down"), RIGHT, frozenset({HANGS}), _("“%(title)s” does not hang any more.")),
)
