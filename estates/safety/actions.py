"""The verbs of safety campaigns and hazards. Each locks what it changes and leaves a line in the audit log."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import acting, audit
from accounts.acting import hold, refuse_elsewhere, refuse_future, said
from accounts.authority import NotAllowed, require
from accounts.city import whole
from accounts.models import User
from accounts.numbers import numbered
from accounts.proofs import proof_of
from estates.belonging import refuse_without_charge
from estates.models import Estate, Hazard, HazardState, SafetyCampaign, SafetyVisit
from estates.safety.lifecycle import EDIT, HAZARD


@dataclass(frozen=True)
class NewHazard:
    kind: str
    severity: str
    place: str
    words: str
    found_on: date


@transaction.atomic
def keep_campaign(campaign: SafetyCampaign, *, by: User | None, at: datetime, why: str = "") -> SafetyCampaign:
    """Open a campaign in a division of one's own, or amend it. Raises NotAllowed, ValidationError."""
    require(by, EDIT)
    held = audit.catch_up(campaign)
    if held is not None:
        refuse_elsewhere(by, held.region)
    refuse_elsewhere(by, campaign.region)
    if campaign.until_on <= campaign.from_on:
        raise ValidationError({"until_on": _("A campaign ends after it begins.")})
    verb = "amend_safety_campaign" if held else "open_safety_campaign"
    return audit.keep(campaign, by=by, at=at, verb=verb, why=why)


@transaction.atomic
def visit(campaign: SafetyCampaign, *, estate: Estate, visited_on: date, by: User | None, at: datetime) -> SafetyVisit:
    """An estate was checked in a campaign. What was found there is added with `find`. Raises ValidationError."""
    require(by, EDIT)
    refuse_elsewhere(by, estate)
    refuse_future("visited_on", visited_on, at=at)
    if not campaign.from_on <= visited_on < campaign.until_on:
        told = _("The campaign runs from %(first)s to %(last)s.")
        last = campaign.until_on - timedelta(days=1)
        raise ValidationError({"visited_on": told % {"first": campaign.from_on, "last": last}})
    if not estate.region_id.startswith(campaign.region.stem):
        raise ValidationError({"estate": _("This estate lies outside of the campaign's division.")})
    if SafetyVisit.objects.filter(campaign=campaign, estate=estate, visited_on=visited_on).exists():
        raise ValidationError({"visited_on": _("The check of that day is entered already.")})
    return audit.keep(
        SafetyVisit(campaign=campaign, estate=estate, visited_on=visited_on, visited_by=by),
        by=by, at=at, verb="check_safety",
    )  # fmt: skip


@transaction.atomic
def find(
    *, estate: Estate, hazard: NewHazard, visit: SafetyVisit | None = None, by: User | None, at: datetime
) -> Hazard:
    """A hazard is found; the city's rule says by which day it is to be removed. Without a `visit` it belongs to that
    day's safety check, if there was one. Raises NotAllowed, ValidationError, NoRuleValue."""
    require(by, EDIT)
    refuse_elsewhere(by, estate)
    refuse_future("found_on", hazard.found_on, at=at)
    if visit is not None and visit.estate_id != estate.pk:
        raise ValidationError({"visit": _("This safety check was of another estate.")})
    visit = visit or estate.safety_visits.filter(visited_on=hazard.found_on).first()
    days = whole(f"hazard_fix_days_{hazard.severity}", on=hazard.found_on)
    made = Hazard(
        **numbered(Hazard, "YH", timezone.localdate(at)), estate=estate, visit=visit, kind=hazard.kind,
        severity=hazard.severity, found_on=hazard.found_on, found_by=by, fix_by=hazard.found_on + timedelta(days=days),
        place=said(hazard.place, "place", _("Say where it is.")),
        words=said(hazard.words, "words", _("Say what is dangerous there.")),
    )  # fmt: skip
    audit.save_sound(made, None)
    audit.record(by=by, at=at, verb="find_hazard", thing=made, after={"kind": made.kind, "fix_by": str(made.fix_by)})
    return made


@transaction.atomic
def report_fixed(
    hazard: Hazard, *, fixed_on: date, how: str, proof: File | None = None, by: User | None, at: datetime
) -> Hazard:
    """Whoever manages the estate, or an officer, says that it is removed. Raises NotAllowed, ValidationError."""
    held = hold(hazard, HAZARD["report_fixed"], by=by)
    refuse_without_charge(by, held.estate, on=timezone.localdate(at))
    refuse_future("fixed_on", fixed_on, at=at)
    if fixed_on < held.found_on:
        raise ValidationError({"fixed_on": _("It was found on %(day)s, after that.") % {"day": held.found_on}})
    held.fixed_on, held.fixed_by = fixed_on, by
    held.fixed_how = said(how, "how", _("Say how it was removed."))
    if proof is not None:
        held.proof = proof_of(proof, "proof")
    held.state = HazardState.FIXED
    columns = ("fixed_on", "fixed_how", "fixed_by", "proof")
    return acting.keep(held, "report_hazard_fixed", *columns, by=by, at=at)


@transaction.atomic
def close(hazard: Hazard, *, checked_on: date, by: User | None, at: datetime) -> Hazard:
    """An officer saw on site that it is removed. Raises NotAllowed for who reported it so."""
    held = hold(hazard, HAZARD["close"], by=by)
    refuse_own_report(held, by)
    refuse_future("checked_on", checked_on, at=at)
    if held.fixed_on and checked_on < held.fixed_on:
        raise ValidationError({"checked_on": _("It was removed on %(day)s, after that.") % {"day": held.fixed_on}})
    held.state, held.checked_on, held.remark = HazardState.CLOSED, checked_on, ""
    return acting.keep(held, "close_hazard", "checked_on", "remark", by=by, at=at)


@transaction.atomic
def send_back(hazard: Hazard, *, remark: str, by: User | None, at: datetime) -> Hazard:
    """It is still there: what was reported goes; its day to be removed stays what it was."""
    held = hold(hazard, HAZARD["send_back"], by=by)
    refuse_own_report(held, by)
    held.remark = said(remark, "remark", _("Say what is still to be done."))
    held.state, held.fixed_on, held.fixed_how, held.fixed_by = HazardState.FOUND, None, "", None
    return acting.keep(held, "send_back_hazard", "remark", "fixed_on", "fixed_how", "fixed_by", by=by, at=at)


@transaction.atomic
def strike(hazard: Hazard, *, reason: str, by: User | None, at: datetime) -> Hazard:
    held = hold(hazard, HAZARD["strike"], by=by)
    held.remark = said(reason, "reason", _("Say why."))
    held.state = HazardState.UNFOUNDED
    return acting.keep(held, "strike_hazard", "remark", by=by, at=at)


def refuse_own_report(held: Hazard, by: User | None) -> None:
    if by is not None and held.fixed_by_id == by.pk:
        raise NotAllowed(_("You reported it removed. Somebody else has to check it."))
