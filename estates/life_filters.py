"""Filters of what belongs to estates: equipment, renovations, campaigns, hazards and basic services."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.filters import Filters, IdsFilter, RegionFilter, YesNoFilter
from estates.filters import OfEstates
from estates.models import BasicService, Equipment, Hazard, RenovationPlan, SafetyCampaign


class EquipmentFilters(OfEstates):
    model = Equipment
    columns = ("code", "kind", "result", "inspected_on", "next_due_on", "installed_on", "retired_on")

    overdue = YesNoFilter(method="late", help_text=_("Whether it is in use, and its inspection is overdue today."))

    def late(self, queryset, name, value):
        late = Equipment.objects.overdue(on=timezone.localdate())
        return queryset.filter(pk__in=late) if value else queryset.exclude(pk__in=late)


class RenovationFilters(OfEstates):
    model = RenovationPlan
    columns = ("number", "year", "state", "due_on", "began_on", "finished_on", "accepted_on")


class CampaignFilters(Filters):
    model = SafetyCampaign
    columns = ("kind", "from_on", "until_on")

    id = IdsFilter()
    region = RegionFilter("region_id")


class HazardFilters(OfEstates):
    model = Hazard
    columns = ("number", "kind", "severity", "state", "found_on", "fix_by", "fixed_on", "checked_on")

    campaign = IdsFilter("visit__campaign_id", help_text=_("Ids of campaigns, separated by commas."))
    overdue = YesNoFilter(method="late", help_text=_("Whether it is not removed, and the day for it is over."))

    def late(self, queryset, name, value):
        late = Hazard.objects.overdue(on=timezone.localdate())
        return queryset.filter(pk__in=late) if value else queryset.exclude(pk__in=late)


class BasicServiceFilters(OfEstates):
    model = BasicService
    columns = ("number", "state", "mode", "grade", "price_fen", "proposed_on", "checked_on", "from_on", "until_on")
