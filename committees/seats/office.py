"""Where a committee can be found, and its seal."""

from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import audit
from accounts.models import User
from committees.forming.law import cited
from committees.models import Committee, CommitteeState
from committees.seats.actions import hold, require_either
from committees.terms import forming_law

COLUMNS = ("office_phone", "office_address", "seal_number", "seal_on")


@dataclass(frozen=True)
class Office:
    office_phone: str = ""
    office_address: str = ""
    seal_number: str = ""
    seal_on: date | None = None


@transaction.atomic
def keep_office(committee: Committee, office: Office, *, by: User | None, at: datetime) -> Committee:
    """Amend contact and seal. A seal is cut once the committee is filed.

    Raises NotAllowed, NotNow, ValidationError with the article.
    """
    require_either(by)
    held, today = hold(committee, "keep_office", by=by), timezone.localdate(at)
    refuse_seal(held, office, today)
    before = {name: str(getattr(held, name) or "") for name in COLUMNS}
    for name in COLUMNS:
        setattr(held, name, getattr(office, name))
    held.clean_fields()
    held.save(update_fields=COLUMNS)
    after = {name: str(getattr(held, name) or "") for name in COLUMNS}
    audit.record(by=by, at=at, verb="keep_office_committee", thing=held, before=before, after=after)
    return held


def refuse_seal(held: Committee, office: Office, today: date) -> None:
    """Raises ValidationError for a seal before the filing, or of half a record."""
    if not office.seal_number and office.seal_on is None:
        return
    if held.state != CommitteeState.FILED or held.filed_on is None:
        article = forming_law(today).committee.filing_days.article
        raise ValidationError({"seal_number": cited(_("A seal is cut once the committee is filed."), article)})
    if not office.seal_number or office.seal_on is None:
        raise ValidationError({"seal_on": _("Give the registration of the seal and its day.")})
    if not held.filed_on <= office.seal_on <= today:
        raise ValidationError({"seal_on": _("From the day of the filing up to today.")})
