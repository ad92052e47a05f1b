"""How old an item for the hotline may get before somebody is told."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min
from django.utils import timezone

from accounts.city import figure, rule_values
from accounts.models import User
from complaints.models import HotlineItem

RULE = "hotline_receipt_hours"
USUAL_HOURS = 24


@dataclass(frozen=True)
class Alarm:
    """How many items have been without a receipt for longer than `hours`, and since when the oldest of them."""

    count: int
    oldest: datetime | None
    hours: int


def hours_allowed(*, at: datetime) -> int:
    """The city's value; a day where it has none."""
    value = figure(rule_values(on=timezone.localdate(at)).get(RULE))
    return USUAL_HOURS if value is None else int(value)


def alarm(*, at: datetime, user: User | None = None) -> Alarm:
    """For what a person sees; for the portal itself, everything."""
    hours = hours_allowed(at=at)
    rows = HotlineItem.objects.all() if user is None else HotlineItem.objects.visible_to(user)
    found = rows.stale(at=at, hours=hours).aggregate(count=Count("pk"), oldest=Min("made_at"))
    return Alarm(found["count"], found["oldest"], hours)
