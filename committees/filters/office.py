"""Filters of what committees in office do."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.filters import Filters, KeysFilter, RegionFilter, YesNoFilter
from committees.models import Audit, Disclosure, Meeting, Posting, SealUse

NUMBERS = _("Numbers of committees, separated by commas.")
ESTATES = _("Codes of estates, separated by commas.")


class OfCommittees(Filters):
    region = RegionFilter("committee__estate__region_id")
    estate = KeysFilter("committee__estate__code", max_length=13, help_text=ESTATES)
    committee = KeysFilter("committee__number", max_length=24, help_text=NUMBERS)


class MeetingFilters(OfCommittees):
    model = Meeting
    columns = ("number", "kind", "state", "called_on", "meets_at", "held_on", "minutes_due_on", "posted_on")

    overdue = YesNoFilter(method="late", help_text=_("Whether minutes are owed whose last day is over."))

    def late(self, queryset, name, value):
        over = Meeting.objects.filter(state="held", minutes_due_on__lt=timezone.localdate())
        return queryset.filter(pk__in=over) if value else queryset.exclude(pk__in=over)


class SealUseFilters(OfCommittees):
    model = SealUse
    columns = ("number", "seal", "used_on")


class DisclosureFilters(OfCommittees):
    model = Disclosure
    columns = ("from_on", "until_on", "due_on", "disclosed_on")


class AuditFilters(OfCommittees):
    model = Audit
    columns = ("kind", "from_on", "until_on", "done_on")


class PostingFilters(Filters):
    model = Posting
    columns = ("kind", "posted_on", "until_on", "withdrawn_on")

    region = RegionFilter("estate__region_id")
    estate = KeysFilter("estate__code", max_length=13, help_text=ESTATES)
    committee = KeysFilter("committee__number", max_length=24, help_text=NUMBERS)
    shown = YesNoFilter(method="hanging", help_text=_("Whether it hangs today."))

    def hanging(self, queryset, name, value):
        up = Posting.objects.shown(on=timezone.localdate())
        return queryset.filter(pk__in=up) if value else queryset.exclude(pk__in=up)
