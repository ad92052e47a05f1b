"""Who owned homes once is forgotten when the city's term is over."""

from datetime import datetime

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from accounts import audit
from committees.models import Holder, Owner, OwnerKind, Ownership

AT_ONCE = 1_000


def erase_owners(*, at: datetime) -> int:
    """Names, phones and digests of owners whose day has come. Returns of how many owners.

    The heads stay, without a trace of who they were: ballots of long ago count on.
    """
    erased = 0
    while count := erase_some(at=at):
        erased += count
    return erased


@transaction.atomic
def erase_some(*, at: datetime) -> int:
    owning = Ownership.objects.filter(owner=OuterRef("pk"), until_on__isnull=True)
    due = Owner.objects.filter(~Exists(owning), erased_at__isnull=True, erase_on__lte=timezone.localdate(at))
    due = due.exclude(kind=OwnerKind.DEVELOPER).order_by("erase_on")
    owners = list(due.select_for_update(skip_locked=True, of=("self",))[:AT_ONCE])
    Holder.objects.filter(owner__in=owners).delete()
    for owner in owners:
        owner.key, owner.erased_at = f"erased {owner.pk}", at
    Owner.objects.bulk_update(owners, ["key", "erased_at"])
    if owners:
        audit.record(by=None, at=at, verb="erase_owners", thing=owners[0], after={"owners": len(owners)})
    return len(owners)
