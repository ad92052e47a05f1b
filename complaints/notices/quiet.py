"""Quiet hours: when a message that may ring a phone goes out. Values in, values out."""

from datetime import datetime, timedelta

from complaints.clocks import Terms, at_time, day_of
from complaints.models import Way

RINGING = frozenset({Way.SMS, Way.WECHAT})


def goes_out_from(at: datetime, terms: Terms) -> datetime:
    """`at` itself by day; in quiet hours, which may reach over midnight, their end."""
    if terms.quiet_from == terms.quiet_until:
        return at
    day = day_of(at)
    starts, ends = at_time(day, terms.quiet_from), at_time(day, terms.quiet_until)
    if starts < ends:
        return ends if starts <= at < ends else at
    if at < ends:
        return ends
    return at_time(day + timedelta(days=1), terms.quiet_until) if at >= starts else at
