"""Estates with who manages them, under which contract, and that company's grade; and their buildings."""

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from rest_framework import serializers

from accounts.api.expanding import one
from accounts.api.registers import Register, with_values
from accounts.api.serializers import Seen
from credit.api.fields import GradeWords
from enterprises.queries import estates_for
from estates.actions import (
    amend_building,
    amend_estate,
    register_building,
    register_estate,
    remove_building,
    remove_estate,
)
from estates.api.serializers import OWN_FIELDS, BuildingShape, EstateShape
from estates.filters import BuildingFilters
from estates.models import Building, Estate
from oversight.filters import ManagedEstateFilters
from oversight.queries import with_company


class ManagedEstate(GradeWords, EstateShape):
    """An estate with its company, contract and grade of a day. Only the register's own columns can be written."""

    enterprise = serializers.CharField(
        source="company_code", read_only=True, allow_null=True,
        help_text=_("Credit code of the company that manages it; null without one that the caller sees."),
    )  # fmt: skip
    enterprise_name = serializers.CharField(
        source="company_name", read_only=True, allow_null=True, help_text=_("Its name.")
    )
    contract = serializers.IntegerField(
        source="contract_id", read_only=True, allow_null=True, help_text=_("The running contract.")
    )
    contract_number = serializers.CharField(read_only=True, allow_null=True, help_text=_("Its number."))
    contract_begins_on = serializers.DateField(read_only=True, allow_null=True, help_text=_("Its first day."))
    contract_ends_on = serializers.DateField(
        read_only=True,
        allow_null=True,
        help_text=_("First day on which it is no longer in force; null while it has no end."),
    )
    fee_fen_per_m2_month = serializers.IntegerField(
        source="contract_fee",
        read_only=True,
        allow_null=True,
        help_text=_("Fee in fen (1/100 yuan) per square metre and month."),
    )

    class Meta(EstateShape.Meta):
        fields = [
            *OWN_FIELDS, "enterprise", "enterprise_name", "contract", "contract_number", "contract_begins_on",
            "contract_ends_on", "fee_fen_per_m2_month", "grade", "grade_word", "score",
        ]  # fmt: skip


class Estates(Register):
    """Housing estates of the caller's region; a company's staff see those that it manages or managed."""

    kind = "estate"
    model = Estate
    verb_to_read = "registers.view"
    verb_to_write = "registers.edit"
    serializer_class = ManagedEstate
    filterset_class = ManagedEstateFilters
    lookup_field = "code"
    lookup_value_regex = "[0-9]{13}"
    detail_parameters = ("on",)
    ordering = ("code",)
    ordering_fields = ("code", "name", "households", "floor_area_m2", "built_year", "score")
    ordering_columns = {"name": "initials", "score": F("grade_score")}
    own_fields = tuple(name for name in OWN_FIELDS if name != "region_name")
    expansions = {
        "region": one("region", "region_id"),
        "enterprise": one("enterprise", "enterprise_id"),
        "contract": one("contract", "contract_id"),
    }

    def seen_by(self, user):
        return estates_for(user)

    def with_details(self, queryset):
        return with_company(queryset, on=self.as_of(), user=self.request.user)

    def register(self, values):
        return register_estate(Estate(**values), by=self.request.user, at=timezone.now())

    def amend(self, thing, values):
        return amend_estate(with_values(thing, values), by=self.request.user, at=timezone.now())

    def remove(self, thing):
        remove_estate(thing, by=self.request.user, at=timezone.now())


class BuildingOfEstate(BuildingShape):
    estate = Seen("code", among=estates_for, help_text=_("Code of the estate, 13 digits."))


class Buildings(Register):
    """Buildings of the estates that the caller sees."""

    kind = "building"
    model = Building
    verb_to_read = "registers.view"
    verb_to_write = "registers.edit"
    serializer_class = BuildingOfEstate
    filterset_class = BuildingFilters
    lookup_value_regex = "[0-9]{1,18}"
    ordering = ("estate__code", "name", "pk")
    ordering_fields = ("name", "households", "storeys", "floor_area_m2")
    own_fields = ("id", "estate", "name", "storeys", "units", "lifts", "households", "floor_area_m2")
    expansions = {"estate": one("estate", "estate_id")}

    def seen_by(self, user):
        return Building.objects.filter(estate__in=estates_for(user))

    def register(self, values):
        return register_building(Building(**values), by=self.request.user, at=timezone.now())

    def amend(self, thing, values):
        return amend_building(with_values(thing, values), by=self.request.user, at=timezone.now())

    def remove(self, thing):
        remove_building(thing, by=self.request.user, at=timezone.now())
