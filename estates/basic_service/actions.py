"""The verbs of basic services. Each locks the row, asks the table of moves, and leaves a line in the audit log."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import acting, audit
from accounts.acting import hold, refuse_elsewhere, refuse_future, said
from accounts.authority import require
from accounts.lifecycle import NotNow
from accounts.models import User
from accounts.numbers import numbered
from accounts.proofs import proof_of
from estates.basic_service.lifecycle import BASIC_SERVICE, SET
from estates.models import BasicService, BasicState, Estate, ServiceMode


@dataclass(frozen=True)
class SiteCheck:
    """What both offices found on site. They may set another grade and price than was proposed."""

    checked_on: date
    drc: str
    bureau: str
    found: str
    grade: str
    price_fen: int
    proof: File | None = None


@transaction.atomic
def propose(new: BasicService, *, by: User | None, at: datetime) -> BasicService:
    """For an estate that no company manages. Raises NotAllowed, ValidationError."""
    require(by, SET)
    refuse_elsewhere(by, new.estate)
    if new.estate.service_mode == ServiceMode.COMPANY:
        raise ValidationError({"estate": managed()})
    on = timezone.localdate(at)
    for name, value in numbered(BasicService, "JB", on).items():
        setattr(new, name, value)
    new.state, new.proposed_on, new.proposed_by = BasicState.PROPOSED, on, by
    new.provider = said(new.provider, "provider", _("Say who is to give the service."))
    audit.save_sound(new, None)
    told = {"mode": new.mode, "grade": new.grade, "price_fen": new.price_fen, "unit": new.unit}
    audit.record(by=by, at=at, verb="propose_basic_service", thing=new, after=told)
    return new


def managed() -> str:
    return _("A company manages this estate; it needs no basic service.")


@transaction.atomic
def note_check(service: BasicService, *, check: SiteCheck, by: User | None, at: datetime) -> BasicService:
    """Both offices checked it on site and agree on grade and price. Raises ValidationError per field."""
    held = hold(service, BASIC_SERVICE["note_check"], by=by)
    refuse_future("checked_on", check.checked_on, at=at)
    held.checked_on, held.grade, held.price_fen = check.checked_on, check.grade, check.price_fen
    held.drc = said(check.drc, "drc", _("Say which development and reform office checked it."))
    held.bureau = said(check.bureau, "bureau", _("Say which housing office checked it."))
    if held.drc == held.bureau:
        raise ValidationError({"bureau": _("Two offices check it together: name both.")})
    held.found = said(check.found, "found", _("Write down what the check found."))
    if check.proof is not None:
        held.proof = proof_of(check.proof, "proof")
    held.state = BasicState.CHECKED
    columns = ("checked_on", "drc", "bureau", "found", "grade", "price_fen", "proof")
    return acting.keep(held, "check_basic_service", *columns, by=by, at=at, price_fen=held.price_fen)


@transaction.atomic
def put_in_force(service: BasicService, *, document: str, from_on: date, by: User | None, at: datetime) -> BasicService:
    """Grade and price are set; the register of estates says how the estate is served. Raises NotNow beside another."""
    held = hold(service, BASIC_SERVICE["put_in_force"], by=by)
    if held.estate.service_mode == ServiceMode.COMPANY:
        raise NotNow(managed())
    other = BasicService.objects.filter(estate=held.estate_id, state=BasicState.SET).first()
    if other is not None:
        raise NotNow(_("Basic service %(number)s is in force at this estate. End it first.") % {"number": other})
    if held.checked_on and from_on < held.checked_on:
        raise ValidationError({"from_on": _("It is in force after the check on site, not before.")})
    held.document = said(document, "document", _("Give the number of the document that sets it."))
    held.state, held.from_on = BasicState.SET, from_on
    acting.keep(held, "set_basic_service", "document", "from_on", by=by, at=at)
    serve(held, held.mode, by=by, at=at)
    return held


@transaction.atomic
def refuse(service: BasicService, *, reason: str, by: User | None, at: datetime) -> BasicService:
    held = hold(service, BASIC_SERVICE["refuse"], by=by)
    held.state, held.end_reason = BasicState.REFUSED, said(reason, "reason", _("Say why."))
    return acting.keep(held, "refuse_basic_service", "end_reason", by=by, at=at)


@transaction.atomic
def end(service: BasicService, *, last_day: date, reason: str, by: User | None, at: datetime) -> BasicService:
    """It ends with a day that is over or today's; the estate counts as unserved until somebody says otherwise."""
    held = hold(service, BASIC_SERVICE["end"], by=by)
    refuse_future("last_day", last_day, at=at)
    if held.from_on and last_day < held.from_on:
        raise ValidationError({"last_day": _("It is in force from %(day)s on.") % {"day": held.from_on}})
    held.until_on = last_day + timedelta(days=1)
    held.state, held.end_reason = BasicState.ENDED, said(reason, "reason", _("Say why."))
    acting.keep(held, "end_basic_service", "until_on", "end_reason", by=by, at=at)
    serve(held, ServiceMode.NONE, by=by, at=at)
    return held


def serve(held: BasicService, mode: str, *, by: User | None, at: datetime) -> None:
    """What the register of estates says about how the estate is served; a company that came meanwhile stays."""
    estate = Estate.objects.get(pk=held.estate_id)
    if estate.service_mode != ServiceMode.COMPANY:
        estate.service_mode = mode
        audit.keep(estate, by=by, at=at, verb="amend_estate", why=held.number)
