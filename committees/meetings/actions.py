"""The verbs of a meeting. Each locks it, asks the table of moves and the law of the day, and leaves a line in the audit
log: counts and days, nothing about who."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import acting, audit
from accounts.days import calendar
from accounts.models import User
from accounts.numbers import numbered
from accounts.privacy import refuse_persons_numbers
from committees.forming.law import cited
from committees.meetings import writing
from committees.meetings.law import OfficeLaw, is_more_than, least_of
from committees.meetings.lifecycle import MEETING, RIGHT
from committees.meetings.standing import (
    hold_committee,
    insist_it_stands,
    insist_it_stood,
    insist_more_than,
    insist_seated,
    of_owners,
    voting,
)
from committees.meetings.terms import office_law
from committees.models import (
    Committee,
    CommitteeKind,
    CommitteeState,
    Decision,
    Meeting,
    MeetingKind,
    MeetingState,
    Member,
    Posting,
    PostingKind,
)
from committees.postings.actions import LONGEST_DAYS, post

LONGEST_TEXT = Posting._meta.get_field("text").max_length or 0
SPARE_FOR_MINUTES = 1000
"""Characters of a posting that decisions leave to what was said."""


@transaction.atomic
def call(
    committee: Committee,
    *,
    meets_at: datetime,
    place: str,
    agenda: str,
    asked_by: Collection[Member] = (),
    by: User | None,
    at: datetime,
) -> Meeting:
    """Call a meeting and post its agenda; at the request of members (`asked_by`) it is an extra one.

    Raises NotAllowed, ValidationError with the article, DoesNotExist outside of one's scope.
    """
    own, today = hold_committee(committee, RIGHT, by=by), timezone.localdate(at)
    law = office_law(today)
    insist_it_stands(own, law)
    due_on = due_of_request(own, asked_by, law, today) if asked_by else None
    insist_on_time(own, meets_at, due_on, law, at=at)
    meeting = Meeting(
        **numbered(Meeting, "HY", today), committee=own, kind=MeetingKind.EXTRA if asked_by else MeetingKind.REGULAR,
        called_on=today, meets_at=meets_at, place=place.strip(), agenda=agenda.strip(), due_on=due_on,
    )  # fmt: skip
    meeting.full_clean(validate_unique=False)
    days = max((timezone.localdate(meets_at) - today).days, 1)
    title, text = writing.notice(meeting)
    meeting.notice = post(own.estate, PostingKind.NOTICE, title, text, days=days, committee=own, by=by, at=at)
    meeting.save(force_insert=True)
    meeting.asked_by.set(asked_by)
    told = {"kind": meeting.kind, "meets_at": meets_at.isoformat(), "asked_by": len(asked_by)}
    audit.record(by=by, at=at, verb="call_meeting", thing=meeting, after=told)
    return meeting


def due_of_request(committee: Committee, asked_by: Collection[Member], law: OfficeLaw, today: date) -> date:
    """By when a meeting that these members ask for has to be held. Raises ValidationError where they are too few."""
    members = list(voting(committee, on=today))
    insist_seated(asked_by, members, "asked_by")
    least = least_of(len(members), law.extra_meeting_ratio.value)
    if len(asked_by) < least:
        words = _("%(given)d of %(all)d members ask for it; at least %(least)d have to.") % {
            "given": len(asked_by), "all": len(members), "least": least
        }  # fmt: skip
        raise ValidationError({"asked_by": cited(words, law.extra_meeting_ratio.article)})
    return law.extra_meeting_by(today)


def insist_on_time(
    committee: Committee, meets_at: datetime, due_on: date | None, law: OfficeLaw, *, at: datetime
) -> None:
    """Neither too early for the notice, nor too late for a request. A first meeting (before filing) needs no notice.

    Raises ValidationError.
    """
    meets_on, today = timezone.localdate(meets_at), timezone.localdate(at)
    if not at < meets_at < at + timedelta(days=LONGEST_DAYS):
        raise ValidationError({"meets_at": _("Call a meeting before it takes place, and within a year.")})
    if due_on is not None and meets_on > due_on:
        words = _("Members asked for this meeting: hold it by %(day)s.") % {"day": due_on}
        raise ValidationError({"meets_at": cited(words, law.extra_meeting_days.article)})
    earliest = today + timedelta(days=law.meeting_notice_days.count)
    if due_on is None and committee.state == CommitteeState.FILED and meets_on < earliest:
        words = _("The agenda is made known %(days)d days before: from %(day)s on.") % {
            "days": law.meeting_notice_days.count, "day": earliest
        }  # fmt: skip
        raise ValidationError({"meets_at": cited(words, law.meeting_notice_days.article)})


def hold(meeting: Meeting, verb: str, *, by: User | None) -> Meeting:
    """The meeting, locked, with this verb open. Raises NotAllowed, NotNow, DoesNotExist outside of one's scope."""
    return acting.hold(meeting, MEETING[verb], by=by)


def keep(held: Meeting, verb: str, *columns: str, by: User | None, at: datetime, **told) -> Meeting:
    held.save(update_fields=["state", *columns])
    audit.record(by=by, at=at, verb=f"{verb}_meeting", thing=held, after={"state": held.state, **told})
    return held


@transaction.atomic
def meet(meeting: Meeting, *, present: Collection[Member], by: User | None, at: datetime) -> Meeting:
    """Note who was there. Without more than half of the members it was no meeting.

    Raises NotAllowed, NotNow, ValidationError with the article, DoesNotExist outside of one's scope.
    """
    own = hold_committee(meeting.committee, MEETING["meet"].right, by=by)  # Locked first, as by what ends a committee.
    held = hold(meeting, "meet", by=by)
    if held.meets_at > at:
        raise ValidationError({"present": _("Note who was there after the meeting, which begins on %(day)s.") % {
            "day": timezone.localtime(held.meets_at).strftime("%Y-%m-%d %H:%M")
        }})  # fmt: skip
    held_on = timezone.localdate(held.meets_at)
    law, members = office_law(held_on), list(voting(own, on=held_on))
    insist_it_stood(own, held_on, law, "present")
    insist_seated(present, members, "present")
    insist_enough_were_there(own, present, members, law)
    held.state, held.held_on, held.members_all = MeetingState.HELD, held_on, len(members)
    held.minutes_due_on = law.minutes_by(held_on)
    held.present.set(present)
    if own.first_met_on is None:
        own.first_met_on = held_on
        own.save(update_fields=["first_met_on"])
    return keep(
        held, "meet", "held_on", "members_all", "minutes_due_on", by=by, at=at,
        present=len(present), members=len(members),
    )  # fmt: skip


def insist_enough_were_there(
    committee: Committee, present: Collection[Member], members: Sequence[Member], law: OfficeLaw
) -> None:
    """More than half of all; in a management committee more than half of those of the owners as well."""
    ratio = law.meeting_present_ratio
    words = _("%(given)d of %(all)d members were there: with fewer than %(least)d it is no meeting.")
    insist_more_than(len(present), len(members), ratio, "present", words)
    if committee.kind == CommitteeKind.MANAGEMENT:
        words = _("%(given)d of %(all)d members of the owners were there: with fewer than %(least)d it is no meeting.")
        insist_more_than(len(of_owners(present)), len(of_owners(members)), ratio, "present", words)


@transaction.atomic
def decide(
    meeting: Meeting,
    *,
    text: str,
    signers: Collection[Member],
    replaces: Decision | None = None,
    by: User | None,
    at: datetime,
) -> Decision:
    """Put down what was put to the meeting and who signed for it. It is decided if more than half of all members did.

    Until the minutes are posted it may take the place of one that was put down wrongly (`replaces`).
    Raises NotAllowed, NotNow, ValidationError, DoesNotExist outside of one's scope.
    """
    held = hold(meeting, "decide", by=by)
    if {each.pk for each in signers} - set(held.present.values_list("pk", flat=True)):
        raise ValidationError({"signers": _("Only who was there can sign: nobody sends somebody else.")})
    assert held.held_on is not None
    assert held.members_all is not None
    law = office_law(held.held_on)
    insist_it_stood(held.committee, held.held_on, law, "text")
    refuse_persons_numbers(text, but=held.committee.office_phone)
    decision = replaced(held, replaces) if replaces else Decision(meeting=held, place=held.decisions.count() + 1)
    decision.text, decision.signed = text.strip(), len(signers)
    decision.passed = is_more_than(len(signers), held.members_all, law.decision_ratio.value)
    decision.full_clean()
    decision.save()
    decision.signers.set(signers)
    insist_it_fits(held, "text", spare=SPARE_FOR_MINUTES)
    told = {"place": decision.place, "signed": decision.signed, "of": held.members_all, "passed": decision.passed}
    told |= {"replaces": True} if replaces else {}
    audit.record(by=by, at=at, verb="decide_meeting", thing=held, after=told)
    return decision


def replaced(held: Meeting, wrong: Decision) -> Decision:
    """The line to write over. Raises ValidationError for one of another meeting, or that the seal went by already."""
    decision = held.decisions.filter(pk=wrong.pk).first()
    if decision is None:
        raise ValidationError({"replaces": _("Choose a decision of this meeting.")})
    if decision.seal_uses.exists():
        raise ValidationError({"replaces": _("The seal was used by this decision: put a further one down.")})
    return decision


def insist_it_fits(held: Meeting, field: str, *, spare: int = 0) -> None:
    """What is to hang fits on one posting, and so many characters besides. Raises ValidationError."""
    _title, text = writing.minutes(held)
    over = len(text) + spare - LONGEST_TEXT
    if over > 0:
        words = _("Decisions and minutes hang on one posting of %(most)d characters at most: shorten by %(over)d.")
        raise ValidationError({field: words % {"most": LONGEST_TEXT, "over": over}})


@transaction.atomic
def post_minutes(meeting: Meeting, *, minutes: str, by: User | None, at: datetime) -> Meeting:
    """Post what was said and decided. Late is late, and stays on record; never is worse.

    Raises NotAllowed, NotNow, ValidationError, DoesNotExist outside of one's scope.
    """
    held, today = hold(meeting, "post_minutes", by=by), timezone.localdate(at)
    held.minutes = minutes.strip()
    if not held.minutes:
        raise ValidationError({"minutes": _("Write down what the meeting was about.")})
    insist_it_fits(held, "minutes")
    assert held.held_on is not None
    law = office_law(held.held_on)
    title, text = writing.minutes(held)
    days = (calendar().after(today, law.minutes_shown_workdays.count) - today).days
    held.posting = post(
        held.committee.estate, PostingKind.MINUTES, title, text, days=days, committee=held.committee, by=by, at=at
    )
    held.state, held.posted_on = MeetingState.POSTED, today
    return keep(
        held, "post_minutes", "minutes", "posting", "posted_on", by=by, at=at,
        posted_on=str(today), due_on=str(held.minutes_due_on),
    )  # fmt: skip


@transaction.atomic
def cancel(meeting: Meeting, *, reason: str, by: User | None, at: datetime) -> Meeting:
    """It did not take place: too few came, or it was put off. Its notice comes down.

    Raises NotAllowed, NotNow, ValidationError, DoesNotExist outside of one's scope.
    """
    held = hold(meeting, "cancel", by=by)
    held.reason = reason.strip()
    if not held.reason:
        raise ValidationError({"reason": _("Say why it did not take place.")})
    held.full_clean(validate_unique=False)
    return called_off(held, by=by, at=at)


def call_off_all(committee: Committee, reason: str, *, by: User | None, at: datetime) -> None:
    """A committee ends: from that day on it does not meet. For verbs that have a right of their own."""
    called = committee.meetings.select_for_update(of=["self"], no_key=True).filter(state=MeetingState.CALLED)
    for meeting in called.select_related("notice"):
        if timezone.localdate(meeting.meets_at) >= timezone.localdate(at):
            meeting.reason = reason[:300]
            called_off(meeting, by=by, at=at)


def called_off(held: Meeting, *, by: User | None, at: datetime) -> Meeting:
    held.state = MeetingState.CANCELLED
    today = timezone.localdate(at)
    if held.notice is not None and held.notice.until_on > today:
        held.notice.withdrawn_on = today
        held.notice.save(update_fields=["withdrawn_on"])
    return keep(held, "cancel", "reason", by=by, at=at)
