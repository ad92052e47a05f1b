"""Filters of duty reports, joint meetings, trainings, party organisations and mediation committees."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.filters import Filters, KeysFilter, RegionFilter, YesNoFilter
from committees.models import DutyReport, JointMeeting, MediationCommittee, PartyOrganisation, Training

ESTATES = _("Codes of estates, separated by commas.")


class DutyReportFilters(Filters):
    model = DutyReport
    columns = ("number", "kind", "state", "happened_on", "reported_at", "put_right_by", "decided_at")

    region = RegionFilter("estate__region_id")
    estate = KeysFilter("estate__code", max_length=13, help_text=ESTATES)


class JointMeetingFilters(Filters):
    model = JointMeeting
    columns = ("number", "topic", "state", "meets_at")

    region = RegionFilter("region_id")
    estate = KeysFilter("estate__code", max_length=13, help_text=ESTATES)
    overdue = YesNoFilter(method="late", help_text=_("Whether one of its resolutions is overdue."))

    def late(self, queryset, name, value):
        late = JointMeeting.objects.with_overdue(on=timezone.localdate())
        return queryset.filter(pk__in=late) if value else queryset.exclude(pk__in=late)


class TrainingFilters(Filters):
    model = Training
    columns = ("number", "audience", "state", "begins_at")

    region = RegionFilter("region_id")


class PartyOrganisationFilters(Filters):
    model = PartyOrganisation
    columns = ("kind", "founded_on", "ended_on")

    region = RegionFilter("estate__region_id")
    estate = KeysFilter("estate__code", max_length=13, help_text=ESTATES)


class MediationCommitteeFilters(Filters):
    model = MediationCommittee
    columns = ("level", "chosen_on", "is_active")

    region = RegionFilter("region_id")
