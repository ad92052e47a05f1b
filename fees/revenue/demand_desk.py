"""The officers' desk of owners' demands for audits."""

from functools import partial

from django.contrib import admin
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import display

from accounts.desk_buttons import Button, done
from accounts.desk_filters import region_filter
from accounts.sheet_desk import Fact, Sheet
from fees.models import RevenueDemand
from fees.models.revenue_demands import DemandState
from fees.revenue import demanding, desk_forms
from fees.revenue.desk import RevenueDesk, labels, looks, of_estate, period_of
from fees.revenue.lifecycle import DEMAND

DEMANDS = {
    DemandState.OPEN: ("warning", "warm"), DemandState.REACHED: ("success", "ok"),
    DemandState.DROPPED: ("default", "quiet"),
}  # fmt: skip


@admin.register(RevenueDemand)
class RevenueDemandDesk(RevenueDesk):
    """Recorded at the desk of reports."""

    looks = looks(DEMANDS)
    buttons = (
        Button.of(DEMAND["add_homes"], done(demanding.add_homes),
                  gettext_lazy("All are counted anew by the register of today."), icon="person_add", variant="primary",
                  form_of=lambda demand: partial(desk_forms.JoinedForm, thing=demand)),
        Button.of(DEMAND["drop"], done(demanding.drop), gettext_lazy("Who joined is forgotten."),
                  form=desk_forms.ReasonForm, icon="delete", variant="danger"),
    )  # fmt: skip
    list_display = ["number", "estate", "period", "state_shown", "demanded_on", "heads_shown", "area_shown"]
    list_select_related = ["estate", "report"]
    list_filter = [region_filter("estate__region_id"), ("state", ChoicesDropdownFilter)]
    search_fields = ["number", "estate__search_text", "report__number"]
    search_help_text = gettext_lazy("Number of the demand or the report, or estate")
    export_columns = (
        "number", "estate__code", "estate__name", "report__number", "state", "demanded_on", "counted_on", "heads",
        "of_heads", "area_m2", "of_area_m2", "audit__number", "drop_reason",
    )  # fmt: skip

    def sheet(self, thing: RevenueDemand) -> Sheet:
        report = reverse("admin:fees_revenuereport_change", args=[thing.report_id])
        audit = reverse("admin:fees_revenueaudit_change", args=[thing.audit_id]) if thing.audit_id else ""
        return Sheet(
            facts=[
                of_estate(thing),
                Fact(_("Report of public revenue"), f"{thing.report} · {period_of(thing.report)}", report),
                Fact(_("Demanded on"), thing.demanded_on),
                Fact(_("Counted on"), thing.counted_on),
                Fact(_("Owners who joined"), self.heads_shown(thing)),
                Fact(_("Area of those who joined"), self.area_shown(thing)),
                *([Fact(_("Audit"), thing.audit, audit)] if audit else []),
                *([Fact(_("Why it was dropped"), thing.drop_reason)] if thing.drop_reason else []),
            ],
        )

    @display(description=gettext_lazy("period"), ordering="report__from_on")
    def period(self, row) -> str:
        return period_of(row.report)

    @display(description=gettext_lazy("owners who joined"), ordering="heads")
    def heads_shown(self, row) -> str:
        return f"{row.heads} / {row.of_heads} · {demanding.shares_of(row)[0]} %"

    @display(description=gettext_lazy("area that joined"), ordering="area_m2")
    def area_shown(self, row) -> str:
        return f"{row.area_m2} / {row.of_area_m2} m² · {demanding.shares_of(row)[1]} %"

    @display(description=gettext_lazy("state"), ordering="state", label=labels(DEMANDS))
    def state_shown(self, row) -> tuple[str, str]:
        return row.state, row.get_state_display()
