"""Referrals end on their day, or lapse undecided; whose they were is forgotten when the city's term is over."""

from datetime import date, datetime

from dateutil.relativedelta import relativedelta
from django.core.files.storage import Storage
from django.db import transaction
from django.utils import timezone

from accounts import audit
from accounts.city import whole
from fees.collection.referrals import end
from fees.models import ArrearsPaper, ArrearsReferral, ReferralState

AT_ONCE = 500
UNDECIDED = (ReferralState.PROPOSED, ReferralState.NOTICED)
SEALED = ("sealed_name", "sealed_phone", "sealed_home", "sealed_statement", "home_digest")


@transaction.atomic
def end_due(*, on: date, at: datetime) -> int:
    """Those in force whose day has come. Returns how many."""
    due = ArrearsReferral.objects.filter(state=ReferralState.REFERRED, until_on__lte=on).select_for_update()
    for referral in due:
        end(referral, ReferralState.ENDED, "end", by=None, at=at)
    return len(due)


@transaction.atomic
def lapse_due(*, on: date, at: datetime) -> int:
    """Those that nobody decided within the city's term since they were proposed. Returns how many.

    Raises NoRuleValue.
    """
    since = on - relativedelta(months=whole("arrears_lapse_months", on=on))
    due = ArrearsReferral.objects.filter(state__in=UNDECIDED, proposed_at__date__lte=since).select_for_update()
    for referral in due:
        end(referral, ReferralState.LAPSED, "lapse", by=None, at=at)
    return len(due)


@transaction.atomic
def erase_due(*, at: datetime) -> int:
    """Name, phone, home, statement and papers of those whose day has come. What is left names nobody."""
    due = ArrearsReferral.objects.filter(erased_at__isnull=True, erase_on__lte=timezone.localdate(at))
    rows = list(due.order_by("erase_on").select_for_update(skip_locked=True)[:AT_ONCE])
    papers = list(ArrearsPaper.objects.filter(referral__in=rows))
    files = [(paper.file.storage, str(paper.file.name)) for paper in papers if paper.file]
    ArrearsPaper.objects.filter(pk__in=[paper.pk for paper in papers]).delete()
    for row in rows:
        for column in SEALED:
            setattr(row, column, "")
        row.erased_at = at
        row.save(update_fields=[*SEALED, "erased_at"])
    if rows:
        audit.record(by=None, at=at, verb="erase_referrals", thing=rows[0], after={"referrals": len(rows)})
    transaction.on_commit(lambda: delete(files))
    return len(rows)


def delete(files: list[tuple[Storage, str]]) -> None:
    for storage, name in files:
        storage.delete(name)
