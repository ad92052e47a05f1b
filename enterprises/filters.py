"""Filters of companies, managers and contracts, for the JSON door and the HTML door.

What names an estate is looked up among the contracts that the caller sees, so no filter tells of a hidden one.
"""

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_filters import rest_framework as filters

from accounts.filters import ChoicesFilter, PinyinFilter, RegionFilter, TextFilter
from enterprises.models import ContractStage, Enterprise, EnterpriseStatus, ProjectManager, ServiceContract

CREDIT_CODE = _("Unified social credit code of the company.")


class EnterpriseFilters(filters.FilterSet):
    region = RegionFilter(
        "region_id", help_text=_("Registered within this division: 12 digits, or the first 2, 4, 6 or 9.")
    )
    search = TextFilter(help_text=_("Words in the name, pinyin initials or credit code; all must occur."))
    pinyin = PinyinFilter()
    status = ChoicesFilter(choices=EnterpriseStatus.choices)
    estate = filters.CharFilter(method="managing", max_length=13, help_text=_("Manages this estate today (its code)."))
    founded_from = filters.DateFilter(
        field_name="founded_on", lookup_expr="gte", help_text=_("Founded on this day or later.")
    )
    founded_to = filters.DateFilter(
        field_name="founded_on", lookup_expr="lte", help_text=_("Founded on this day or earlier.")
    )
    joined = filters.BooleanFilter(
        field_name="joined_on",
        lookup_expr="isnull",
        exclude=True,
        help_text=_("Whether it has entered the credit system."),
    )

    class Meta:
        model = Enterprise
        fields: list[str] = []

    def managing(self, queryset, name, value):
        contracts = ServiceContract.objects.visible_to(self.request.user).running(on=timezone.localdate())
        return queryset.filter(pk__in=contracts.filter(estate__code=value).values("enterprise"))


class ManagerFilters(filters.FilterSet):
    region = RegionFilter("enterprise__region_id", help_text=_("Whose company is registered within this division."))
    enterprise = filters.CharFilter(field_name="enterprise__uscc", max_length=18, help_text=CREDIT_CODE)
    search = filters.CharFilter(method="named", max_length=60, help_text=_("Part of the name or number."))
    serving = filters.BooleanFilter(
        field_name="left_on", lookup_expr="isnull", help_text=_("Whether still with the company.")
    )

    class Meta:
        model = ProjectManager
        fields: list[str] = []

    def named(self, queryset, name, value):
        return queryset.filter(Q(name__icontains=value) | Q(number__icontains=value))


class ContractFilters(filters.FilterSet):
    region = RegionFilter("estate__region_id", help_text=_("For estates within this division."))
    estate = filters.CharFilter(field_name="estate__code", max_length=13, help_text=_("Code of the estate."))
    enterprise = filters.CharFilter(field_name="enterprise__uscc", max_length=18, help_text=CREDIT_CODE)
    manager = filters.CharFilter(
        field_name="manager__number", max_length=30, help_text=_("Number of the project manager.")
    )
    number = filters.CharFilter(max_length=40, help_text=_("Number of the contract."))
    stage = ChoicesFilter(choices=ContractStage.choices)
    running_on = filters.DateFilter(method="running", help_text=_("In force on this day."))
    ends_from = filters.DateFilter(field_name="ends_on", lookup_expr="gte", help_text=_("Ends on this day or later."))
    ends_to = filters.DateFilter(field_name="ends_on", lookup_expr="lte", help_text=_("Ends on this day or earlier."))

    class Meta:
        model = ServiceContract
        fields: list[str] = []

    def running(self, queryset, name, value):
        return queryset.running(on=value)
