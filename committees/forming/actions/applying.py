"""How a formation begins, and how it ends without a committee."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import audit
from accounts.authority import NotAllowed, require
from accounts.lifecycle import NotNow
from accounts.models import User
from accounts.numbers import numbered
from accounts.scope import covers
from committees.filing.actions import UNDER_WAY
from committees.forming.actions.acting import hold, insist_lawful, keep, not_future, words
from committees.forming.conditions import applicant_faults, ground_faults
from committees.forming.facts import place_of
from committees.forming.law import cited
from committees.forming.lifecycle import RIGHT
from committees.models import (
    Committee,
    CommitteeKind,
    CommitteeState,
    Condition,
    Formation,
    FormationKind,
    FormationState,
    VoteState,
)
from committees.seats.ending import over as dissolve
from committees.terms import forming_law
from committees.votes import actions as votes
from estates.models import Estate

STOPS_WITH_IT = (VoteState.DRAFT, VoteState.POSTED, VoteState.OPEN, VoteState.CLOSED)
COUNTED_ALREADY = (VoteState.COUNTED, VoteState.ANNOUNCED, VoteState.FINAL)
WITHOUT_A_COMMITTEE = (Condition.NOT_READY, Condition.UNMANAGED)
HUNDRED = Decimal(100)


@dataclass(frozen=True)
class NewFormation:
    """An application as somebody made it. `applicants` is None where the developer or the street itself begins."""

    estate: Estate
    kind: str
    condition: str
    applicants: int | None = None
    delivered_percent: Decimal | None = None
    moved_in_percent: Decimal | None = None
    first_delivered_on: date | None = None
    applied_on: date | None = None


@transaction.atomic
def apply(new: NewFormation, *, by: User | None, at: datetime) -> Formation:
    """Write down that somebody wants a committee. Raises NotAllowed, ValidationError per field."""
    require(by, RIGHT)
    if not covers(by, new.estate.region_id):
        raise NotAllowed(_("This estate is outside of your region."))
    applied_on = not_future(new.applied_on or timezone.localdate(at), "applied_on", at)
    before = predecessor(new.estate)
    refuse_second(new, before, applied_on)
    formation = Formation(
        **numbered(Formation, "ZJ", timezone.localdate(at)), estate=new.estate, kind=new.kind,
        condition=new.condition, applicants=new.applicants,
        delivered_percent=new.delivered_percent, moved_in_percent=new.moved_in_percent,
        first_delivered_on=new.first_delivered_on, applied_on=applied_on, succeeds=before,
    )  # fmt: skip
    refuse_odd(formation)
    audit.save_sound(formation, None)
    told = {"kind": new.kind, "condition": new.condition, "applicants": new.applicants}
    audit.record(by=by, at=at, verb="apply_formation", thing=formation, after=told)
    return formation


def predecessor(estate: Estate) -> Committee | None:
    """Who hands over to whoever is chosen: the committee in office, else the last one that has not handed over."""
    rows = estate.committees.exclude(state=CommitteeState.ELECTED)
    in_office = rows.filter(state=CommitteeState.FILED).first()
    waiting = rows.filter(filed_on__isnull=False, handed_over_on__isnull=True, handover_due_on__isnull=False)
    return in_office or waiting.first()


def refuse_second(new: NewFormation, before: Committee | None, on: date) -> None:
    """Raises ValidationError where the estate's committee does not go with this way of forming one."""
    law = forming_law(on)
    owners_in_office = before is not None and before.is_in_office and before.kind == CommitteeKind.OWNERS
    if new.kind == FormationKind.FIRST and owners_in_office:
        said = _("%(committee)s is in office: apply for a re-election.") % {"committee": before}
        raise ValidationError({"kind": cited(said, law.reelection.last_months.article)})
    if new.kind == FormationKind.MANAGEMENT and owners_in_office and new.condition in WITHOUT_A_COMMITTEE:
        said = _("%(committee)s is in office: choose why it is to be replaced.") % {"committee": before}
        raise ValidationError({"condition": cited(said, law.management.least.article)})
    if new.kind == FormationKind.REELECTION and not new.estate.committees.filter(kind=CommitteeKind.OWNERS).exists():
        said = _("This estate never had an owners' committee: apply for a first assembly.")
        raise ValidationError({"kind": cited(said, law.forming.area_percent.article)})


def refuse_odd(formation: Formation) -> None:
    """Raises ValidationError for shares that are none, and days to come."""
    for field in ("delivered_percent", "moved_in_percent"):
        share = getattr(formation, field)
        if share is not None and not 0 <= share <= HUNDRED:
            raise ValidationError({field: _("From 0 to 100.")})
    first_on = formation.first_delivered_on
    if first_on is not None and first_on > formation.applied_on:
        raise ValidationError({"first_delivered_on": _("This day lies after the application.")})


@transaction.atomic
def check(formation: Formation, *, by: User | None, at: datetime) -> Formation:
    """The street found that the conditions are met. Raises ValidationError with the article of each that is not."""
    held = hold(formation, "check", by=by)
    today = timezone.localdate(at)
    law, place = forming_law(today), place_of(held, today)
    insist_lawful(
        [
            *ground_faults(held.kind, held.condition, place, law, today),
            *(applicant_faults(held.applicants, place, law) if held.kind == FormationKind.FIRST else ()),
        ]
    )
    held.state, held.checked_on = FormationState.CHECKED, today
    return keep(held, "check", "checked_on", by=by, at=at)


@transaction.atomic
def fail(formation: Formation, *, reason: str, by: User | None, at: datetime) -> Formation:
    """No committee comes of it: conditions not met, or nobody elected. The estate may try again."""
    return call_off(hold(formation, "fail", by=by), "fail", FormationState.FAILED, reason, by=by, at=at)


@transaction.atomic
def stop(formation: Formation, *, reason: str, by: User | None, at: datetime) -> Formation:
    """Called off, by those who applied or by the street."""
    return call_off(hold(formation, "stop", by=by), "stop", FormationState.STOPPED, reason, by=by, at=at)


def call_off(held: Formation, verb: str, state: str, reason: str, *, by: User | None, at: datetime) -> Formation:
    """It is over, with its vote and a committee that cannot be filed.

    Raises NotNow once the vote was counted, as whoever knows a result takes it; and while the committee may be filed.
    """
    if not may_be_called_off(held):
        raise NotNow(_("%(committee)s is chosen: its filing is answered first.") % {"committee": held.committee})
    if held.vote is not None and held.committee is None and held.vote.state in COUNTED_ALREADY:
        raise NotNow(_("The vote %(number)s was counted: post its result, and take it.") % {"number": held.vote.number})
    ended = over(held, verb, state, reason, by=by, at=at)
    if held.vote is not None and held.vote.state in STOPS_WITH_IT:
        votes.stop(held.vote, reason=ended.reason, by=by, at=at)
    if held.committee is not None and held.committee.state == CommitteeState.ELECTED:
        dissolve(held.committee, CommitteeState.DISSOLVED, ended.reason, by=by, at=at)
    return ended


def may_be_called_off(formation: Formation) -> bool:
    """Not while a committee that was chosen is on its way to being filed."""
    return formation.committee is None or not formation.committee.filings.filter(state__in=UNDER_WAY).exists()


def over(held: Formation, verb: str, state: str, reason: str, *, by: User | None, at: datetime) -> Formation:
    held.reason = words(reason, "reason", _("Say why."))[:300]
    held.state, held.ended_on = state, timezone.localdate(at)
    return keep(held, verb, "reason", "ended_on", by=by, at=at)
