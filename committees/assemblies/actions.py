"""One verb: keep what is known of an assembly."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import audit
from accounts.authority import NotAllowed, require
from accounts.codes import credit_code_fault
from accounts.models import Role, User
from committees.meetings.standing import OVER, insist_it_stands
from committees.meetings.terms import office_law
from committees.models import Assembly, Committee
from estates.models import Estate

RIGHT = "committees.run"
DAYS = ("founded_on", "rules_on", "covenant_on")


@transaction.atomic
def keep_assembly(assembly: Assembly, *, by: User | None, at: datetime) -> Assembly:
    """Add or amend the assembly of an estate that one sees. Raises NotAllowed, ValidationError per field."""
    require(by, RIGHT)
    today = timezone.localdate(at)
    if by is not None:
        insist_on_own(by, assembly.estate, today)
    faults = {
        name: _("This day is still to come.")
        for name in DAYS
        if getattr(assembly, name) and getattr(assembly, name) > today
    }
    assembly.uscc = assembly.uscc.strip().upper()
    if assembly.uscc and credit_code_fault(assembly.uscc) in ("length", "letters"):
        faults["uscc"] = _("A unified social credit code has 18 digits and letters.")
    if faults:
        raise ValidationError(faults)
    return audit.keep(assembly, by=by, at=at, verb="keep_assembly")


def insist_on_own(by: User, estate: Estate, today: date) -> None:
    """A committee of theirs at the estate; a member's has to stand yet. Raises NotAllowed, ValidationError."""
    own = Committee.objects.visible_to(by).filter(estate=estate)
    last = own.exclude(state__in=OVER).first() or own.first()
    if last is None:
        raise NotAllowed(_("This estate has no committee of yours."))
    if by.role == Role.COMMITTEE:
        insist_it_stands(last, office_law(today))
