"""When each part of a complaint's life is due. Values in, values out: figures are `Terms`, days a `Calendar`.

A term in working days does not count the day it starts on and ends when the offices close on its last day. A term in
hours or minutes runs through nights and holidays. Times are aware; days are those of the portal's time zone.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from accounts.workdays import Calendar

LAST_MINUTE = time(23, 59)


@dataclass(frozen=True)
class Terms:
    """The city's figures in force on a day, named as in `terms.KEYS`; each name says its unit."""

    accept_workdays: int
    joint_accept_workdays: int
    contact_hours: int
    urgent_contact_minutes: int
    answer_workdays: int
    urgent_answer_hours: int
    review_workdays: int
    verdict_days: int
    extension_workdays: int
    reopen_days: int
    escalate_district_workdays: int
    escalate_city_workdays: int
    escalate_false_answers: int
    joint_households: int
    repeated_count: int
    repeated_days: int
    nearly_due_hours: int
    contact_kept_months: int
    day_ends: time
    quiet_from: time
    quiet_until: time


def on_workday(since: date, workdays: int, terms: Terms, calendar: Calendar) -> datetime:
    """When the offices close on the `workdays`-th working day after `since`."""
    return at_time(calendar.after(since, workdays), terms.day_ends)


def at_time(day: date, clock: time) -> datetime:
    return datetime.combine(day, clock, tzinfo=timezone.get_default_timezone())


def day_of(at: datetime) -> date:
    return timezone.localdate(at, timezone.get_default_timezone())


def accept_due(filed_at: datetime, terms: Terms, calendar: Calendar, *, urgent: bool, joint: bool) -> datetime:
    """Until when the street accepts or refuses. A danger is to be dispatched at once: its term is that of contact."""
    if urgent:
        return filed_at + timedelta(minutes=terms.urgent_contact_minutes)
    days = terms.joint_accept_workdays if joint else terms.accept_workdays
    return on_workday(day_of(filed_at), days, terms, calendar)


def contact_due(dispatched_at: datetime, terms: Terms, calendar: Calendar, *, urgent: bool) -> datetime:
    """Until when whoever handles it has spoken to the resident or stands at the place."""
    if urgent:
        return dispatched_at + timedelta(minutes=terms.urgent_contact_minutes)
    return dispatched_at + timedelta(hours=terms.contact_hours)


def answer_due(
    since: datetime, terms: Terms, calendar: Calendar, *, urgent: bool, workdays: int | None = None
) -> datetime:
    """Until when it is answered. `workdays` is the topic's own term, where it has one."""
    if urgent:
        return since + timedelta(hours=terms.urgent_answer_hours)
    return on_workday(day_of(since), terms.answer_workdays if workdays is None else workdays, terms, calendar)


def extended(due_at: datetime, workdays: int, terms: Terms, calendar: Calendar) -> datetime:
    """The due time after an extension of so many working days."""
    return on_workday(day_of(due_at), workdays, terms, calendar)


def review_due(answered_at: datetime, terms: Terms, calendar: Calendar) -> datetime:
    return on_workday(day_of(answered_at), terms.review_workdays, terms, calendar)


def verdict_due(reviewed_at: datetime, terms: Terms, calendar: Calendar) -> datetime:
    """Until when silence does not count as consent: to the end of the last day.

    A last day that is off moves to the next working day (Civil Code, article 203).
    """
    last = day_of(reviewed_at) + timedelta(days=terms.verdict_days)
    return at_time(calendar.after(last, 0), LAST_MINUTE)


def reopen_until(closed_at: datetime, terms: Terms) -> datetime:
    """Until when a closed complaint may be opened again: to the end of the last day."""
    return at_time(day_of(closed_at) + timedelta(days=terms.reopen_days), LAST_MINUTE)


def escalates_at(due_at: datetime, level: str, terms: Terms, calendar: Calendar) -> datetime | None:
    """When what is overdue since `due_at` rises from stage `level` to the next one; None from the highest."""
    days = {"street": terms.escalate_district_workdays, "district": terms.escalate_city_workdays}.get(level)
    return None if days is None else on_workday(day_of(due_at), days, terms, calendar)


def nearly_due_from(due_at: datetime, terms: Terms) -> datetime:
    """From when on a term that has not run out yet is nearly over."""
    return due_at - timedelta(hours=terms.nearly_due_hours)


def moved(due_at: datetime, on: date, before: Calendar, after: Calendar) -> datetime:
    """A term that runs on day `on`, with as many working days left by the calendar `after` as it had by `before`."""
    due_on = day_of(due_at)
    if due_on <= on:
        return due_at
    return at_time(after.after(on, before.between(on, due_on)), timezone.localtime(due_at).time())
