"""A training's list as a workbook: to sign in on, or with what became of each."""

from collections.abc import Iterator
from datetime import datetime

from django.http import StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.actions import note_export
from accounts.models import User
from accounts.spreadsheets import as_workbook
from committees.models import Training


def attendance_list(training: Training, *, by: User, at: datetime) -> StreamingHttpResponse:
    """Everybody who is asked, by committee. Names are masked: the list hangs at a door. The export is recorded."""
    rows = training.attendances.select_related("member__committee__estate").order_by(
        "member__committee__estate__code", "member__place", "pk"
    )
    note_export(
        "committees.attendance", kind="xlsx", filters={"training": training.number}, rows=rows.count(), by=by, at=at
    )
    return as_workbook(lines(training, rows), f"training-{training.number}")


def lines(training: Training, rows) -> Iterator[list]:
    begins = f"{timezone.localtime(training.begins_at):%Y-%m-%d %H:%M}"
    yield [
        _("Training"), _("Begins at"), _("Estate"), _("Committee"), _("Member"), _("Seat"), _("Result"),
        _("Test points"), _("Signature"),
    ]  # fmt: skip
    for row in rows:
        member = row.member
        yield [
            training.number, begins, member.committee.estate.name, member.committee.name, member.masked_name,
            str(member.get_seat_display()), str(row.get_result_display()), row.points, "",
        ]  # fmt: skip
