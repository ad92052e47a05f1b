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
from accounts.models import User
from accounts.scope import covers
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
)
from committees.numbers import numbered
from committees.terms import forming_law
from estates.models import Estate

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
    return in_office or rows.filter(handed_over_on__isnull=True, handover_due_on__isnull=False).first()


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
    return over(hold(formation, "fail", by=by), "fail", FormationState.FAILED, reason, by=by, at=at)


@transaction.atomic
def stop(formation: Formation, *, reason: str, by: User | None, at: datetime) -> Formation:
    """Called off, by those who applied or by the street."""
    return over(hold(formation, "stop", by=by), "stop", FormationState.STOPPED, reason, by=by, at=at)


def over(held: Formation, verb: str, state: str, reason: str, *, by: User | None, at: datetime) -> Formation:
    held.reason = words(reason, "reason", _("Say why."))[:300]
    held.state, held.ended_on = state, timezone.localdate(at)
    return keep(held, verb, "reason", "ended_on", by=by, at=at)
