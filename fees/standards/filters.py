"""Filters of standards and of the levels of estates."""

from django.utils.translation import gettext_lazy as _

from accounts.filters import DayFilter, Filters, KeysFilter
from estates.filters import OfEstates
from fees.models import EstateLevel, Standard


class StandardFilters(Filters):
    model = Standard
    columns = ("code", "edition", "effective_from", "effective_until", "is_example")

    in_force_on = DayFilter(method="in_force", help_text=_("In force on this day."))

    def in_force(self, queryset, name, value):
        return queryset.in_force(on=value)


class EstateLevelFilters(OfEstates):
    model = EstateLevel
    columns = ("from_on", "until_on", "verified_on")

    level = KeysFilter("level__name", max_length=20, help_text=_("Names of levels, separated by commas."))
    held_on = DayFilter(method="held", help_text=_("The level that each estate has on this day."))

    def held(self, queryset, name, value):
        return queryset.on(value)
