"""The desk of equipment: what stands where, and whose inspection is due."""

from datetime import date, datetime

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.contrib.filters.admin import ChoicesDropdownFilter, RangeDateFilter
from unfold.decorators import display

from accounts.desk_buttons import Button, reason_field
from accounts.desk_filters import region_filter
from accounts.desk_theme import dressed
from accounts.sheet_desk import Fact, Sheet, Table, moment
from estates.equipment import actions
from estates.equipment.actions import NewCheck
from estates.equipment.lifecycle import EQUIPMENT, REPORT
from estates.life_desk import LifeDesk, estate_fact, proof_field
from estates.models import CheckResult, Equipment, EquipmentCheck
from estates.telling import NEAR_DAYS

COLOURS = {"valid": "success", "near": "warning", "late": "danger", "retired": "default"}
AMENDED = ["place", "keeper", "keeper_phone", "installed_on"]


class EquipmentForm(forms.ModelForm):
    """The building is named as the register has it: a list of all buildings of a city helps nobody."""

    building_name = forms.CharField(
        label=gettext_lazy("building"), max_length=30, required=False,
        help_text=gettext_lazy("As the register of buildings has it; empty if of the whole estate."),
    )  # fmt: skip

    class Meta:
        model = Equipment
        fields = ["estate", "kind", "code", "place", "keeper", "keeper_phone", "installed_on"]

    def clean(self) -> dict:
        given = super().clean() or self.cleaned_data
        name, estate = given.get("building_name", "").strip(), given.get("estate")
        if name and estate is not None:
            self.instance.building = estate.buildings.filter(name=name).first()
            if self.instance.building is None:
                self.add_error("building_name", _("is no building of this estate"))
        return given


def amend_form(equipment: Equipment) -> type[forms.Form]:
    """What may change, as it stands."""
    meta = type("Meta", (), {"model": Equipment, "fields": AMENDED})
    made = type("AmendForm", (forms.ModelForm,), {"Meta": meta})

    class Amend(made):  # type: ignore[misc, valid-type]
        def __init__(self, *args, **kwargs):
            super().__init__(*args, initial=forms.model_to_dict(equipment, AMENDED), **kwargs)

    return dressed(Amend)


class CheckForm(forms.Form):
    inspected_on = forms.DateField(label=gettext_lazy("inspected on"))
    inspected_by = forms.CharField(
        label=gettext_lazy("inspected by"), max_length=100, help_text=gettext_lazy("The organisation; name no person.")
    )
    result = forms.ChoiceField(label=gettext_lazy("result"), choices=CheckResult.choices)
    next_due_on = forms.DateField(
        label=gettext_lazy("next inspection due on"), required=False,
        help_text=gettext_lazy("As the report says. Left empty, the city's rule gives the day."),
    )  # fmt: skip
    proof = proof_field(gettext_lazy("report of the inspection"))


def correct_form(equipment: Equipment) -> type[forms.Form]:
    class CorrectForm(CheckForm):
        wrong = forms.ModelChoiceField(
            label=gettext_lazy("which inspection was reported wrong"),
            queryset=equipment.checks.filter(replaced_by__isnull=True), empty_label=None, widget=forms.RadioSelect,
        )  # fmt: skip
        field_order = ["wrong"]

        def __init__(self, *args, **kwargs):
            super().__init__(*args, **kwargs)
            self.fields["wrong"].label_from_instance = lambda check: f"{check.inspected_on} {check.inspected_by}"

    return dressed(CorrectForm)


class RetireForm(forms.Form):
    retired_on = forms.DateField(label=gettext_lazy("out of use since"))
    why = reason_field(gettext_lazy("Why"))


def report(equipment: Equipment, *, by, at: datetime, **given) -> str:
    made = actions.report_check(equipment, check=NewCheck(**given), by=by, at=at)
    return _("The next inspection is due on %(day)s.") % {"day": made.next_due_on}


def correct(equipment: Equipment, *, wrong: EquipmentCheck, by, at: datetime, **given) -> str:
    made = actions.correct_check(equipment, wrong=wrong, check=NewCheck(**given), by=by, at=at)
    return _("The next inspection is due on %(day)s.") % {"day": made.next_due_on}


def amend(equipment: Equipment, *, by, at: datetime, **given) -> str:
    for name, value in given.items():
        setattr(equipment, name, value)
    actions.amend(equipment, by=by, at=at)
    return _("Amended.")


def retire(equipment: Equipment, **given) -> str:
    actions.retire(equipment, **given)
    return _("%(code)s is out of use.") % {"code": equipment.code}


BUTTONS = (
    Button.of(
        EQUIPMENT["report_check"], report, gettext_lazy("The page of the estate shows the day and the result."),
        form=dressed(CheckForm), icon="fact_check", variant="primary",
    ),
    Button.of(
        EQUIPMENT["correct_check"], correct, gettext_lazy("The wrong report stays on file; the right one counts."),
        form_of=correct_form, icon="edit_note", when=lambda equipment: equipment.inspected_on is not None,
    ),
    Button.of(
        EQUIPMENT["amend"], amend, gettext_lazy("Code, estate and kind stay."), form_of=amend_form, icon="edit",
    ),
    Button.of(
        EQUIPMENT["retire"], retire, gettext_lazy("Nothing is due for it any more."), form=dressed(RetireForm),
        icon="block", variant="danger",
    ),
)  # fmt: skip


class DueFilter(admin.SimpleListFilter):
    title = gettext_lazy("next inspection")
    parameter_name = "due"

    def lookups(self, request: HttpRequest, model_admin) -> list[tuple[str, str]]:
        return [("overdue", _("overdue")), ("gone", _("out of use"))]

    def queryset(self, request: HttpRequest, queryset):
        if self.value() == "overdue":
            return queryset.overdue(on=timezone.localdate())
        return queryset.filter(retired_on__isnull=False) if self.value() == "gone" else queryset


@admin.register(Equipment)
class EquipmentDesk(LifeDesk):
    add_verb = REPORT
    buttons = BUTTONS
    list_display = ["code", "estate", "kind_shown", "where", "inspected_on", "next_due_on", "state_shown"]
    list_select_related = ["estate", "building"]
    list_filter = [
        region_filter("estate__region_id"), DueFilter, ("kind", ChoicesDropdownFilter),
        ("result", ChoicesDropdownFilter), ("next_due_on", RangeDateFilter),
    ]  # fmt: skip
    search_fields = ["code", "estate__search_text", "keeper"]
    search_help_text = gettext_lazy("Code, estate or unit that maintains it")
    autocomplete_fields = ["estate"]
    form = EquipmentForm
    fields = [("estate", "building_name"), ("kind", "code"), "place", ("keeper", "keeper_phone"), "installed_on"]
    export_columns = (
        "code", "estate__code", "estate__name", "building__name", "kind", "place", "keeper", "keeper_phone",
        "installed_on", "retired_on", "inspected_on", "result", "next_due_on",
    )  # fmt: skip

    def keep(self, thing: Equipment, *, form, by, at) -> None:
        actions.register(thing, by=by, at=at)

    def get_form(self, request, obj=None, change=False, **kwargs):
        made = super().get_form(request, obj, change=change, **{**kwargs, "fields": EquipmentForm.Meta.fields})
        if "code" in made.base_fields:
            made.base_fields["code"].required = False
            made.base_fields["code"].help_text = _("The registration code of a lift; left empty, it gets a number.")
        return made

    def files(self, thing: Equipment):
        return {str(check.pk): check.proof for check in thing.checks.all() if check.proof}

    def sheet(self, thing: Equipment) -> Sheet:
        state, word = standing(thing, timezone.localdate())
        return Sheet(
            note=word if state == "late" else "",
            facts=[
                estate_fact(thing.estate),
                Fact(_("Building"), thing.building),
                Fact(_("Kind"), thing.get_kind_display()),
                Fact(_("Standing place"), thing.place or None),
                Fact(_("Maintained by"), thing.keeper or None),
                Fact(_("Emergency phone"), thing.keeper_phone or None),
                Fact(_("Installed on"), thing.installed_on),
                Fact(_("Last inspected on"), thing.inspected_on),
                Fact(_("Result"), thing.get_result_display() or None),
                Fact(_("Next inspection due on"), thing.next_due_on),
                *([Fact(_("Out of use since"), thing.retired_on)] if thing.retired_on else []),
                *self.file_facts(thing, _("Report of the inspection")),
            ],
            tables=[checks_table(thing)],
        )

    @display(description=gettext_lazy("kind"), ordering="kind")
    def kind_shown(self, equipment: Equipment) -> str:
        return equipment.get_kind_display()

    @display(description=gettext_lazy("standing place"))
    def where(self, equipment: Equipment) -> str:
        return equipment.label

    @display(description=gettext_lazy("state"), ordering="next_due_on", label=COLOURS)
    def state_shown(self, equipment: Equipment) -> tuple[str, str]:
        return standing(equipment, timezone.localdate())


def standing(equipment: Equipment, on: date) -> tuple[str, str]:
    """Of `COLOURS`, with its word."""
    if equipment.retired_on is not None:
        return "retired", _("out of use")
    if equipment.next_due_on is None:
        return "late", _("never inspected")
    if equipment.next_due_on < on:
        return "late", _("overdue")
    if equipment.result == CheckResult.FAILED:
        return "late", _("to be inspected again")
    return ("near", _("due soon")) if (equipment.next_due_on - on).days <= NEAR_DAYS else ("valid", _("valid"))


def checks_table(equipment: Equipment) -> Table:
    rows = [
        [
            check.inspected_on, check.inspected_by, check.get_result_display(), check.next_due_on,
            moment(check.reported_at), _("corrected") if hasattr(check, "replaced_by") else "",
        ]
        for check in equipment.checks.select_related("replaced_by")
    ]  # fmt: skip
    heads = [_("Inspected on"), _("By"), _("Result"), _("Next due on"), _("Time of the report"), _("Remark")]
    return Table(_("Inspections"), heads, rows, _("No inspection was reported yet."))
