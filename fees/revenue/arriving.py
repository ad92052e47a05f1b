"""Public revenue that arrives in the maintenance fund: the owners' accounts move when the bank shows it, not before."""

from collections import defaultdict
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import acting, audit
from accounts.lifecycle import NotNow
from accounts.models import User
from fees.funds.actions.others import receive_revenue
from fees.models.funds import EntryKind, FundVoucher
from fees.models.revenue import RevenueReport
from fees.revenue.lifecycle import REPORT
from intake.money import yuan


def awaited_fen(report: RevenueReport) -> int:
    """What a posted report says went into the fund and has not arrived; below 0 when more arrived than it says."""
    return report.to_fund_fen - (arrivals_of(report).aggregate(sum=Sum("amount_fen"))["sum"] or 0)


def arrivals() -> QuerySet[FundVoucher]:
    """What arrived for reports, as the ledger of the fund has it: what was corrected there did not arrive."""
    return FundVoucher.objects.filter(kind=EntryKind.REVENUE, corrected_by=None).exclude(reference="")


def arrivals_of(report: RevenueReport) -> QuerySet[FundVoucher]:
    """For its period: also of a report whose place it took."""
    same = RevenueReport.objects.filter(estate=report.estate_id, from_on=report.from_on)
    return arrivals().filter(reference__in=same.values("number")).order_by("on", "pk")


def arrived_fen() -> dict[tuple[int, date], int]:
    """By estate and first day of the period."""
    by_number = dict(arrivals().order_by().values_list("reference").annotate(Sum("amount_fen")))
    found: dict[tuple[int, date], int] = defaultdict(int)
    periods = RevenueReport.objects.filter(number__in=arrivals().order_by().values("reference"))
    for number, estate, from_on in periods.values_list("number", "estate", "from_on"):
        found[estate, from_on] += by_number[number]
    return found


@transaction.atomic
def note_arrived(
    report: RevenueReport, *, amount_fen: int, arrived_on: date, by: User | None, at: datetime
) -> FundVoucher:
    """Split by area over the accounts of the estate. What was noted wrongly is corrected in the ledger, and is awaited
    again. Raises NotNow, ValidationError per field."""
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
    made = receive_revenue(held.estate, amount_fen, on=arrived_on, by=by, at=at, reference=held.number)
    told = {"amount_fen": amount_fen, "arrived_on": str(arrived_on)}
    audit.record(by=by, at=at, verb="note_arrived_revenue", thing=held, after=told)
    return made
