"""What is charged, item by item, over all filings: to look through, and to hand out."""

from django.contrib import admin
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import display

from accounts.desk_filters import region_filter
from accounts.sheet_desk import Fact, Sheet, SheetDesk
from fees.models import FeeItem
from intake.money import as_yuan, yuan


@admin.register(FeeItem)
class FeeItemDesk(SheetDesk):
    view_verb = "fees.view"
    list_display = ["name", "estate", "kind", "price", "unit", "buildings_shown", "filing", "state_shown"]
    list_select_related = ["filing__estate", "filing__contract__enterprise"]
    list_filter = [
        region_filter("filing__estate__region_id"), ("kind", ChoicesDropdownFilter),
        ("filing__state", ChoicesDropdownFilter),
    ]  # fmt: skip
    search_fields = ["name", "filing__number", "filing__estate__search_text"]
    search_help_text = gettext_lazy("Fee item, number or estate")
    export_columns = (
        "filing__number", "filing__estate__code", "filing__estate__name", "filing__contract__enterprise__name",
        "filing__state", "filing__from_on", "kind", "name", as_yuan("price_fen", gettext_lazy("price, yuan")), "unit",
        "building_kind", "lift", "lift_paid_by", "utilities_paid_by",
    )  # fmt: skip

    def sheet(self, thing: FeeItem) -> Sheet:
        filing = thing.filing
        return Sheet(
            facts=[
                Fact(_("Estate"), filing.estate, reverse("admin:estates_estate_change", args=[filing.estate_id])),
                Fact(_("Fee filing"), filing, reverse("admin:fees_feefiling_change", args=[filing.pk])),
                Fact(_("State"), filing.get_state_display()),
                Fact(_("What for"), thing.get_kind_display()),
                Fact(_("Yuan"), yuan(thing.price_fen)),
                Fact(_("Unit of the price"), thing.get_unit_display()),
                Fact(_("Which buildings"), thing.buildings or None),
                Fact(_("Lifts paid"), thing.get_lift_paid_by_display()),
                Fact(_("Shared utilities paid"), thing.get_utilities_paid_by_display()),
            ]
        )

    @display(description=gettext_lazy("estate"))
    def estate(self, item: FeeItem) -> str:
        return item.filing.estate.name

    @display(description=gettext_lazy("price, yuan"), ordering="price_fen")
    def price(self, item: FeeItem) -> str:
        return yuan(item.price_fen)

    @display(description=gettext_lazy("for which buildings"))
    def buildings_shown(self, item: FeeItem) -> str:
        return item.buildings or "–"

    @display(description=gettext_lazy("state"), ordering="filing__state")
    def state_shown(self, item: FeeItem) -> str:
        return item.filing.get_state_display()
