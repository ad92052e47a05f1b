"""The verbs of joint meetings. Each locks the meeting, asks the table of moves, and leaves a line in the audit log."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import audit
from accounts.acting import hold, keep, refuse_elsewhere, said
from accounts.authority import require
from accounts.lifecycle import NotNow
from accounts.models import Region, User
from accounts.numbers import numbered
from committees.joint_meetings.lifecycle import JOINT, RIGHT
from committees.models import JointMeeting, JointState, Participant, Partner, Resolution
from estates.models import Estate

FEWEST = 2
"""Bodies without which a meeting is not a joint one."""


@dataclass(frozen=True)
class Asked:
    """A body that is asked to come."""

    partner: str
    name: str


@dataclass(frozen=True)
class NewResolution:
    text: str
    charged: str
    due_on: date


@transaction.atomic
def call(
    *, region: Region, topic: str, subject: str, meets_at: datetime, place: str, asked: Sequence[Asked],
    by: User | None, at: datetime, estate: Estate | None = None,
) -> JointMeeting:  # fmt: skip
    """A division calls a meeting. Raises NotAllowed, ValidationError per field."""
    require(by, RIGHT)
    refuse_elsewhere(by, region)
    if estate is not None and not estate.region_id.startswith(region.stem):
        raise ValidationError({"estate": _("This estate does not lie in %(region)s.") % {"region": region.name}})
    if len({each.name.strip() for each in asked}) < FEWEST:
        raise ValidationError({"asked": _("Ask two bodies at least; each once.")})
    meeting = JointMeeting(
        **numbered(JointMeeting, "LX", timezone.localdate(at)), region=region, estate=estate, topic=topic,
        subject=said(subject, "subject", _("Say what the meeting is about.")), meets_at=meets_at, place=place.strip(),
        called_by=by,
    )  # fmt: skip
    audit.save_sound(meeting, None)
    for each in asked:
        put_down(meeting, each)
    values = {"topic": topic, "meets_at": meets_at.isoformat(), "asked": len(asked)}
    audit.record(by=by, at=at, verb="call_joint_meeting", thing=meeting, after=values)
    return meeting


def put_down(meeting: JointMeeting, asked: Asked) -> Participant:
    """Raises ValidationError for one that is asked already."""
    if asked.partner not in Partner.values:
        raise ValidationError({"asked": _("“%(partner)s” is nobody who sits there.") % {"partner": asked.partner[:20]}})
    name = said(asked.name, "asked", _("Name each body that is asked."))
    _row, is_new = Participant.objects.get_or_create(meeting=meeting, name=name, defaults={"partner": asked.partner})
    if not is_new:
        raise ValidationError({"asked": _("%(name)s is asked already.") % {"name": name}})
    return _row


@transaction.atomic
def ask(meeting: JointMeeting, *, asked: Asked, by: User | None, at: datetime) -> Participant:
    """One more body is asked to come."""
    held = hold(meeting, JOINT["ask"], by=by)
    row = put_down(held, asked)
    audit.record(by=by, at=at, verb="ask_joint_meeting", thing=held, after={"partner": row.partner, "name": row.name})
    return row


@transaction.atomic
def note(
    meeting: JointMeeting, *, came: Sequence[Participant], record: str, resolutions: Sequence[NewResolution],
    by: User | None, at: datetime,
) -> JointMeeting:  # fmt: skip
    """It was held: who came, what was said, what was resolved. Raises NotNow before it began, ValidationError."""
    held = hold(meeting, JOINT["note"], by=by)
    if at < held.meets_at:
        raise NotNow(_("%(number)s has not begun yet.") % {"number": held.number})
    keys = {row.pk for row in came}
    if len(keys) < FEWEST:
        raise ValidationError({"came": _("Two bodies at least have to have come; otherwise cancel it.")})
    held.participants.update(attended=False)
    held.participants.filter(pk__in=keys).update(attended=True)
    held.state, held.record = JointState.HELD, said(record, "record", _("Write down what was said."))
    for each in resolutions:
        add_resolution(held, each, at=at)
    return keep(
        held, "note_joint_meeting", "record", by=by, at=at, came=len(keys), resolutions=len(resolutions)
    )  # fmt: skip


def add_resolution(held: JointMeeting, new: NewResolution, *, at: datetime) -> Resolution:
    """Raises ValidationError."""
    if new.due_on < timezone.localdate(held.meets_at):
        raise ValidationError({"due_on": _("It cannot be due before the meeting.")})
    row = Resolution(
        meeting=held, text=said(new.text, "text", _("Say what was resolved.")), due_on=new.due_on,
        charged=said(new.charged, "charged", _("Say who sees to it.")),
    )  # fmt: skip
    audit.save_sound(row, None)
    return row


@transaction.atomic
def resolve(meeting: JointMeeting, *, resolution: NewResolution, by: User | None, at: datetime) -> Resolution:
    """A resolution that was left out when the meeting was noted."""
    held = hold(meeting, JOINT["resolve"], by=by)
    row = add_resolution(held, resolution, at=at)
    audit.record(by=by, at=at, verb="resolve_joint_meeting", thing=held, after={"due_on": str(row.due_on)})
    return row


@transaction.atomic
def note_done(
    meeting: JointMeeting, *, resolution: Resolution, done_on: date, how: str, by: User | None, at: datetime
) -> Resolution:
    """Follow-up: a resolution was carried out. Once. Raises NotNow, ValidationError."""
    held = hold(meeting, JOINT["note_done"], by=by)
    row = Resolution.objects.select_for_update().get(pk=resolution.pk, meeting=held)
    if row.done_on is not None:
        raise NotNow(_("This was carried out on %(day)s already.") % {"day": row.done_on})
    if not timezone.localdate(held.meets_at) <= done_on <= timezone.localdate(at):
        raise ValidationError({"done_on": _("From the day of the meeting up to today.")})
    row.done_on, row.done_note = done_on, said(how, "how", _("Say how it was carried out."))[:300]
    audit.save_sound(row, ["done_on", "done_note"])
    audit.record(by=by, at=at, verb="note_done_joint_meeting", thing=held, after={"done_on": str(done_on)})
    return row


@transaction.atomic
def cancel(meeting: JointMeeting, *, reason: str, by: User | None, at: datetime) -> JointMeeting:
    held = hold(meeting, JOINT["cancel"], by=by)
    held.cancel_reason = said(reason, "reason", _("Say why."))[:200]
    held.state = JointState.CANCELLED
    return keep(held, "cancel_joint_meeting", "cancel_reason", by=by, at=at)
