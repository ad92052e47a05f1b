"""Filters of companies, managers and contracts, for the JSON door and the HTML door.

What names an estate is looked up among the contracts that the caller sees, so no filter tells of a hidden one.
"""

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.filters import (
    DayFilter,
    Filters,
    IdsFilter,
    KeysFilter,
    PinyinFilter,
    RegionFilter,
    SearchFilter,
    TextFilter,
    YesNoFilter,
    prefix_of,
)
from accounts.scope import within
from enterprises.models import Enterprise, ProjectManager, ServiceContract

CREDIT_CODE = _("Unified social credit codes of companies, separated by commas.")
ESTATE_CODE = _("Codes of estates, separated by commas.")
MANAGER_NUMBER = _("Numbers of project managers, separated by commas.")


class EnterpriseFilters(Filters):
    model = Enterprise
    columns = (
        "uscc", "name", "legal_representative", "contact_name", "contact_phone", "founded_on", "joined_on", "status",
    )  # fmt: skip

    region = RegionFilter(
        "region_id", help_text=_("Registered within this division: 12 digits, or the first 2, 4, 6 or 9.")
    )
    search = SearchFilter(help_text=_("Words in the name, pinyin initials or credit code; all must occur."))
    pinyin = PinyinFilter()
    estate = KeysFilter(
        method="managing", max_length=13, help_text=_("Manages one of these estates today (their codes).")
    )
    present_in = RegionFilter(
        method="present", help_text=_("Registered within this division or managing an estate there today.")
    )
    joined = YesNoFilter("joined_on", "isnull", exclude=True, help_text=_("Whether it has entered the credit system."))

    def present(self, queryset, name, value):
        here = within("estate__region_id", prefix_of(value))
        contracts = ServiceContract.objects.visible_to(self.request.user).running(on=timezone.localdate()).filter(here)
        return queryset.filter(within("region_id", prefix_of(value)) | Q(pk__in=contracts.values("enterprise")))

    def managing(self, queryset, name, value):
        contracts = ServiceContract.objects.visible_to(self.request.user).running(on=timezone.localdate())
        return queryset.filter(pk__in=contracts.filter(estate__code__in=value).values("enterprise"))


class ManagerFilters(Filters):
    model = ProjectManager
    columns = ("number", "name", "registered_on", "left_on")

    id = IdsFilter()
    region = RegionFilter("enterprise__region_id", help_text=_("Whose company is registered within this division."))
    enterprise = KeysFilter("enterprise__uscc", max_length=18, help_text=CREDIT_CODE)
    search = TextFilter(method="named", max_length=60, help_text=_("Part of the name or number."))
    serving = YesNoFilter("left_on", "isnull", help_text=_("Whether still with the company."))

    def named(self, queryset, name, value):
        return queryset.filter(Q(name__icontains=value) | Q(number__icontains=value))


class ContractFilters(Filters):
    model = ServiceContract
    columns = (
        "number", "stage", "service_level", "fee_fen_per_m2_month", "begins_on", "ends_on", "signed_on", "filed_on",
    )  # fmt: skip

    id = IdsFilter()
    region = RegionFilter("estate__region_id", help_text=_("For estates within this division."))
    estate = KeysFilter("estate__code", max_length=13, help_text=ESTATE_CODE)
    enterprise = KeysFilter("enterprise__uscc", max_length=18, help_text=CREDIT_CODE)
    manager = KeysFilter("manager__number", max_length=30, help_text=MANAGER_NUMBER)
    running_on = DayFilter(method="running", help_text=_("In force on this day."))
    search = TextFilter(
        method="saying", max_length=60, help_text=_("Part of the number, of the estate's or of the company's name.")
    )

    def running(self, queryset, name, value):
        return queryset.running(on=value)

    def saying(self, queryset, name, value):
        named = Q(estate__name__icontains=value) | Q(enterprise__name__icontains=value)
        return queryset.filter(Q(number__icontains=value) | named)
