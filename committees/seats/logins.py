"""Which committee a committee member's login works for."""

from datetime import datetime

from django.db import transaction

from accounts import audit
from accounts.authority import require
from accounts.models import User
from committees.models import Committee, CommitteeLogin


@transaction.atomic
def seat(person: User, committee: Committee | None, *, by: User | None, at: datetime, why: str = "") -> None:
    """Tie a login to its committee, or to none. Raises NotAllowed."""
    require(by, "people.manage")
    held = CommitteeLogin.objects.filter(user=person).select_related("committee").first()
    before, after = held.committee if held else None, committee
    if before == after:
        return
    if after is None:
        CommitteeLogin.objects.filter(user=person).delete()
    else:
        CommitteeLogin.objects.update_or_create(user=person, defaults={"committee": after})
    told = [{"committee": str(side) if side else None} for side in (before, after)]
    audit.record(by=by, at=at, verb="seat", thing=person, before=told[0], after=told[1], why=why)
