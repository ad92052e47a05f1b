"""Whether the answer came, or is coming, in time. Values in, values out."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from accounts.workdays import Calendar
from complaints.clocks import Terms, day_of, nearly_due_from
from complaints.following.strip import Run, strip
from complaints.models import Step

STARTING = frozenset({"file", "reopen", "find_false"})
"""Acts from which the term of the answer runs, as a supplement does that was asked for."""


@dataclass(frozen=True)
class Start:
    """When a term began, and a word for it under its first day; "" for the filing."""

    at: datetime
    word: str = ""


@dataclass(frozen=True)
class Deadline:
    """Until when there was, or is, to be an answer. `kind` is one of the portal's states: done, running, near, late."""

    due_at: datetime
    done_at: datetime | None
    kind: str
    word: str
    workdays_early: int = 0
    runs: tuple[Run, ...] = ()

    @property
    def is_late(self) -> bool:
        return self.kind == "late"


def deadline(
    start: Start, due_at: datetime, done_at: datetime | None, terms: Terms, calendar: Calendar, *, at: datetime
) -> Deadline:
    """The term from `start` to `due_at` as it stands at a moment, with its days where it is longer than one."""
    kind, word = kept(due_at, done_at, calendar) if done_at else running(due_at, terms, at=at)
    marks = {"start": day_of(start.at), "due": day_of(due_at), "answered": day_of(done_at) if done_at else None}
    days = strip(marks, calendar, today=day_of(at), start_word=start.word)
    early = calendar.between(day_of(done_at), day_of(due_at)) if done_at else 0
    return Deadline(due_at, done_at, kind, word, early, tuple(days) if len(days) > 1 else ())


def start_of(steps: Iterable[Step], filed_at: datetime) -> Start:
    """What began the term that runs, or ran last: the filing, or what made it begin anew since."""
    start, was_asked = Start(filed_at), False
    for step in steps:
        begins = step.verb in STARTING or (step.verb == "supplement" and was_asked)
        if begins:
            start = Start(step.at, word_of(step.verb))
        was_asked = step.verb == "ask" or (was_asked and step.verb != "supplement")
    return start


def word_of(verb: str) -> str:
    words = {"file": "", "supplement": pgettext("under a day", "added to")}
    return words.get(verb, pgettext("under a day", "anew"))


def kept(due_at: datetime, done_at: datetime, calendar: Calendar) -> tuple[str, str]:
    if done_at <= due_at:
        return "done", _("answered in time")
    late = calendar.between(day_of(due_at), day_of(done_at))
    if not late:
        return "late", _("answered late the same day")
    return "late", ngettext("answered %(n)d working day late", "answered %(n)d working days late", late) % {"n": late}


def running(due_at: datetime, terms: Terms, *, at: datetime) -> tuple[str, str]:
    if at > due_at:
        return "late", overdue_words(day_of(due_at), day_of(at))
    if day_of(at) == day_of(due_at):
        return "near", _("due today")
    if at >= nearly_due_from(due_at, terms):
        return "near", _("due soon")
    return "running", _("in hand")


def overdue_words(due_on: date, today: date) -> str:
    days = (today - due_on).days
    if not days:
        return _("overdue since today")
    return ngettext("overdue by %(n)d day", "overdue by %(n)d days", days) % {"n": days}
