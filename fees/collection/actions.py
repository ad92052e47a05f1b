"""What a company reports of its collection: sums and counts, never whose."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import audit
from accounts.acting import said
from accounts.authority import NotAllowed, require
from accounts.models import Role, User
from enterprises.models import ServiceContract
from estates.belonging import refuse_without_charge
from fees.models import Collection

RIGHT = "fees.file"


@transaction.atomic
def report_collection(row: Collection, *, by: User | None, at: datetime) -> Collection:
    """A new one, not saved yet, with its values; the estate is the contract's.

    Raises NotAllowed, ValidationError per field.
    """
    insist(row, by=by, at=at)
    row.reported_at, row.reported_by = at, by
    return audit.keep(row, by=by, at=at, verb="report_collection")


@transaction.atomic
def correct_collection(row: Collection, *, reason: str, by: User | None, at: datetime) -> Collection:
    """Other figures for one that was reported. What it said before stands in the audit log."""
    insist(row, by=by, at=at)
    reason = said(reason, "reason", _("Say why."))
    row.reported_at, row.reported_by = at, by
    return audit.keep(row, by=by, at=at, verb="correct_collection", why=reason)


def insist(row: Collection, *, by: User | None, at: datetime) -> None:
    """Raises NotAllowed, ValidationError."""
    require(by, RIGHT)
    row.estate = row.contract.estate
    on = timezone.localdate(at)
    refuse_without_charge(by, row.estate, on=on)
    if by is not None and by.role == Role.COMPANY and not row.contract.enterprise.staff.filter(user=by).exists():
        raise NotAllowed(_("This is another company's contract."))
    if row.from_on and row.until_on and row.until_on <= row.from_on:
        raise ValidationError({"until_on": _("A period ends after it begins.")})
    if row.until_on and row.until_on > on:
        raise ValidationError({"until_on": _("This time is not over yet.")})
    if row.from_on and row.until_on and is_cut_by_the_end(row.contract, row.from_on, row.until_on):
        told = _("The contract ended on %(day)s: report what was before and what came after apart.")
        raise ValidationError({"until_on": told % {"day": row.contract.ends_on}})
    if row.from_on and row.from_on < row.contract.begins_on:
        told = _("The contract begins on %(day)s only.") % {"day": row.contract.begins_on}
        raise ValidationError({"from_on": told})


def is_cut_by_the_end(contract: ServiceContract, from_on: date, until_on: date) -> bool:
    """Whether a contract ended within a time, so that its sum is in part for after the term."""
    return contract.ends_on is not None and from_on < contract.ends_on < until_on
