"""The verbs of mediation. Each locks the case, asks the table of moves, and leaves a line in the audit log."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import audit
from accounts.authority import NotAllowed, require
from accounts.city import whole
from accounts.lifecycle import NotNow
from accounts.models import User
from accounts.numbers import numbered
from accounts.scope import covers
from accounts.sealing import seal
from committees.models import MediationCommittee, MediationLevel
from complaints.mediation.lifecycle import MEDIATION, RIGHT
from complaints.models import Complaint, Mediation, MediationState, Party, Side, Sitting
from enterprises.models import Enterprise
from estates.models import Estate

NEXT_LEVEL = {
    MediationLevel.COMMUNITY: MediationLevel.STREET,
    MediationLevel.STREET: MediationLevel.DISTRICT,
    MediationLevel.DISTRICT: MediationLevel.CITY,
}


@dataclass(frozen=True)
class NewParty:
    """Who is at odds: a company by its record, anybody else by name. What is said of people is sealed."""

    side: str
    enterprise: Enterprise | None = None
    name: str = ""
    phone: str = ""


@transaction.atomic
def apply(
    *,
    estate: Estate,
    committee: MediationCommittee,
    subject: str,
    parties: Sequence[NewParty],
    by: User | None,
    at: datetime,
    complaint: Complaint | None = None,
) -> Mediation:
    """Somebody asks a committee for mediation. Raises NotAllowed, ValidationError per field."""
    require(by, RIGHT)
    if not covers(by, estate.region_id):
        raise NotAllowed(_("This estate is outside of your region."))
    refuse_odd(estate, committee, subject, parties, complaint)
    return opened(estate, committee, subject.strip(), parties, complaint=complaint, by=by, at=at)


def refuse_odd(estate: Estate, committee: MediationCommittee, subject: str, parties, complaint) -> None:
    """Raises ValidationError."""
    faults = {}
    if not subject.strip():
        faults["subject"] = _("Say what it is about.")
    if not committee.is_active or not estate.region_id.startswith(committee.region.stem):
        faults["committee"] = _("This committee does not take on cases of the estate.")
    if {party.side for party in parties} != set(Side.values):
        faults["parties"] = _("Name who applied and the other side.")
    if any(party.enterprise is None and not party.name.strip() for party in parties):
        faults["parties"] = _("Name each party, or choose the company.")
    if complaint is not None and complaint.estate_id != estate.pk:
        faults["complaint"] = _("That complaint is about another estate.")
    if complaint is not None and open_for(complaint):
        faults["complaint"] = _("That complaint is in mediation already.")
    if faults:
        raise ValidationError(faults)


def open_for(complaint: Complaint) -> bool:
    return complaint.mediations.filter(state__in=[MediationState.APPLIED, MediationState.RUNNING]).exists()


def opened(estate, committee, subject: str, parties, *, by, at: datetime, complaint=None, came_from=None) -> Mediation:
    on = timezone.localdate(at)
    mediation = Mediation(
        **numbered(Mediation, "TJ", on), estate=estate, region_id=estate.region_id,
        complaint=complaint, came_from=came_from, committee=committee, subject=subject, applied_on=on, opened_by=by,
    )  # fmt: skip
    mediation.full_clean(validate_unique=False)
    mediation.save(force_insert=True)
    for party in parties:
        put_down(mediation, party)
    values = {"committee": committee.name, "parties": len(parties)}
    audit.record(by=by, at=at, verb="apply_mediation", thing=mediation, after=values)
    return mediation


def put_down(mediation: Mediation, party: NewParty) -> Party:
    name, phone = party.name.strip(), party.phone.strip()
    return Party.objects.create(
        mediation=mediation, side=party.side, enterprise=party.enterprise,
        sealed_name="" if party.enterprise or not name else seal(name), sealed_phone=seal(phone) if phone else "",
    )  # fmt: skip


def hold(mediation: Mediation, verb: str, *, by: User | None) -> Mediation:
    """The mediation, locked, with this verb open. Raises NotAllowed, NotNow, DoesNotExist outside of one's region."""
    move = MEDIATION[verb]
    require(by, move.right)
    rows = Mediation.objects if by is None else Mediation.objects.visible_to(by)
    held = Mediation.objects.select_for_update(no_key=True).get(pk=rows.values("pk").get(pk=mediation.pk)["pk"])
    move.insist(held.state, number=held.number, now=MediationState(held.state).label)
    return held


def keep(held: Mediation, verb: str, *columns: str, by: User | None, at: datetime, **told) -> Mediation:
    """Save what a verb changed. `told` stands in the audit log: nothing about persons, nothing they said."""
    held.save(update_fields=["state", *columns])
    audit.record(by=by, at=at, verb=f"{verb}_mediation", thing=held, after={"state": held.state, **told})
    return held


def words(text: str, field: str, sentence: str) -> str:
    """Raises ValidationError when nothing was said."""
    if not text.strip():
        raise ValidationError({field: sentence})
    return text.strip()


@transaction.atomic
def take_on(mediation: Mediation, *, mediator: str, by: User | None, at: datetime) -> Mediation:
    """The committee names a mediator; its time runs from today."""
    held = hold(mediation, "take_on", by=by)
    held.mediator = words(mediator, "mediator", _("Name the mediator."))
    held.state, held.taken_on = MediationState.RUNNING, timezone.localdate(at)
    held.due_on = held.taken_on + timedelta(days=whole("mediation_days", on=held.taken_on))
    return keep(held, "take_on", "mediator", "taken_on", "due_on", by=by, at=at, due_on=str(held.due_on))


@transaction.atomic
def refuse(mediation: Mediation, *, reason: str, by: User | None, at: datetime) -> Mediation:
    return over(mediation, "refuse", MediationState.REFUSED, reason, by=by, at=at)


@transaction.atomic
def fail(mediation: Mediation, *, reason: str, by: User | None, at: datetime) -> Mediation:
    """They did not agree. It may go on one level higher, or to court."""
    return over(mediation, "fail", MediationState.FAILED, reason, by=by, at=at)


@transaction.atomic
def end(mediation: Mediation, *, reason: str, by: User | None, at: datetime) -> Mediation:
    """A party wants no more, or went to court: nobody needs a committee's leave for that."""
    return over(mediation, "end", MediationState.ENDED, reason, by=by, at=at)


def over(mediation: Mediation, verb: str, state: MediationState, reason: str, *, by, at: datetime) -> Mediation:
    held = hold(mediation, verb, by=by)
    held.outcome_note = words(reason, "reason", _("Say why."))[:300]
    held.state, held.ended_on = state, timezone.localdate(at)
    return keep(held, verb, "outcome_note", "ended_on", by=by, at=at)


@transaction.atomic
def add_party(mediation: Mediation, *, party: NewParty, by: User | None, at: datetime) -> Party:
    held = hold(mediation, "add_party", by=by)
    if party.enterprise is None and not party.name.strip():
        raise ValidationError({"name": _("Name the party, or choose the company.")})
    made = put_down(held, party)
    audit.record(by=by, at=at, verb="add_party_mediation", thing=held, after={"side": party.side})
    return made


@transaction.atomic
def sit(mediation: Mediation, *, held_at: datetime, place: str, record: str, by: User | None, at: datetime) -> Sitting:
    """Note a sitting that took place. Raises ValidationError."""
    held = hold(mediation, "sit", by=by)
    if held_at > at:
        raise ValidationError({"held_at": _("Note a sitting after it was held.")})
    if held.taken_on is not None and timezone.localdate(held_at) < held.taken_on:
        raise ValidationError({"held_at": _("The mediation began on %(day)s.") % {"day": held.taken_on}})
    sitting = Sitting(mediation=held, held_at=held_at, place=words(place, "place", _("Say where it was held.")))
    sitting.sealed_record = seal(record.strip()) if record.strip() else ""
    sitting.save(force_insert=True)
    audit.record(by=by, at=at, verb="sit_mediation", thing=held, after={"held_at": held_at.isoformat()})
    return sitting


@transaction.atomic
def extend(mediation: Mediation, *, days: int, consent: bool, by: User | None, at: datetime) -> Mediation:
    """More time, once, if both parties consent. Raises NotNow, ValidationError."""
    held = hold(mediation, "extend", by=by)
    if held.extended_days:
        raise NotNow(_("%(number)s was extended once already.") % {"number": held.number})
    most = whole("mediation_extension_days", on=timezone.localdate(at))
    if not 1 <= days <= most:
        raise ValidationError({"days": _("From 1 to %(most)d days.") % {"most": most}})
    if not consent:
        raise ValidationError({"consent": _("Both parties have to consent.")})
    assert held.due_on is not None
    held.extended_days, held.due_on = days, held.due_on + timedelta(days=days)
    return keep(held, "extend", "extended_days", "due_on", by=by, at=at, due_on=str(held.due_on))


@transaction.atomic
def agree(mediation: Mediation, *, text: str, effective_on: date, by: User | None, at: datetime) -> Mediation:
    """Both signed. From the day it takes effect they have a term in which to ask the court to confirm it."""
    held = hold(mediation, "agree", by=by)
    text = words(text, "text", _("Write down who agreed on what, by when and how."))
    today = timezone.localdate(at)
    if effective_on > today or (held.taken_on is not None and effective_on < held.taken_on):
        raise ValidationError({"effective_on": _("The agreement takes effect when both have signed: today or before.")})
    held.state, held.ended_on, held.sealed_agreement = MediationState.AGREED, today, seal(text)
    held.effective_on = effective_on
    held.court_until_on = effective_on + timedelta(days=whole("mediation_court_days", on=effective_on))
    return keep(
        held, "agree", "ended_on", "sealed_agreement", "effective_on", "court_until_on", by=by, at=at,
        court_until_on=str(held.court_until_on),
    )  # fmt: skip


@transaction.atomic
def confirm(mediation: Mediation, *, court: str, confirmed_on: date, by: User | None, at: datetime) -> Mediation:
    """The court confirmed the agreement, which can be enforced from then on. Once. Raises NotNow, ValidationError."""
    held = hold(mediation, "confirm", by=by)
    if held.confirmed_on is not None:
        raise NotNow(_("The court has confirmed %(number)s already.") % {"number": held.number})
    if confirmed_on > timezone.localdate(at) or (held.effective_on is not None and confirmed_on < held.effective_on):
        raise ValidationError({"confirmed_on": _("From the day of the agreement up to today.")})
    held.court, held.confirmed_on = words(court, "court", _("Name the court.")), confirmed_on
    return keep(held, "confirm", "court", "confirmed_on", by=by, at=at, confirmed_on=str(confirmed_on))


@transaction.atomic
def go_on(mediation: Mediation, *, committee: MediationCommittee, by: User | None, at: datetime) -> Mediation:
    """A committee one level higher takes over what failed, with the same parties. Returns the new mediation."""
    held = hold(mediation, "go_on", by=by)
    if hasattr(held, "went_on_as"):
        raise NotNow(_("%(number)s went on already as %(next)s.") % {"number": held.number, "next": held.went_on_as})
    if committee.level != NEXT_LEVEL.get(MediationLevel(held.committee.level)):
        raise ValidationError({"committee": _("Choose a committee one level higher.")})
    parties = [NewParty(each.side, each.enterprise, each.name, each.phone) for each in held.parties.all()]
    refuse_odd(held.estate, committee, held.subject, parties, held.complaint)
    return opened(held.estate, committee, held.subject, parties, by=by, at=at, complaint=held.complaint, came_from=held)


@transaction.atomic
def look_at_file(mediation: Mediation, *, by: User, at: datetime) -> Mediation:
    """Names, phones, what was said and agreed: each look stands in the audit log. Raises NotAllowed, DoesNotExist."""
    require(by, RIGHT)
    seen = Mediation.objects.visible_to(by).get(pk=mediation.pk)
    audit.record(by=by, at=at, verb="look_at_mediation", thing=seen)
    return seen
