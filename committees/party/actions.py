"""The verbs of party organisations."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import audit
from accounts.acting import refuse_elsewhere, said
from accounts.authority import require
from accounts.lifecycle import NotNow
from accounts.models import User
from committees.models import PartyOrganisation

RIGHT = "party.manage"


@transaction.atomic
def keep(organisation: PartyOrganisation, *, by: User | None, at: datetime) -> PartyOrganisation:
    """Add or amend one. Raises NotAllowed, NotNow for one that ended, ValidationError per field."""
    require(by, RIGHT)
    refuse_elsewhere(by, organisation.estate)
    if organisation.ended_on is not None:
        raise NotNow(_("%(name)s ended on %(day)s.") % {"name": organisation, "day": organisation.ended_on})
    if organisation.founded_on > timezone.localdate(at):
        raise ValidationError({"founded_on": _("This day has not come yet.")})
    return audit.keep(organisation, by=by, at=at, verb="keep_party_organisation")


@transaction.atomic
def end(organisation: PartyOrganisation, *, on: date, reason: str, by: User | None, at: datetime) -> PartyOrganisation:
    """It was dissolved or merged. Raises NotAllowed, NotNow, ValidationError."""
    require(by, RIGHT)
    refuse_elsewhere(by, organisation.estate)
    held = PartyOrganisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    if held.ended_on is not None:
        raise NotNow(_("%(name)s ended on %(day)s.") % {"name": held, "day": held.ended_on})
    if not held.founded_on <= on <= timezone.localdate(at):
        raise ValidationError({"on": _("From the day of its founding up to today.")})
    held.ended_on, held.end_reason = on, said(reason, "reason", _("Say why."))[:200]
    return audit.keep(held, by=by, at=at, verb="end_party_organisation")
