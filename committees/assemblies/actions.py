"""One verb: keep what is known of an assembly."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import audit
from accounts.authority import NotAllowed, require
from accounts.codes import credit_code_fault
from accounts.models import User
from committees.models import Assembly, Committee

RIGHT = "committees.run"
DAYS = ("founded_on", "rules_on", "covenant_on")


@transaction.atomic
def keep_assembly(assembly: Assembly, *, by: User | None, at: datetime) -> Assembly:
    """Add or amend the assembly of an estate that one sees. Raises NotAllowed, ValidationError per field."""
    require(by, RIGHT)
    if by is not None and not Committee.objects.visible_to(by).filter(estate=assembly.estate).exists():
        raise NotAllowed(_("This estate has no committee of yours."))
    faults = {
        name: _("This day is still to come.")
        for name in DAYS
        if getattr(assembly, name) and getattr(assembly, name) > timezone.localdate(at)
    }
    assembly.uscc = assembly.uscc.strip().upper()
    if assembly.uscc and credit_code_fault(assembly.uscc) in ("length", "letters"):
        faults["uscc"] = _("A unified social credit code has 18 digits and letters.")
    if faults:
        raise ValidationError(faults)
    return audit.keep(assembly, by=by, at=at, verb="keep_assembly")
