"""Filters of public revenue."""

from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.filters import Filters, KeysFilter, RegionFilter, YesNoFilter
from estates.filters import OfEstates
from fees.models import RevenueAudit, RevenueContract, RevenueDemand, RevenueDraw, RevenueReport
from fees.models.revenue import ReportState


def late(*, on) -> Q:
    """Reports that are owed after their last day, and those that were posted after it."""
    owed = Q(state=ReportState.OWED, corrects__isnull=True, due_on__lt=on)
    return owed | Q(corrects__isnull=True, posted_on__gt=F("due_on"))


class RevenueContractFilters(OfEstates):
    model = RevenueContract
    columns = ("number", "source", "state", "pays", "from_on", "until_on", "signed_on", "amount_fen")


class RevenueReportFilters(OfEstates):
    model = RevenueReport
    columns = ("number", "state", "from_on", "until_on", "due_on", "posted_on", "receipts_fen", "to_fund_fen")

    late = YesNoFilter(method="is_late", help_text=_("Whether it is owed, or was posted, after its last day."))

    def is_late(self, queryset, name, value):
        found = late(on=timezone.localdate())
        return queryset.filter(found) if value else queryset.exclude(found)


class RevenueAuditFilters(OfEstates):
    model = RevenueAudit
    columns = ("number", "state", "basis", "opened_on", "due_on", "finished_on", "wrong_fen")

    draw = KeysFilter("draw__number", max_length=24, help_text=_("Numbers of draws, separated by commas."))


class RevenueDemandFilters(OfEstates):
    model = RevenueDemand
    columns = ("number", "state", "demanded_on", "counted_on")

    report = KeysFilter(
        "report__number", max_length=24, help_text=_("Numbers of reports of public revenue, separated by commas.")
    )


class RevenueDrawFilters(Filters):
    model = RevenueDraw
    columns = ("number", "from_on", "drawn_at")

    region = RegionFilter("region_id")
