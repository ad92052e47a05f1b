"""What hangs on the board about a half-year, in the portal's language whoever writes. Names are masked."""

from collections.abc import Sequence
from datetime import timedelta

from django.conf import settings
from django.utils import formats, translation
from django.utils.translation import gettext as _

from committees.models import Disclosure, MemberDuty


def words_of(made: Disclosure, lines: Sequence[MemberDuty]) -> tuple[str, str]:
    """Title and text."""
    with translation.override(settings.LANGUAGE_CODE):
        title = _("Duty of %(committee)s, %(first)s to %(last)s") % {
            "committee": made.committee, "first": day(made.from_on), "last": day(made.until_on - timedelta(days=1))
        }  # fmt: skip
        counts = [
            _("Meetings held: %(count)d.") % {"count": made.meetings},
            _("The seal was used %(count)d times.") % {"count": made.seal_uses},
        ]
        if made.committee.office_phone:
            counts.append(_("Contact: %(phone)s.") % {"phone": made.committee.office_phone})
        return title, "\n".join([*counts, _("Members:"), *(sentence(line, made.meetings) for line in lines)])


def sentence(line: MemberDuty, meetings: int) -> str:
    paid = _("own fees paid") if line.fees_paid else _("own fees not paid in full")
    return _("%(seat)s %(name)s: was at %(attended)d of %(meetings)d meetings; %(paid)s") % {
        "seat": line.member.get_seat_display(), "name": line.member.masked_name, "attended": line.attended,
        "meetings": meetings, "paid": paid,
    }  # fmt: skip


def day(value) -> str:
    return formats.date_format(value, "DATE_FORMAT")
