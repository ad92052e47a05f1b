"""What committees in office owe: the next meeting, the next audit, and who is behind with it.

    idle(Committee.objects.visible_to(user), on=today)

Rows come with `last_met_on`, `meeting_due_on`, `audited_until_on`, `audit_due_on`.
"""

from datetime import date
from typing import TypeVar

from django.db.models import (
    Case,
    DateField,
    DateTimeField,
    DurationField,
    ExpressionWrapper,
    F,
    Func,
    Max,
    OuterRef,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce

from committees.meetings.law import OfficeLaw
from committees.meetings.terms import office_law
from committees.models import Audit, AuditKind, CommitteeState, Disclosure, Meeting

Rows = TypeVar("Rows", bound=QuerySet)
OVER = (CommitteeState.ENDED, CommitteeState.DISSOLVED)
BEGAN = Coalesce("filed_on", "formed_on")
"""From when a committee that has not met yet is measured."""


def after(day, *, months: int = 0, days: int = 0) -> Cast:
    """SQL: so much after the day in an expression; a month ends with its last day, as in `relativedelta`."""
    months_as_span = Func(Value(0), Value(months), function="make_interval", output_field=DurationField())
    days_as_span = Func(
        Value(0), Value(0), Value(0), Value(days), function="make_interval", output_field=DurationField()
    )
    moved = ExpressionWrapper(day + months_as_span, output_field=DateTimeField())
    return Cast(ExpressionWrapper(moved + days_as_span, output_field=DateTimeField()), DateField())


def latest(rows: QuerySet, column: str) -> Subquery:
    found = rows.filter(committee=OuterRef("pk")).order_by().values("committee").annotate(latest=Max(column))
    return Subquery(found.values("latest"), output_field=DateField())


def with_meetings(committees: Rows, law: OfficeLaw) -> Rows:
    """With `last_met_on` and `meeting_due_on`, the last day for the next meeting."""
    held = latest(Meeting.objects.filter(held_on__isnull=False), "held_on")
    return committees.annotate(last_met_on=held).annotate(
        meeting_due_on=after(Coalesce(F("last_met_on"), BEGAN), months=law.meeting_months.count)
    )


def with_audits(committees: Rows, law: OfficeLaw) -> Rows:
    """With `audited_until_on` and `audit_due_on`: a year after the last one, and at the end; null once that is done."""
    term_audits = Audit.objects.filter(kind=AuditKind.TERM)
    yearly = after(Coalesce(F("audited_until_on"), BEGAN), months=law.audit_months.count, days=law.audit_days.count)
    return committees.annotate(
        audited_until_on=latest(Audit.objects.all(), "until_on"), term_audit_on=latest(term_audits, "done_on")
    ).annotate(
        audit_due_on=Case(
            When(state=CommitteeState.ELECTED, then=Value(None)),
            When(state__in=OVER, term_audit_on__isnull=False, then=Value(None)),
            When(state__in=OVER, then=after(F("ended_on"), days=law.audit_days.count)),
            default=yearly,
            output_field=DateField(),
        )
    )


def with_disclosures(committees: Rows) -> Rows:
    """With `disclosed_until_on`: what comes from then on has not been disclosed."""
    return committees.annotate(disclosed_until_on=latest(Disclosure.objects.all(), "until_on"))


def idle(committees: Rows, *, on: date) -> Rows:
    """Those in office that should have met by now; who has been silent longest stands first. Raises NoRuleValue."""
    found = with_meetings(committees.filter(state=CommitteeState.FILED), office_law(on))
    return found.filter(meeting_due_on__lt=on).order_by("meeting_due_on", "pk")


def audits_due(committees: Rows, *, on: date) -> Rows:
    """Those whose audit should have been done by now. Raises NoRuleValue."""
    return with_audits(committees, office_law(on)).filter(audit_due_on__lt=on).order_by("audit_due_on", "pk")
