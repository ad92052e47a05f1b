"""Names and phones of those who stood, prepared or sat are erased once the city's time for keeping them is over."""

from datetime import date, datetime

from dateutil.relativedelta import relativedelta
from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts import audit
from accounts.city import profile, whole
from committees.models import Candidate, GroupMember, Member, Option, Posting, PostingKind, VoteState
from committees.postings.erasing import erase_texts

MONTHS = "committee_people_kept_months"
SETTLED = (VoteState.FINAL, VoteState.STOPPED)
NAMED = (PostingKind.GROUP, PostingKind.CANDIDATES, PostingKind.MEMBERS, PostingKind.DUTY)
"""Postings that name those who prepare, stand and sit."""
NOBODY = {"sealed_name": "", "sealed_phone": ""}


def kept_since(on: date) -> date:
    """What ended on this day or later is kept. Raises NoRuleValue."""
    return on - relativedelta(months=whole(MONTHS, on=on))


@transaction.atomic
def erase_people(*, at: datetime) -> int:
    """Forget groups and candidates of formations that ended, members who left, and what hung of them, long ago.

    Returns how many rows.
    """
    since = kept_since(timezone.localdate(at))
    ended = {"formation__ended_on__lt": since}
    rows = [
        GroupMember.objects.filter(**ended),
        Candidate.objects.filter(**ended),
        Member.objects.filter(left_on__lt=since) | Member.objects.filter(committee__ended_on__lt=since),
    ]
    count = sum(each.exclude(**NOBODY).update(**NOBODY) for each in rows)
    with translation.override(settings.LANGUAGE_CODE):
        someone = _("a candidate")
    options = Option.objects.filter(candidate__formation__ended_on__lt=since, matter__vote__state__in=SETTLED)
    count += options.exclude(label=someone).update(label=someone)
    count += erase_texts(Posting.objects.filter(kind__in=NAMED), gone_before=since)
    city = profile()
    if count and city:
        audit.record(by=None, at=at, verb="erase_committee_people", thing=city, after={"rows": count})
    return count
