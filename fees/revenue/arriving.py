"""Public revenue that arrives in the maintenance fund: the owners' accounts move when the bank shows it, not before."""

from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import acting, audit
from accounts.lifecycle import NotNow
from accounts.models import User
from fees.funds.actions.others import receive_revenue
from fees.models.revenue import RevenueReport, RevenueTransfer
from fees.money import yuan
from fees.revenue.lifecycle import REPORT


def awaited_fen(report: RevenueReport) -> int:
    """What a posted report says went into the fund and has not arrived; below 0 when more arrived than it says."""
    arrived = RevenueTransfer.objects.filter(report__estate=report.estate_id, report__from_on=report.from_on)
    return report.to_fund_fen - (arrived.aggregate(sum=Sum("amount_fen"))["sum"] or 0)


@transaction.atomic
def note_arrived(
    report: RevenueReport, *, amount_fen: int, arrived_on: date, by: User | None, at: datetime
) -> RevenueTransfer:
    """Split by area over the accounts of the estate. Raises NotNow, ValidationError per field."""
    held = acting.hold(report, REPORT["note_arrived"], by=by)
    awaited = awaited_fen(held)
    if awaited <= 0:
        raise NotNow(_("Nothing of %(number)s is still to arrive in the fund.") % {"number": held.number})
    if not 0 < amount_fen <= awaited:
        raise ValidationError(
            {"amount_fen": _("At most %(awaited)s yuan are still to arrive.") % {"awaited": yuan(awaited)}}
        )
    if not held.until_on <= arrived_on <= timezone.localdate(at):
        raise ValidationError({"arrived_on": _("From %(first)s on, up to today.") % {"first": held.until_on}})
    made = RevenueTransfer.objects.create(report=held, amount_fen=amount_fen, arrived_on=arrived_on, noted_at=at)
    receive_revenue(held.estate, amount_fen, on=arrived_on, by=by, at=at, reference=held.number)
    told = {"amount_fen": amount_fen, "arrived_on": str(arrived_on)}
    audit.record(by=by, at=at, verb="note_arrived_revenue", thing=held, after=told)
    return made
