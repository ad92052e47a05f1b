"""What waits for the hotline, as a workbook that comes back with receipts filled in (`HotlineReceiptSheet`)."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from django.http import HttpResponse
from django.utils import timezone

from accounts.models import User
from accounts.spreadsheets import Line, workbook_of
from complaints.hotline.actions import send_waiting
from complaints.hotline.sheets import FILLED_BY_US
from complaints.lifecycle import COMPLAINT
from complaints.models import HotlineItem, HotlineWay, State
from intake.downloads import workbook

HEADINGS = ("事项编号", "工单编号", *FILLED_BY_US, "回执编号", "退回原因")


def export_waiting(*, by: User, at: datetime) -> HttpResponse | None:
    """Send what waits by workbook. None when nothing waits."""
    keys = send_waiting(way=HotlineWay.EXCEL, by=by, at=at)
    if not keys:
        return None
    return workbook(b"".join(workbook_of(lines(keys))), f"hotline-{timezone.localtime(at):%Y%m%d-%H%M}.xlsx")


def lines(keys: Sequence[int]) -> Iterator[Line]:
    yield HEADINGS
    for item in HotlineItem.objects.filter(pk__in=keys).select_related("complaint", "step").order_by("pk"):
        yield line_of(item)


def line_of(item: HotlineItem) -> Line:
    complaint, step = item.complaint, item.step
    return (
        item.pk, complaint.hotline_number or "", complaint.number, label_of(step.verb), str(State(step.state).label),
        step.actor_name, step.text, clock(step.at), clock(item.made_at), item.reference, "",
    )  # fmt: skip


def label_of(verb: str) -> str:
    return str(COMPLAINT[verb].label) if verb in COMPLAINT else verb


def clock(moment: datetime) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M}"
