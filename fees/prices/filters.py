"""Filters of guide prices, indices and proposals."""

from django.utils.translation import gettext_lazy as _

from accounts.filters import DayFilter, Filters, KeysFilter, RegionFilter
from estates.filters import OfEstates
from fees.models import GuidePrice, PriceIndex, PriceProposal


class GuidePriceFilters(Filters):
    model = GuidePrice
    columns = ("building_kind", "lift", "base_fen", "valid_from", "valid_until", "review_due_on", "is_example")

    region = RegionFilter("region_id")
    level = KeysFilter("level__name", max_length=20, help_text=_("Names of levels, separated by commas."))
    in_force_on = DayFilter(method="in_force", help_text=_("In force on this day."))

    def in_force(self, queryset, name, value):
        return queryset.in_force(on=value)


class PriceIndexFilters(Filters):
    model = PriceIndex
    columns = ("kind", "year", "published_on", "is_example")


class PriceProposalFilters(OfEstates):
    model = PriceProposal
    columns = ("year", "made_at")
