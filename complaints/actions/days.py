"""Days off and days made up for, as a notice of the State Council gives them. Terms that run already follow them."""

from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import audit
from accounts.authority import require
from accounts.days import calendar_now
from accounts.models import DayOff, User
from accounts.workdays import Calendar
from complaints import clocks
from complaints.models import Complaint

RIGHT = "complaints.lists"
LONGEST = 31
"""Days in one span: no holiday comes near it, a wrong year does."""
IN_WORKDAYS = ("accept_due_at", "answer_due_at", "review_due_at")


@transaction.atomic
def keep_day(day: DayOff, *, by: User | None, at: datetime) -> DayOff:
    """Add or amend one day. Raises NotAllowed, ValidationError per field."""
    require(by, RIGHT)
    before = calendar_now()
    audit.keep(day, by=by, at=at, verb="keep_day_off")
    move_terms(before, calendar_now(), at=at)
    return day


@transaction.atomic
def keep_days(
    *, first: date, last: date, is_worked: bool, name: str, notice: str, by: User | None, at: datetime
) -> list[DayOff]:
    """Take over a span of a notice; days that are known already are amended. Raises NotAllowed, ValidationError."""
    require(by, RIGHT)
    count = (last - first).days + 1
    if count < 1:
        raise ValidationError({"last": _("The last day lies before the first.")})
    if count > LONGEST:
        raise ValidationError({"last": _("At most %(most)d days; is the year right?") % {"most": LONGEST}})
    before = calendar_now()
    kept = []
    for on in (first + timedelta(number) for number in range(count)):
        day = DayOff.objects.filter(day=on).first() or DayOff(day=on)
        day.is_worked, day.name, day.notice = is_worked, name, notice
        kept.append(audit.keep(day, by=by, at=at, verb="keep_day_off"))
    move_terms(before, calendar_now(), at=at)
    return kept


@transaction.atomic
def remove_day(day: DayOff, *, by: User | None, at: datetime) -> None:
    """The day goes by its weekday again."""
    require(by, RIGHT)
    before = calendar_now()
    audit.record(by=by, at=at, verb="remove_day_off", thing=day, before=audit.facts(day))
    day.delete()
    move_terms(before, calendar_now(), at=at)


def move_terms(before: Calendar, after: Calendar, *, at: datetime) -> int:
    """What is at work keeps as many working days as it had left. Returns how many complaints moved."""
    today = timezone.localdate(at)
    later = Q(accept_due_at__gt=at) | Q(answer_due_at__gt=at) | Q(review_due_at__gt=at)
    rows = Complaint.objects.open().cases().filter(later, is_urgent=False).order_by("pk").select_for_update(no_key=True)
    changed = [case for case in rows if move(case, today, before, after)]
    Complaint.objects.bulk_update(changed, [*IN_WORKDAYS, "due_at"], batch_size=1000)
    return len(changed)


def move(case: Complaint, today: date, before: Calendar, after: Calendar) -> bool:
    """Whether a term of this complaint moved."""
    runs = next((name for name in IN_WORKDAYS if getattr(case, name) == case.due_at), None)
    was = [getattr(case, name) for name in IN_WORKDAYS]
    for name, due_at in zip(IN_WORKDAYS, was, strict=True):
        if due_at is not None:
            setattr(case, name, clocks.moved(due_at, today, before, after))
    if case.due_at is not None and runs is not None:
        case.due_at = getattr(case, runs)
    return was != [getattr(case, name) for name in IN_WORKDAYS]
