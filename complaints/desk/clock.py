"""The strip of days above a case: from filing to the day of the answer, what ends when, and which days do not count."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.workdays import Calendar
from complaints.following.strip import Cell, strip
from complaints.models import Complaint, State

ENDS = {
    State.FILED: "accept_due_at",
    State.ACCEPTED: "accept_due_at",
    State.DISPATCHED: "contact_due_at",
    State.ANSWERED: "review_due_at",
    State.DENIED: "review_due_at",
}
"""The term that runs in a state, where it is not the answer's."""


@dataclass(frozen=True)
class Segment:
    """One day, or `fold`ed ones. `kind`: done, now, ahead, rest, due, late or fold."""

    kind: str
    top: str
    low: str = ""


def clock_of(complaint: Complaint, *, at: datetime, calendar: Calendar) -> list[Segment]:
    """The days of a case as seen at `at`."""
    marks = {
        "filed": timezone.localdate(complaint.filed_at),
        "answered": timezone.localdate(complaint.answered_at) if complaint.answered_at else None,
        "due": timezone.localdate(complaint.answer_due_at),
    }
    today = timezone.localdate(at)
    runs = strip(marks, calendar, today=today if complaint.due_at else max(filter(None, marks.values())))
    return list(segments(runs, complaint, words_of(complaint, at), today))


def segments(runs, complaint: Complaint, words: dict[date, tuple[str, str]], today: date) -> Iterator[Segment]:
    for run in runs:
        if run.folded:
            yield Segment("fold", "…", _("%(n)d days") % {"n": run.folded})
        for cell in run.cells:
            yield segment(cell, complaint, words, today)


def segment(cell: Cell, complaint: Complaint, words: dict[date, tuple[str, str]], today: date) -> Segment:
    day = _("%(weekday)s %(day)d") % {"weekday": cell.weekday, "day": cell.day.day}
    note = {"rest": _("not counted"), "makeup": _("working day")}.get(cell.kind, "")
    top, low = words.get(cell.day, ("", ""))
    if not top:
        return Segment(kind_of(cell, complaint, today), day, note)
    return Segment(kind_of(cell, complaint, today), top, f"{day} {low or note}".strip())


def kind_of(cell: Cell, complaint: Complaint, today: date) -> str:
    if cell.is_due:
        is_late = complaint.answered_at is None and cell.day < today
        return "late" if is_late else "due"
    if cell.kind == "rest":
        return "rest"
    if cell.day == today:
        return "now"
    return "done" if cell.day < today else "ahead"


def words_of(complaint: Complaint, at: datetime) -> dict[date, tuple[str, str]]:
    """What is written over a day, and the time under it. Of two on one day the one that is still to come stays."""
    found: dict[date, tuple[str, str]] = {}
    moments = [(_("filing it"), complaint.filed_at), (_("answering"), complaint.answered_at)]
    name = ENDS.get(State(complaint.state))
    if name and complaint.due_at:
        moments.append((end_word(name), getattr(complaint, name)))
    moments.append((_("answer due"), complaint.answer_due_at))
    for word, moment in moments:
        if moment:
            local = timezone.localtime(moment)
            found[local.date()] = (word, f"{local:%H:%M}")
    today = timezone.localdate(at)
    if complaint.due_at and today not in found:
        found[today] = (_("today"), "")
    return found


def end_word(name: str) -> str:
    return {
        "accept_due_at": _("accept and dispatch"),
        "contact_due_at": _("first contact"),
        "review_due_at": _("review"),
    }[name]
