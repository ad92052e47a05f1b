"""Filters of homes, owners and votes. Nobody is looked for by name or phone: addresses are written down everywhere."""

from django.utils.translation import gettext_lazy as _

from accounts.filters import Filters, IdsFilter, KeysFilter, RegionFilter, TextFilter, YesNoFilter
from committees.models import MatterKind, Owner, Ownership, Vote
from estates.models import Home

ESTATES = _("Codes of estates, separated by commas.")


class HomeFilters(Filters):
    model = Home
    columns = ("unit", "room", "area_m2", "area_basis", "use", "delivered_on")

    id = IdsFilter()
    region = RegionFilter("building__estate__region_id")
    estate = KeysFilter("building__estate__code", max_length=13, help_text=ESTATES)
    building = IdsFilter("building_id", help_text=_("Ids of buildings, separated by commas."))
    building_name = TextFilter("building__name", max_length=30, help_text=_("The building's whole name."))
    owner = IdsFilter("owner", method="held_by", help_text=_("Ids of owners whose homes they are today."))
    owned = YesNoFilter(method="is_owned", help_text=_("Whether somebody owns it today."))

    def held_by(self, queryset, name, value):
        return queryset.filter(pk__in=Ownership.objects.filter(owner__in=value, until_on=None).values("home"))

    def is_owned(self, queryset, name, value):
        owned = Ownership.objects.filter(until_on=None).values("home")
        return queryset.filter(pk__in=owned) if value else queryset.exclude(pk__in=owned)


class OwnerFilters(Filters):
    model = Owner
    columns = ("kind", "erase_on")

    id = IdsFilter()
    region = RegionFilter("estate__region_id")
    estate = KeysFilter("estate__code", max_length=13, help_text=ESTATES)
    owns = YesNoFilter(method="owns_today", help_text=_("Whether a home is theirs today."))

    def owns_today(self, queryset, name, value):
        owning = Ownership.objects.filter(until_on=None).values("owner")
        return queryset.filter(pk__in=owning) if value else queryset.exclude(pk__in=owning)


class VoteFilters(Filters):
    model = Vote
    columns = (
        "number", "organiser", "is_temporary", "affects_all", "state", "posted_on", "opens_at", "closes_at",
        "announced_on", "result_due_on",
    )  # fmt: skip

    region = RegionFilter("estate__region_id")
    estate = KeysFilter("estate__code", max_length=13, help_text=ESTATES)
    committee = KeysFilter("committee__number", max_length=24, help_text=_("Numbers of committees."))
    matter = KeysFilter(method="about", max_length=12, help_text=_("Kinds of matters, one of which is asked."))

    def about(self, queryset, name, value):
        known = [kind for kind in value if kind in MatterKind.values]
        return queryset.filter(matters__kind__in=known).distinct()
