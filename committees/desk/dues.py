"""What the law wants of a committee next: by which day, by which article, and how near that is."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from committees.disclosure.queries import undisclosed
from committees.forming.law import Figure
from committees.meetings.law import OfficeLaw
from committees.meetings.queries import with_audits, with_meetings
from committees.meetings.standing import OVER
from committees.meetings.terms import office_law
from committees.models import Committee, CommitteeState, Meeting, MeetingKind, MeetingState

NEAR_DAYS = 14
"""From how many days before a due day on it stands first on the page."""


@dataclass(frozen=True)
class Due:
    """`verb` is the act that settles it, about `meeting` where there is one; `kind` one of the portal's states."""

    committee: Committee
    title: str
    due_on: date
    article: str
    verb: str
    kind: str
    word: str
    meeting: Meeting | None = None

    @property
    def href(self) -> str:
        """Where it is settled."""
        if self.meeting is None:
            return reverse("committees:desk-act", args=[self.committee.number, self.verb])
        place = [self.committee.number, self.meeting.number]
        if not self.verb:
            return reverse("committees:desk-meeting", args=place)
        return reverse("committees:desk-meeting-act", args=[*place, self.verb])

    @property
    def presses(self) -> bool:
        return self.kind in ("late", "near")


def dues_of(committee: Committee, *, at: datetime) -> list[Due]:
    """The most pressing first. Raises NoRuleValue."""
    on = timezone.localdate(at)
    law = office_law(on)
    running = list(committee.meetings.filter(state__in=[MeetingState.CALLED, MeetingState.HELD]).order_by("meets_at"))
    found = [
        *(owed for meeting in running for owed in of_meeting(meeting, law, at=at)),
        *of_silence(committee, running, law, on=on),
        *of_disclosures(committee, law, on=on),
        *of_audits(committee, law, on=on),
    ]
    return sorted(found, key=lambda each: each.due_on)


def due(
    committee: Committee,
    title: str,
    due_on: date,
    figure: Figure,
    verb: str,
    *,
    on: date,
    meeting: Meeting | None = None,
) -> Due:
    kind, word = how_near(due_on, on)
    return Due(committee, title, due_on, figure.article, verb, kind, word, meeting)


def how_near(due_on: date, on: date) -> tuple[str, str]:
    left = (due_on - on).days
    if left < 0:
        return "late", ngettext("%(n)d day late", "%(n)d days late", -left) % {"n": -left}
    if left == 0:
        return "near", _("due today")
    words = ngettext("due in %(n)d day", "due in %(n)d days", left) % {"n": left}
    return ("near" if left <= NEAR_DAYS else "running"), words


def of_meeting(meeting: Meeting, law: OfficeLaw, *, at: datetime) -> Iterator[Due]:
    """What a meeting that was called or held still owes."""
    on = timezone.localdate(at)
    owes = partial(due, meeting.committee, on=on, meeting=meeting)
    if meeting.state == MeetingState.HELD:
        yield owes(_("Post the minutes"), meeting.minutes_due_on, law.minutes_post_days, "post_minutes")
    elif meeting.meets_at <= at:
        by = law.minutes_by(timezone.localdate(meeting.meets_at))
        yield owes(_("Note who was there"), by, law.minutes_post_days, "meet")
    elif meeting.kind == MeetingKind.EXTRA:
        yield owes(_("Hold the meeting that members asked for"), meeting.due_on, law.extra_meeting_days, "")


def of_silence(committee: Committee, running: Sequence[Meeting], law: OfficeLaw, *, on: date) -> Iterator[Due]:
    """The next meeting, where none is called."""
    if committee.state == CommitteeState.FILED and not any(each.state == MeetingState.CALLED for each in running):
        row = with_meetings(Committee.objects.filter(pk=committee.pk), law).get()
        yield due(committee, _("Call the next meeting"), row.meeting_due_on, law.meeting_months, "call", on=on)


def of_disclosures(committee: Committee, law: OfficeLaw, *, on: date) -> Iterator[Due]:
    if committee.state not in OVER and (open_ones := undisclosed(committee, on=on)):
        by = law.disclosure_by(open_ones[0].until_on)
        yield due(committee, _("Disclose your duty"), by, law.disclosure_months, "disclose", on=on)


def of_audits(committee: Committee, law: OfficeLaw, *, on: date) -> Iterator[Due]:
    row = with_audits(Committee.objects.filter(pk=committee.pk), law).get()
    if row.audit_due_on is not None:
        yield due(committee, _("Have the accounts audited"), row.audit_due_on, law.audit_months, "note_audit", on=on)
