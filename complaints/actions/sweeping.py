"""What the clock does to complaints: closes what nobody denied, notes what is late, reports it upwards, reminds.

Each complaint is a transaction of its own; one that somebody else holds or has just changed waits for the next sweep.
"""

import logging
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, F, OuterRef, QuerySet
from django.utils import timezone

from accounts.days import calendar
from accounts.lifecycle import NotNow
from accounts.workdays import Calendar
from complaints import clocks, notices
from complaints.actions import handling
from complaints.actions.acting import Conflict
from complaints.clocks import Terms
from complaints.models import Actor, Complaint, DueMark, Outcome, Stage, State, Step
from complaints.terms import terms

AT_MOST = 1000
"""Complaints of each kind in one sweep: the next one goes on."""
WITH_HANDLER = (State.DISPATCHED, State.CONTACTED)
WAITS_FOR_RESIDENT = (State.SUPPLEMENT, State.REVIEWED)
DID_NOT_HAPPEN = (State.WITHDRAWN, State.REFUSED, State.JOINED)

log = logging.getLogger(__name__)


def sweep(*, at: datetime) -> dict[str, int]:
    """Returns how many were closed, found late, reported upwards and reminded of."""
    rules, days = terms(timezone.localdate(at)), calendar()
    return {
        "closed": each(undecided(at=at), lambda case: handling.close(case, by=None, at=at)),
        "overdue": each(newly_late(at=at), lambda case: note_late(case, at=at)),
        "escalated": each(late(at=at), lambda case: report(case, rules, days, at=at)),
        "nearly_due": each(nearly_due(rules, at=at), lambda case: remind(case, at=at)),
    }


def each(cases: Iterable[Complaint], act: Callable[[Complaint], object]) -> int:
    """Do it to each of them. One that fails is told in the log and holds nothing up. Returns how many it changed."""
    done = 0
    for case in cases:
        try:
            done += act(case) is not None
        except (NotNow, Conflict):
            continue
        except Exception:
            log.exception("complaint %s is left to the next sweep", case.pk)
    return done


def undecided(*, at: datetime) -> QuerySet[Complaint]:
    """Those whose resident was silent until the last day."""
    return Complaint.objects.filter(state=State.REVIEWED, due_at__lt=at, verdict_due_at__lt=at).order_by("due_at")[
        :AT_MOST
    ]


def unmarked(rows: QuerySet[Complaint], kind: str) -> QuerySet[Complaint]:
    marks = DueMark.objects.filter(complaint=OuterRef("pk"), kind=kind, due_at=OuterRef("due_at"))
    return rows.filter(~Exists(marks)).order_by("due_at")[:AT_MOST]


def newly_late(*, at: datetime) -> QuerySet[Complaint]:
    return unmarked(Complaint.objects.filter(due_at__lt=at).exclude(state__in=WAITS_FOR_RESIDENT), "overdue")


def late(*, at: datetime) -> QuerySet[Complaint]:
    """Those that may rise to the next stage."""
    rows = Complaint.objects.filter(due_at__lt=at).exclude(state__in=WAITS_FOR_RESIDENT)
    return rows.exclude(level=Stage.CITY).order_by("due_at")


def nearly_due(rules: Terms, *, at: datetime) -> QuerySet[Complaint]:
    """Those whose handler did nothing for so long before: who has only just been given a case needs no reminder."""
    ahead = timedelta(hours=rules.nearly_due_hours)
    rows = Complaint.objects.filter(state__in=WITH_HANDLER, due_at__gte=at, due_at__lt=at + ahead, is_urgent=False)
    return unmarked(rows.filter(state_since__lt=F("due_at") - ahead), "nearly_due")


@transaction.atomic
def note_late(case: Complaint, *, at: datetime) -> Complaint | None:
    """The resident sees that a term ran out, whoever handles it and its office are told, once for each term."""
    held = mark(case, "overdue")
    if held is None or held.due_at is None:
        return None
    Step.objects.create(
        complaint=held, verb="overdue", state=held.state, at=at, actor=Actor.PORTAL,
        values={"due_at": held.due_at.isoformat()},
    )  # fmt: skip
    notices.tell(held, "overdue", at=at)
    return held


@transaction.atomic
def remind(case: Complaint, *, at: datetime) -> Complaint | None:
    held = mark(case, "nearly_due")
    if held is not None:
        notices.tell(held, "nearly_due", at=at)
    return held


def mark(case: Complaint, kind: str) -> Complaint | None:
    """The complaint, locked and marked; None where somebody holds it, acted since, or it was marked already."""
    due_at = case.due_at
    if due_at is None:
        return None
    rows = Complaint.objects.select_for_update(no_key=True, skip_locked=True)
    held = rows.filter(pk=case.pk, due_at=due_at, state=case.state).first()
    if held is None:
        return None
    _made, is_new = DueMark.objects.get_or_create(complaint=held, kind=kind, due_at=due_at)
    return held if is_new else None


def report(case: Complaint, rules: Terms, days: Calendar, *, at: datetime) -> Complaint | None:
    why = why_it_rises(case, rules, days, at=at)
    return handling.escalate(case, why=why, by=None, at=at, version=case.version) if why else None


def why_it_rises(case: Complaint, rules: Terms, days: Calendar, *, at: datetime) -> str:
    """`overdue`; from the district to the city also `joint` and `repeated`; "" while it stays where it is."""
    assert case.due_at is not None
    rises_at = clocks.escalates_at(case.due_at, case.level, rules, days)
    if rises_at is not None and rises_at < at:
        return "overdue"
    if case.level != Stage.DISTRICT:
        return ""
    if case.is_joint:
        return "joint"
    return "repeated" if times_told(case, rules) >= rules.repeated_count else ""


def times_told(case: Complaint, rules: Terms) -> int:
    """How often the same was told of the same estate up to this complaint, itself included; one event counts once."""
    since = case.filed_at - timedelta(days=rules.repeated_days)
    same = Complaint.objects.filter(estate=case.estate_id, topic=case.topic_id, filed_at__gte=since)
    counted = same.filter(filed_at__lte=case.filed_at).exclude(state__in=DID_NOT_HAPPEN)
    return counted.exclude(outcome=Outcome.UNFOUNDED).count()
