"""What is kept no longer than it is needed: who filed a complaint, and the log of notices."""

from datetime import datetime

from dateutil.relativedelta import relativedelta
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts import audit
from accounts.city import whole
from complaints.lifecycle import OPEN_STATES
from complaints.models import Contact, Notice, NoticeState

AT_ONCE = 1000
NOTHING = dict.fromkeys(("sealed_name", "sealed_phone", "phone_digest", "address_digest", "device_digest"), "")


def erase_contacts(*, at: datetime) -> int:
    """Names, phones and digests whose day has come. Those of complaints at work stay until these end.

    Returns of how many complaints.
    """
    erased = 0
    while count := erase_some(at=at):
        erased += count
    return erased


@transaction.atomic
def erase_some(*, at: datetime) -> int:
    at_work = Q(complaint__state__in=OPEN_STATES) | Q(complaint__joined_to__state__in=OPEN_STATES)
    due = Contact.objects.filter(erased_at__isnull=True, erase_on__lte=timezone.localdate(at)).exclude(at_work)
    contacts = list(due.select_for_update(skip_locked=True, of=("self",)).order_by("erase_on")[:AT_ONCE])
    Contact.objects.filter(pk__in=[contact.pk for contact in contacts]).update(**NOTHING, erased_at=at)
    if contacts:
        audit.record(by=None, at=at, verb="erase_contacts", thing=contacts[0], after={"contacts": len(contacts)})
    return len(contacts)


@transaction.atomic
def forget_notices(*, at: datetime) -> int:
    """The log of notices that ended, after the term for which logs are kept; no term of nothing. Returns how many."""
    months = whole("log_retention_months", on=timezone.localdate(at))
    if not months:
        return 0
    ended = Notice.objects.filter(made_at__lt=at - relativedelta(months=months)).exclude(state=NoticeState.WAITING)
    return ended.delete()[0]
