"""What becomes of audits and demands that are open: a correction takes both over; an audit ends demands, and so does
time."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts import acting
from accounts.city import whole
from accounts.models import User
from fees.models.revenue import RevenueReport
from fees.models.revenue_audits import AuditState, RevenueAudit
from fees.models.revenue_demands import DemandState, RevenueDemand

DAYS = "revenue_demand_days"


def lock(report: RevenueReport) -> RevenueReport:
    """The report as it is now, locked. Who locks a demand or an audit as well locks its report first."""
    return RevenueReport.objects.select_for_update(no_key=True).get(pk=report.pk)


def open_demands(**wanted) -> list[RevenueDemand]:
    rows = RevenueDemand.objects.select_for_update(no_key=True).filter(state=DemandState.OPEN, **wanted)
    return list(rows.order_by("pk"))


def hand_over(before: RevenueReport, correction: RevenueReport, *, by: User | None, at: datetime) -> None:
    """What is open goes on with the correction of a report: nobody escapes an audit by correcting what it is of.

    `before` is locked.
    """
    told = {"report": correction.number}
    audits = before.audits.select_for_update(no_key=True).filter(state=AuditState.OPEN)
    for audit in audits.order_by("pk"):
        audit.report = correction
        acting.keep(audit, "hand_over_revenue_audit", "report", by=by, at=at, **told)
    for demand in open_demands(report=before):
        demand.report = correction
        acting.keep(demand, "hand_over_revenue_demand", "report", by=by, at=at, **told)


def end_demands(audits: Iterable[RevenueAudit], *, by: User | None, at: datetime) -> None:
    """Nobody need ask for audits that have begun."""
    begun = {audit.report_id: audit.number for audit in audits}
    for demand in open_demands(report__in=begun):
        with translation.override(settings.LANGUAGE_CODE):
            why = _("Audit %(number)s of this report began meanwhile.") % {"number": begun[demand.report_id]}
        dropped(demand, why, by=by, at=at)


@transaction.atomic
def drop_stale(*, at: datetime) -> int:
    """Demands that nobody has joined for the city's time end. Returns how many. Raises NoRuleValue."""
    today = timezone.localdate(at)
    days = whole(DAYS, on=today)
    stale = open_demands(counted_on__lt=today - timedelta(days=days))
    for demand in stale:
        with translation.override(settings.LANGUAGE_CODE):
            why = _("Too few owners: nobody joined for %(days)d days.") % {"days": days}
        dropped(demand, why, by=None, at=at)
    return len(stale)


def dropped(held: RevenueDemand, reason: str, *, by: User | None, at: datetime) -> RevenueDemand:
    """Who joined is forgotten."""
    held.state, held.drop_reason = DemandState.DROPPED, reason
    held.joined.all().delete()
    return acting.keep(held, "drop_revenue_demand", "drop_reason", by=by, at=at)
