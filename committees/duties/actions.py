"""The verbs of duty reports. Each locks the report, asks the table of moves, and leaves a line in the audit log."""

from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import acting, audit
from accounts.acting import hold, refuse_in_time, refuse_own, said
from accounts.authority import NotAllowed, require
from accounts.city import whole
from accounts.models import Role, User
from accounts.numbers import numbered
from accounts.scope import covers
from committees.duties.lifecycle import DUTY, REPORT
from committees.meetings.standing import OVER
from committees.models import CommitteeLogin, DutyReport, DutyState
from committees.models.duties import COUNT_ONCE
from estates.models import Estate


@transaction.atomic
def report(*, estate: Estate, kind: str, happened_on: date, words: str, by: User | None, at: datetime) -> DutyReport:
    """Somebody reports what a company did or failed to do. Raises NotAllowed, ValidationError per field."""
    require(by, REPORT)
    if not reaches(by, estate):
        raise NotAllowed(_("This estate is outside of your region."))
    on = timezone.localdate(at)
    if happened_on > on:
        raise ValidationError({"happened_on": _("This day has not come yet.")})
    refuse_twice(estate, kind, happened_on)
    made = DutyReport(
        **numbered(DutyReport, "LZ", on), estate=estate, kind=kind, happened_on=happened_on, reported_at=at,
        reported_by=by, words=said(words, "words", _("Say what happened.")),
    )  # fmt: skip
    audit.save_sound(made, None)
    audit.record(by=by, at=at, verb="report_duty", thing=made, after={"kind": kind, "happened_on": str(happened_on)})
    return made


def refuse_twice(estate: Estate, kind: str, happened_on: date) -> None:
    """What happened once is reported once: a second report would count it again. Raises ValidationError."""
    same = DutyReport.objects.filter(estate=estate, kind=kind, happened_on=happened_on, state__in=COUNT_ONCE).first()
    if same is not None:
        told = _("Report %(number)s is about the same breach of that day: “%(now)s”.")
        raise ValidationError({"happened_on": told % {"number": same, "now": same.get_state_display()}})


def reaches(by: User | None, estate: Estate) -> bool:
    """Whether an estate lies where the person sees; a committee's member sees the own one while it stands."""
    if by is not None and by.role == Role.COMMITTEE:
        logins = CommitteeLogin.objects.filter(user=by, committee__estate=estate)
        return logins.exclude(committee__state__in=OVER).exists()
    return covers(by, estate.region_id)


@transaction.atomic
def find_so(duty: DutyReport, *, statement: str, finding: str, by: User | None, at: datetime) -> DutyReport:
    """Checked and found so: the company was heard, and has until a day to put it right. Raises NoRuleValue."""
    held = hold(duty, DUTY["find_so"], by=by)
    refuse_own(held.reported_by_id, by, _("You reported this. Somebody else has to check it."))
    held.statement = said(statement, "statement", _("Write down what the company said, or that it said nothing."))
    on = timezone.localdate(at)
    held.put_right_by = on + timedelta(days=whole("duty_put_right_days", on=on))
    return checked(held, DutyState.ORDERED, finding, "find_so", by=by, at=at)


@transaction.atomic
def find_unfounded(duty: DutyReport, *, finding: str, by: User | None, at: datetime) -> DutyReport:
    held = hold(duty, DUTY["find_unfounded"], by=by)
    refuse_own(held.reported_by_id, by, _("You reported this. Somebody else has to check it."))
    return checked(held, DutyState.UNFOUNDED, finding, "find_unfounded", by=by, at=at)


def checked(held: DutyReport, state: DutyState, finding: str, verb: str, *, by, at: datetime) -> DutyReport:
    held.finding = said(finding, "finding", _("Write down what the check found."))
    held.state, held.checked_at, held.checked_by = state, at, by
    return keep(held, verb, "checked_at", "checked_by", "statement", "finding", "put_right_by", by=by, at=at)


@transaction.atomic
def note_put_right(duty: DutyReport, *, decision: str, by: User | None, at: datetime) -> DutyReport:
    """The company did what it owes before it was decided: nothing counts."""
    held = hold(duty, DUTY["note_put_right"], by=by)
    return acting.decided(held, DutyState.PUT_RIGHT, decision, "note_put_right_duty", by=by, at=at)


@transaction.atomic
def decide(duty: DutyReport, *, decision: str, by: User | None, at: datetime) -> DutyReport:
    """It was not put right: it counts. Raises NotNow while there is time, NotAllowed for who checked it."""
    held = hold(duty, DUTY["decide"], by=by)
    refuse_own(held.checked_by_id, by, _("You checked this. Somebody else has to decide it."))
    refuse_in_time(held, at=at)
    return acting.decided(held, DutyState.DECIDED, decision, "decide_duty", by=by, at=at)


@transaction.atomic
def revoke(duty: DutyReport, *, reason: str, by: User | None, at: datetime) -> DutyReport:
    """The decision does not stand: what it brought into the ledger is withdrawn before the next night."""
    held = hold(duty, DUTY["revoke"], by=by)
    return acting.revoked(held, DutyState.REVOKED, reason, "revoke_duty", by=by, at=at)


def keep(held: DutyReport, verb: str, *columns: str, by: User | None, at: datetime) -> DutyReport:
    return acting.keep(held, f"{verb}_duty", *columns, by=by, at=at)
