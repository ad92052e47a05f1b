"""The desk of estates with their buildings. `enterprises.admin` adds who manages each; `oversight` puts it up."""

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy
from unfold.admin import TabularInline
from unfold.contrib.filters.admin import ChoicesDropdownFilter, RangeNumericFilter
from unfold.decorators import display

from accounts.authority import may
from accounts.desk import Desk
from accounts.desk_filters import RegionFilter
from estates.actions import amend_building, amend_estate, register_building, register_estate
from estates.basic_service.admin import BasicServiceDesk
from estates.board.admin import EntryDesk, ItemDesk
from estates.board.admin_faults import FaultDesk
from estates.board.admin_objections import ObjectionDesk
from estates.equipment.admin import EquipmentDesk
from estates.models import Building, Estate
from estates.renovation.admin import RenovationDesk
from estates.safety.admin import CampaignDesk, HazardDesk

__all__ = [
    "BasicServiceDesk",
    "CampaignDesk",
    "EntryDesk",
    "EquipmentDesk",
    "EstateDesk",
    "FaultDesk",
    "HazardDesk",
    "ItemDesk",
    "ObjectionDesk",
    "RenovationDesk",
]


class BuildingsOfEstate(TabularInline):
    """The buildings on an estate's page. They are added and amended, never taken away."""

    model = Building
    verbose_name_plural = gettext_lazy("Buildings of the estate")
    fields = ["name", "storeys", "units", "lifts", "households", "floor_area_m2"]
    extra = 0
    per_page = 30
    can_delete = False

    def has_view_permission(self, request: HttpRequest, obj=None) -> bool:
        return may(request.user, "registers.view")

    def has_add_permission(self, request: HttpRequest, obj=None) -> bool:
        return may(request.user, "registers.edit")

    has_change_permission = has_add_permission

    def has_delete_permission(self, request: HttpRequest, obj=None) -> bool:
        return False


class EstateDesk(Desk):
    view_verb = "registers.view"
    add_verb = change_verb = "registers.edit"
    list_display = ["name", "code", "region", "kind_shown", "mode_shown", "households", "built_year"]
    list_display_links = ["name"]
    list_select_related = ["region"]
    list_filter = [
        RegionFilter,
        ("kind", ChoicesDropdownFilter),
        ("service_mode", ChoicesDropdownFilter),
        ("renovation", ChoicesDropdownFilter),
        ("built_year", RangeNumericFilter),
    ]
    search_fields = ["search_text"]
    search_help_text = gettext_lazy("Name, former name, address, pinyin initials or code")
    autocomplete_fields = ["region"]
    inlines = [BuildingsOfEstate]
    fieldsets = [
        (None, {"fields": [("name", "code"), ("former_names", "initials"), ("region", "address")]}),
        (
            gettext_lazy("Size and age"),
            {"fields": [("floor_area_m2", "households"), ("building_count", "built_year"), ("latitude", "longitude")]},
        ),
        (gettext_lazy("How it is served"), {"fields": [("kind", "service_mode"), "renovation"]}),
    ]
    readonly_fields = ["initials"]
    export_columns = (
        "code", "name", "former_names", "region__name", "address", "kind", "service_mode", "renovation", "built_year",
        "floor_area_m2", "households", "building_count", "latitude", "longitude",
    )  # fmt: skip

    @display(description=gettext_lazy("kind"), ordering="kind")
    def kind_shown(self, estate: Estate) -> str:
        return estate.get_kind_display()

    @display(description=gettext_lazy("service mode"), ordering="service_mode")
    def mode_shown(self, estate: Estate) -> str:
        return estate.get_service_mode_display()

    def get_search_results(self, request, queryset, search_term):
        return queryset.find(search_term), False

    def get_readonly_fields(self, request: HttpRequest, obj: Estate | None = None) -> list[str]:
        return ["initials", "code"] if obj else ["initials"]

    def keep(self, thing: Estate, *, form, by, at) -> None:
        (amend_estate if form.instance.pk else register_estate)(thing, by=by, at=at)

    def save_formset(self, request: HttpRequest, form, formset, change) -> None:
        buildings = formset.save(commit=False)
        for building in buildings:
            keep = amend_building if building.pk else register_building
            keep(building, by=request.user, at=timezone.now())
        formset.save_m2m()
