"""The desks of safety: campaigns with the estates checked, and hazards up to their removal."""

from django import forms
from django.contrib import admin
from django.db.models import Count
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import display

from accounts.desk_buttons import Button, ReasonForm, done, text_field
from accounts.desk_filters import region_filter
from accounts.desk_theme import dressed
from accounts.sheet_desk import Fact, Sheet, SheetDesk, Table
from estates.finding import estate_coded
from estates.life_desk import VIEW, LifeDesk, estate_fact, proof_field
from estates.models import Hazard, HazardState, SafetyCampaign
from estates.safety import actions
from estates.safety.actions import NewHazard
from estates.safety.lifecycle import EDIT, HAZARD

COLOURS = {
    HazardState.FOUND: "warning", HazardState.FIXED: "info", HazardState.CLOSED: "success",
    HazardState.UNFOUNDED: "default",
}  # fmt: skip
LATEST = 50


class VisitForm(forms.Form):
    estate = forms.CharField(label=gettext_lazy("code of the estate"), help_text=gettext_lazy("13 digits."))
    visited_on = forms.DateField(label=gettext_lazy("checked on"))

    def clean_estate(self):
        found = estate_coded(self.cleaned_data["estate"].replace(" ", ""))
        if found is None:
            raise forms.ValidationError(_("There is no estate of this code."))
        return found


def visit(campaign: SafetyCampaign, **given) -> str:
    made = actions.visit(campaign, **given)
    return _("%(estate)s is checked. Add what was found as hazards.") % {"estate": made.estate}


@admin.register(SafetyCampaign)
class CampaignDesk(SheetDesk):
    view_verb = VIEW
    add_verb = EDIT
    buttons = (
        Button(
            "visit", gettext_lazy("An estate was checked"), EDIT, visit,
            question=lambda thing: _("It counts as checked, whether something was found or not."),
            form=dressed(VisitForm), icon="checklist", variant="primary",
        ),
    )  # fmt: skip
    list_display = ["title", "kind_shown", "region", "from_on", "until_on", "visited"]
    list_select_related = ["region"]
    list_filter = [region_filter("region_id"), ("kind", ChoicesDropdownFilter)]
    search_fields = ["title", "document"]
    search_help_text = gettext_lazy("Title or document")
    autocomplete_fields = ["region"]
    fields = [("title", "kind"), "region", ("from_on", "until_on"), "document"]
    export_columns = ("title", "kind", "region__name", "from_on", "until_on", "document")

    def get_queryset(self, request: HttpRequest):
        return super().get_queryset(request).annotate(visit_count=Count("visits__estate", distinct=True))

    def keep(self, thing: SafetyCampaign, *, form, by, at) -> None:
        actions.keep_campaign(thing, by=by, at=at)

    def page_facts(self, request: HttpRequest, thing: SafetyCampaign | None) -> dict:
        return {} if thing is None else {"sheet": campaign_sheet(thing, request.user)}

    @display(description=gettext_lazy("kind"), ordering="kind")
    def kind_shown(self, campaign: SafetyCampaign) -> str:
        return campaign.get_kind_display()

    @display(description=gettext_lazy("estates checked"), ordering="visit_count")
    def visited(self, campaign: SafetyCampaign) -> int:
        return campaign.visit_count  # type: ignore[attr-defined]


def campaign_sheet(campaign: SafetyCampaign, user) -> Sheet:
    """With the checks of the estates that the person sees."""
    seen = campaign.visits.visible_to(user).select_related("estate").annotate(found=Count("hazards"))
    hazards = Hazard.objects.visible_to(user).filter(visit__campaign=campaign)
    rows = [[visit.estate.name, visit.visited_on, visit.found] for visit in seen[:LATEST]]
    return Sheet(
        facts=[
            Fact(_("Kind"), campaign.get_kind_display()),
            Fact(_("Division"), campaign.region),
            Fact(_("Begins on"), campaign.from_on),
            Fact(_("Ends before"), campaign.until_on),
            Fact(_("Number of the document"), campaign.document or None),
            Fact(_("Estates checked"), seen.values("estate").distinct().count()),
            Fact(_("Hazards found"), hazards.exclude(state=HazardState.UNFOUNDED).count()),
            Fact(_("Removed"), hazards.filter(state=HazardState.CLOSED).count()),
            Fact(_("Late"), hazards.overdue(on=timezone.localdate()).count()),
        ],
        tables=[
            Table(
                _("Latest checks"), [_("Estate"), _("Checked on"), _("Hazards found")], rows,
                _("No estate was checked yet."),
            )
        ],
    )  # fmt: skip


class FixForm(forms.Form):
    fixed_on = forms.DateField(label=gettext_lazy("removed on"))
    how = text_field(gettext_lazy("how it was removed"), gettext_lazy("Name no person."), most=300)
    proof = proof_field(gettext_lazy("picture of it removed"))


class CloseForm(forms.Form):
    checked_on = forms.DateField(label=gettext_lazy("checked on"))


class RemarkForm(forms.Form):
    remark = text_field(gettext_lazy("What is still to be done?"), most=300)


class LateFilter(admin.SimpleListFilter):
    title = gettext_lazy("day to be removed")
    parameter_name = "late"

    def lookups(self, request: HttpRequest, model_admin) -> list[tuple[str, str]]:
        return [("overdue", _("overdue"))]

    def queryset(self, request: HttpRequest, queryset):
        return queryset.overdue(on=timezone.localdate()) if self.value() == "overdue" else queryset


@admin.register(Hazard)
class HazardDesk(LifeDesk):
    add_verb = EDIT
    buttons = (
        Button.of(
            HAZARD["report_fixed"], done(actions.report_fixed),
            gettext_lazy("An officer sees to it on site, then it is closed."), dressed(FixForm), icon="build",
            variant="primary",
        ),
        Button.of(
            HAZARD["close"], done(actions.close), gettext_lazy("Somebody other than who reported it has seen it."),
            dressed(CloseForm), icon="task_alt", variant="primary",
        ),
        Button.of(
            HAZARD["send_back"], done(actions.send_back), gettext_lazy("It is still there; its day stays."),
            dressed(RemarkForm), icon="undo",
        ),
        Button.of(
            HAZARD["strike"], done(actions.strike), gettext_lazy("It counts nowhere; the reason is kept."), ReasonForm,
            icon="close", variant="danger",
        ),
    )  # fmt: skip
    looks = {HazardState.FOUND: "warm", HazardState.FIXED: "", HazardState.CLOSED: "ok"}
    list_display = ["number", "estate", "kind_shown", "severity_shown", "found_on", "fix_by", "state_shown"]
    list_select_related = ["estate"]
    list_filter = [
        region_filter("estate__region_id"), LateFilter, ("state", ChoicesDropdownFilter),
        ("kind", ChoicesDropdownFilter), ("severity", ChoicesDropdownFilter),
    ]  # fmt: skip
    search_fields = ["number", "estate__search_text"]
    search_help_text = gettext_lazy("Number or estate")
    autocomplete_fields = ["estate"]
    fields = ["estate", ("kind", "severity"), "place", "words", "found_on"]
    export_columns = (
        "number", "estate__code", "estate__name", "visit__campaign__title", "kind", "severity", "state", "place",
        "words", "found_on", "fix_by", "fixed_on", "fixed_how", "checked_on",
    )  # fmt: skip

    def save_model(self, request, obj: Hazard, form, change: bool) -> None:
        given = dict(form.cleaned_data)
        estate = given.pop("estate")
        made = actions.find(estate=estate, hazard=NewHazard(**given), by=request.user, at=timezone.now())
        obj.pk, obj.number = made.pk, made.number

    def sheet(self, thing: Hazard) -> Sheet:
        is_late = thing.state == HazardState.FOUND and thing.fix_by < timezone.localdate()
        campaign = thing.visit.campaign if thing.visit else None
        return Sheet(
            note=_("The day for it is over.") if is_late else "",
            facts=[
                estate_fact(thing.estate),
                Fact(_("Campaign"), campaign),
                Fact(_("Kind"), thing.get_kind_display()),
                Fact(_("How grave"), thing.get_severity_display()),
                Fact(_("Standing place"), thing.place),
                Fact(_("Found on"), thing.found_on),
                Fact(_("To be removed by"), thing.fix_by),
                Fact(_("Removed on"), thing.fixed_on),
                Fact(_("Checked on"), thing.checked_on),
                *self.file_facts(thing),
            ],
            texts=[
                (_("What is dangerous"), thing.words),
                (_("How it was removed"), thing.fixed_how),
                (_("Remark"), thing.remark),
            ],
        )  # fmt: skip

    @display(description=gettext_lazy("kind"), ordering="kind")
    def kind_shown(self, hazard: Hazard) -> str:
        return hazard.get_kind_display()

    @display(description=gettext_lazy("how grave"), ordering="severity", label={"major": "danger", "general": "info"})
    def severity_shown(self, hazard: Hazard) -> tuple[str, str]:
        return hazard.severity, hazard.get_severity_display()

    @display(description=gettext_lazy("state"), ordering="state", label=COLOURS)
    def state_shown(self, hazard: Hazard) -> tuple[str, str]:
        return hazard.state, hazard.get_state_display()
