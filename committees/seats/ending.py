"""How a committee ends: its books and seal are due from that day on. For verbs that have a right of their own."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from accounts import audit
from accounts.days import calendar
from accounts.models import User
from committees.meetings.actions import call_off_all
from committees.models import Committee, CommitteeState, FilingState, Formation, FormationState
from committees.terms import forming_law


def end(committee: Committee, reason: str, *, by: User | None, at: datetime) -> Committee:
    """Its time is over, as another one is in office or its term is at an end."""
    return over(committee, CommitteeState.ENDED, reason, by=by, at=at)


@transaction.atomic
def over(committee: Committee, state: CommitteeState, reason: str, *, by: User | None, at: datetime) -> Committee:
    on = timezone.localdate(at)
    committee.state, committee.ended_on, committee.end_reason = state, on, reason[:200]
    committee.handover_due_on = handover_due(on)
    committee.save(update_fields=["state", "ended_on", "end_reason", "handover_due_on"])
    drop_filings(committee, reason, on, by=by, at=at)
    fail_formation(committee, reason, on, by=by, at=at)
    call_off_all(committee, reason, by=by, at=at)
    verb = "dissolve_committee" if state == CommitteeState.DISSOLVED else "end_committee"
    told = {"state": state, "handover_due_on": str(committee.handover_due_on)}
    audit.record(by=by, at=at, verb=verb, thing=committee, after=told, why=reason)
    return committee


def drop_filings(committee: Committee, reason: str, on: date, *, by: User | None, at: datetime) -> None:
    """What it was putting together or had handed in is not filed any more."""
    under_way = committee.filings.filter(state__in=(FilingState.DRAFT, FilingState.SUBMITTED, FilingState.RETURNED))
    for filing in under_way.select_for_update(of=["self"], no_key=True):
        filing.state, filing.reason, filing.answered_on = FilingState.REFUSED, reason[:300], on
        filing.version += 1
        filing.save(update_fields=["state", "reason", "answered_on", "version"])
        audit.record(by=by, at=at, verb="refuse_filing", thing=filing, after={"state": filing.state}, why=reason)


def fail_formation(committee: Committee, reason: str, on: date, *, by: User | None, at: datetime) -> None:
    """One that was chosen and never filed leaves nothing: the estate may try again."""
    under_way = Formation.objects.filter(committee=committee, state=FormationState.ELECTED)
    for formation in under_way.select_for_update(of=["self"], no_key=True):
        formation.state, formation.reason, formation.ended_on = FormationState.FAILED, reason[:300], on
        formation.version += 1
        formation.save(update_fields=["state", "reason", "ended_on", "version"])
        audit.record(by=by, at=at, verb="fail_formation", thing=formation, after={"state": formation.state}, why=reason)


def handover_due(ended_on: date) -> date:
    """The last day for handing over; one that is off moves to the next working day (Civil Code, article 203)."""
    return calendar().after(ended_on + timedelta(days=forming_law(ended_on).handover_days.count), 0)
