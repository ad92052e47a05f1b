"""The verbs of owners' demands for an audit: who joined is counted by heads and area, and enough of both open it."""

from collections.abc import Collection
from datetime import date, datetime
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import acting, audit
from accounts.acting import refuse_elsewhere, refuse_future
from accounts.authority import require
from accounts.models import User
from accounts.numbers import numbered
from accounts.privacy import said_to_all
from committees.owners.heads import Head, heads_of, homes_of_nobody, totals_of
from committees.quorum import Share, met
from estates.models import Estate, Home
from fees.models.revenue import RevenueReport
from fees.models.revenue_audits import AuditBasis
from fees.models.revenue_demands import DemandState, RevenueDemand, RevenueDemandHead
from fees.revenue import pending
from fees.revenue.auditing import open_one, refuse_unfit
from fees.revenue.law import revenue_law
from fees.revenue.lifecycle import AUDIT, DEMAND

PREFIX = "LM"
COUNTED = ("counted_on", "heads", "area_m2", "of_heads", "of_area_m2")


@transaction.atomic
def record(
    report: RevenueReport, *, homes: Collection[Home], demanded_on: date, by: User | None, at: datetime
) -> RevenueDemand:
    """The owners of these homes want a posted report audited; where they are enough, its audit is open at once.

    Raises NotAllowed, ValidationError per field.
    """
    require(by, AUDIT)
    refuse_elsewhere(by, report.estate)
    report = fit(report)
    refuse_future("demanded_on", demanded_on, at=at)
    assert report.posted_on is not None
    if demanded_on < report.posted_on:
        raise ValidationError({"demanded_on": _("Not before %(day)s.") % {"day": report.posted_on}})
    made = RevenueDemand(
        **numbered(RevenueDemand, PREFIX, timezone.localdate(at)), estate=report.estate, report=report,
        demanded_on=demanded_on,
    )  # fmt: skip
    audit.save_sound(made, None)
    return joined(made, homes, "record", by=by, at=at)


@transaction.atomic
def add_homes(demand: RevenueDemand, *, homes: Collection[Home], by: User | None, at: datetime) -> RevenueDemand:
    """The owners of these homes join; whoever joined before is counted once, with all homes of today."""
    pending.lock(demand.report)
    held = acting.hold(demand, DEMAND["add_homes"], by=by)
    held.report = fit(held.report)
    return joined(held, homes, "add_homes", by=by, at=at)


@transaction.atomic
def drop(demand: RevenueDemand, *, reason: str, by: User | None, at: datetime) -> RevenueDemand:
    """The owners took it back, or it was recorded by mistake. Who joined is forgotten."""
    held = acting.hold(demand, DEMAND["drop"], by=by)
    return pending.dropped(held, said_to_all(reason, "reason", _("Say why.")), by=by, at=at)


def fit(report: RevenueReport) -> RevenueReport:
    """The report as it is now, locked, if it can be audited. Raises ValidationError."""
    held = pending.lock(report)
    refuse_unfit(held)
    return held


def joined(held: RevenueDemand, homes: Collection[Home], verb: str, *, by: User | None, at: datetime) -> RevenueDemand:
    """With the owners of these homes, counted anew; where they are enough, with its audit. Raises ValidationError."""
    today = timezone.localdate(at)
    heads = heads_of(held.estate, today)
    refuse_gaps(held.estate, today)
    RevenueDemandHead.objects.bulk_create(
        (RevenueDemandHead(demand=held, owner=head.owner) for head in whose(homes, heads)), ignore_conflicts=True
    )
    count(held, heads, today)
    part, whole = Share(held.heads, held.area_m2), Share(held.of_heads, held.of_area_m2)
    if not met(revenue_law(today).demand, part, whole):
        held.audit = open_one(held.report, AuditBasis.OWNERS, by=by, at=at)
        held.state = DemandState.REACHED
        held.joined.all().delete()
    told = {"heads": held.heads, "of_heads": held.of_heads, "area_m2": str(held.area_m2)}
    return acting.keep(held, f"{verb}_revenue_demand", "audit", *COUNTED, by=by, at=at, **told)


def count(held: RevenueDemand, heads: list[Head], on: date) -> None:
    owners = set(held.joined.values_list("owner", flat=True))
    part, whole = totals_of(head for head in heads if head.owner.pk in owners), totals_of(heads)
    held.counted_on = on
    held.heads, held.area_m2, held.of_heads, held.of_area_m2 = part.heads, part.area_m2, whole.heads, whole.area_m2


def whose(homes: Collection[Home], heads: list[Head]) -> list[Head]:
    """Raises ValidationError for no home, and for homes of another estate."""
    wanted = {home.pk for home in homes}
    found = [head for head in heads if wanted & {home.pk for home in head.homes}]
    strangers = wanted - {home.pk for head in found for home in head.homes}
    if strangers:
        raise ValidationError({"homes": _("%(count)d of the homes are not this estate's.") % {"count": len(strangers)}})
    if not found:
        raise ValidationError({"homes": _("Name the homes whose owners joined.")})
    return found


def refuse_gaps(estate: Estate, on: date) -> None:
    """Raises ValidationError where homes have no owner on record: all owners would be too few."""
    count = homes_of_nobody(estate, on).count()
    if count or not Home.objects.of(estate).exists():
        told = _("Owners cannot be counted: %(count)d homes have no owner on record. Enter homes and owners first.")
        raise ValidationError({"homes": told % {"count": count}})


def shares_of(demand: RevenueDemand) -> tuple[Decimal, Decimal]:
    """Heads and area that joined, in percent of all, cut off after two decimals: 19.99 is not shown as 20."""
    pairs = ((Decimal(demand.heads), demand.of_heads), (demand.area_m2, demand.of_area_m2))
    heads, area = ((100 * part / whole).quantize(Decimal("0.01"), "ROUND_FLOOR") if whole else Decimal(0)
                   for part, whole in pairs)  # fmt: skip
    return heads, area
