"""Postings go up for a number of days, and come down by themselves or before."""

from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import audit
from accounts.authority import NotAllowed, may, require
from accounts.lifecycle import NotNow
from accounts.models import Role, User
from accounts.privacy import refuse_persons_numbers
from committees.forming.law import cited
from committees.meetings.standing import hold_committee, insist_it_stands
from committees.meetings.terms import office_law
from committees.models import Committee, Meeting, MeetingState, Posting, PostingKind, Vote
from committees.postings.lifecycle import GONE, HANGS, POSTING, RIGHT
from estates.models import Estate

LONGEST_DAYS = 366


def gone_on(posted_on: date, days: int) -> date:
    """The first day on which it hangs no more: `days` whole days, the first being the day after it went up (Civil Code,
    article 201)."""
    return posted_on + timedelta(days=days + 1)


@transaction.atomic
def post(
    estate: Estate,
    kind: str,
    title: str,
    text: str,
    *,
    days: int,
    committee: Committee | None = None,
    vote: Vote | None = None,
    by: User | None,
    at: datetime,
) -> Posting:
    """Put something up, for the verb that asks for it and has its own right. Raises ValidationError per field."""
    if not 1 <= days <= LONGEST_DAYS:
        raise ValidationError({"days": _("From 1 to %(most)d days.") % {"most": LONGEST_DAYS}})
    phone = committee.office_phone if committee else ""
    refuse_persons_numbers(title, but=phone, field="title")
    refuse_persons_numbers(text, but=phone)
    today = timezone.localdate(at)
    posting = Posting(
        estate=estate, committee=committee, vote=vote, kind=kind, title=title.strip(), text=text.strip(),
        posted_on=today, until_on=gone_on(today, days),
    )  # fmt: skip
    posting.full_clean()
    posting.save(force_insert=True)
    audit.record(by=by, at=at, verb="post", thing=posting, after={"kind": kind, "until_on": str(posting.until_on)})
    return posting


@transaction.atomic
def put_up(committee: Committee, *, title: str, text: str, days: int, by: User | None, at: datetime) -> Posting:
    """A notice of a committee in office. Raises NotAllowed, ValidationError, DoesNotExist outside of one's scope."""
    own = hold_committee(committee, RIGHT, by=by)
    insist_it_stands(own, office_law(timezone.localdate(at)))
    return post(own.estate, PostingKind.NOTICE, title, text, days=days, committee=own, by=by, at=at)


@transaction.atomic
def take_down(posting: Posting, *, by: User | None, at: datetime, reason: str = "") -> Posting:
    """Before its day. What the law wants posted for a time only those may take down who guide committees.

    Raises NotAllowed, NotNow, ValidationError for a committee that ended, DoesNotExist outside of one's scope.
    """
    require(by, RIGHT)
    rows = Posting.objects if by is None else Posting.objects.visible_to(by)
    held = Posting.objects.select_for_update(no_key=True).get(pk=rows.values("pk").get(pk=posting.pk)["pk"])
    today = timezone.localdate(at)
    POSTING["take_down"].insist(state_of(held, on=today), title=held.title)
    refuse_notice_of_meeting(held, today)
    if by is not None and by.role == Role.COMMITTEE:
        insist_it_is_theirs(held, by, today)
    if by is not None and held.kind != PostingKind.NOTICE and not may(by, "committees.guide"):
        raise NotAllowed(
            _("“%(title)s” hangs for as long as the law says; the street may take it down.") % {"title": held}
        )
    held.withdrawn_on = today
    held.save(update_fields=["withdrawn_on"])
    audit.record(by=by, at=at, verb="take_down_posting", thing=held, after={"on": str(held.withdrawn_on)}, why=reason)
    return held


def refuse_notice_of_meeting(held: Posting, today: date) -> None:
    """The call of a meeting hangs until it met or was cancelled. Raises NotNow with the article."""
    meeting = Meeting.objects.filter(notice=held, state=MeetingState.CALLED).first()
    if meeting is not None:
        said = _("This calls meeting %(number)s: cancel the meeting, and the notice comes down.") % {"number": meeting}
        raise NotNow(cited(said, office_law(today).meeting_notice_days.article))


def insist_it_is_theirs(held: Posting, by: User, today: date) -> None:
    """Members take down what the own committee put up, while it stands. Raises NotAllowed, ValidationError."""
    own = Committee.objects.visible_to(by).filter(pk=held.committee_id).first()
    if own is None:
        raise NotAllowed(_("Your committee did not put this up: the street may take it down."))
    insist_it_stands(own, office_law(today))


def state_of(posting: Posting, *, on: date) -> str:
    is_up = posting.until_on > on and (posting.withdrawn_on is None or posting.withdrawn_on > on)
    return HANGS if is_up else GONE
