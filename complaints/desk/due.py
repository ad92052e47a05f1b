"""How near a term is, as the list and the case say it: a word, a shape, and which of them."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from complaints.following.strip import weekdays
from complaints.models import State

ICONS = {"late": "warning", "warm": "contrast", "run": "radio_button_checked", "wait": "hourglass_empty", "done": ""}
WAITS_FOR_THE_RESIDENT = {State.SUPPLEMENT, State.REVIEWED}


@dataclass(frozen=True)
class Due:
    """`kind`: late, warm (today), run, wait (for the resident) or done."""

    kind: str
    word: str

    @property
    def icon(self) -> str:
        return ICONS[self.kind]


def due_of(state: str, due_at: datetime | None, at: datetime) -> Due:
    """What to say of a complaint in this state whose term ends at `due_at` (None: nothing runs), seen at `at`."""
    if state in WAITS_FOR_THE_RESIDENT:
        return Due("wait", _("resident's turn"))
    if due_at is None:
        return Due("done", str(State(state).label))
    local, now = timezone.localtime(due_at), timezone.localtime(at)
    if due_at < at:
        return Due("late", late_word((now.date() - local.date()).days))
    if local.date() == now.date():
        return Due("warm", _("today %(time)s") % {"time": f"{local:%H:%M}"})
    if local.date() - now.date() < timedelta(days=7):
        return Due("run", _("on %(weekday)s") % {"weekday": weekdays()[local.weekday()]})
    return Due("run", f"{local:%m-%d}" if local.year == now.year else f"{local:%Y-%m-%d}")


def late_word(days: int) -> str:
    if days == 0:
        return _("late since today")
    return ngettext("%(n)d day late", "%(n)d days late", days) % {"n": days}
