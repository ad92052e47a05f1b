"""What hangs on the board about a meeting, in the portal's language whoever writes. Names nobody."""

from django.conf import settings
from django.utils import formats, timezone, translation
from django.utils.translation import gettext as _

from committees.models import Meeting, MeetingKind


def notice(meeting: Meeting) -> tuple[str, str]:
    """Title and text of the call."""
    with translation.override(settings.LANGUAGE_CODE):
        meets = timezone.localtime(meeting.meets_at)
        when = _("%(day)s %(time)s") % {"day": day(meets), "time": f"{meets:%H:%M}"}
        title = _("Meeting of %(committee)s on %(day)s") % {"committee": meeting.committee, "day": day(meets)}
        lines = [_("When: %(when)s") % {"when": when}, _("Where: %(place)s") % {"place": meeting.place}]
        if meeting.kind == MeetingKind.EXTRA:
            lines.append(_("Called at the request of members."))
        return title, "\n".join([*lines, _("Agenda:"), meeting.agenda])


def minutes(meeting: Meeting) -> tuple[str, str]:
    """Title and text of the minutes, with what was decided and by how many."""
    with translation.override(settings.LANGUAGE_CODE):
        title = _("Minutes of %(committee)s of %(day)s") % {"committee": meeting.committee, "day": day(meeting.held_on)}
        there = _("%(present)d of %(all)d members were there.") % {
            "present": meeting.present.count(), "all": meeting.members_all
        }  # fmt: skip
        decisions = [sentence(decision, meeting.members_all or 0) for decision in meeting.decisions.all()]
        return title, "\n".join([there, *decisions, meeting.minutes])


def sentence(decision, members: int) -> str:
    words = _("Decision %(place)d: %(text)s") if decision.passed else _("Not decided %(place)d: %(text)s")
    signed = _("(signed by %(signed)d of %(all)d members)") % {"signed": decision.signed, "all": members}
    return f"{words % {'place': decision.place, 'text': decision.text}} {signed}"


def day(moment) -> str:
    return formats.date_format(moment, "DATE_FORMAT")
