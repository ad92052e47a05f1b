"""One verb: disclose a half-year."""

from collections.abc import Mapping
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import audit
from accounts.models import User
from committees.disclosure.periods import Period
from committees.disclosure.queries import undisclosed
from committees.disclosure.writing import words_of
from committees.forming.law import cited
from committees.meetings.standing import hold_committee
from committees.meetings.terms import office_law
from committees.models import Committee, Disclosure, Meeting, Member, MemberDuty, PostingKind, SealUse
from committees.postings.actions import post

RIGHT = "committees.run"


@transaction.atomic
def disclose(
    committee: Committee, *, from_on: date, fees_paid: Mapping[int, bool], by: User | None, at: datetime
) -> Disclosure:
    """Post what the committee did in a half-year. `fees_paid` says of each member, by primary key, whether the own fees
    are paid. Raises NotAllowed, ValidationError with the article, DoesNotExist outside of one's scope."""
    own, today = hold_committee(committee, RIGHT, by=by), timezone.localdate(at)
    law = office_law(today)
    period = next((each for each in undisclosed(own, on=today) if each.from_on == from_on), None)
    if period is None:
        raise ValidationError({"from_on": _("This half-year is not over, was disclosed already, or is not yours.")})
    members = list(members_in(own, period))
    if missing := [each for each in members if each.pk not in fees_paid]:
        words = _("Say of each member whether the own fees are paid; %(count)d are missing.") % {"count": len(missing)}
        raise ValidationError({"fees_paid": cited(words, law.disclosure_months.article)})
    made = Disclosure(
        committee=own, from_on=period.from_on, until_on=period.until_on, due_on=law.disclosure_by(period.until_on),
        disclosed_on=today, meetings=Meeting.objects.filter(committee=own, **within(period, "held_on")).count(),
        seal_uses=SealUse.objects.filter(committee=own, corrected_by=None, **within(period, "used_on")).count(),
    )  # fmt: skip
    lines = [MemberDuty(member=each, attended=each.attended, fees_paid=fees_paid[each.pk]) for each in members]
    title, text = words_of(made, lines)
    made.posting = post(
        own.estate, PostingKind.DUTY, title, text, days=law.disclosure_shown_days.count, committee=own, by=by, at=at
    )
    made.full_clean()
    made.save(force_insert=True)
    for line in lines:
        line.disclosure = made
    MemberDuty.objects.bulk_create(lines)
    told = {"from_on": str(made.from_on), "until_on": str(made.until_on), "due_on": str(made.due_on)}
    audit.record(by=by, at=at, verb="disclose_duty", thing=made, after=told)
    return made


def within(period: Period, column: str) -> dict[str, date]:
    return {f"{column}__gte": period.from_on, f"{column}__lt": period.until_on}


def members_in(committee: Committee, period: Period):
    """Everybody who had a seat in the period, substitutes among them; `attended` counts the meetings they were at."""
    seats = Member.objects.filter(committee=committee, joined_on__lt=period.until_on).exclude(
        left_on__lte=period.from_on
    )
    was_there = Count("meetings", Q(**within(period, "meetings__held_on")))
    return seats.annotate(attended=was_there).order_by("place", "pk")
