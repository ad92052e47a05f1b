"""Filters of mediations in the API."""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.filters import Filters, KeysFilter, RegionFilter, YesNoFilter
from complaints.models import Mediation


class MediationFilters(Filters):
    model = Mediation
    columns = ("number", "state", "applied_on", "taken_on", "due_on", "ended_on", "effective_on", "confirmed_on")

    region = RegionFilter("region_id", help_text=_("About estates within this division."))
    estate = KeysFilter("estate__code", max_length=13, help_text=_("Codes of estates, separated by commas."))
    complaint = KeysFilter("complaint__number", max_length=24, help_text=_("About one of these complaints."))
    level = KeysFilter("committee__level", max_length=10, help_text=_("community, street, district or city."))
    overdue = YesNoFilter(method="late", help_text=_("Whether its time has run out without an end."))

    def late(self, queryset, name, value):
        over = Mediation.objects.overdue(on=timezone.localdate())
        return queryset.filter(pk__in=over) if value else queryset.exclude(pk__in=over)
