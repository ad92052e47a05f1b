"""The desk of duty reports."""

from django import forms
from django.contrib import admin
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import display

from accounts.desk_buttons import Button, ReasonForm, done, reason_field, text_field
from accounts.desk_filters import region_filter
from accounts.sheet_desk import Fact, Sheet, SheetDesk, moment
from committees.duties import actions
from committees.duties.lifecycle import DUTY, REPORT
from committees.models import DutyReport, DutyState

COLOURS = {
    DutyState.REPORTED: "info",
    DutyState.ORDERED: "warning",
    DutyState.UNFOUNDED: "default",
    DutyState.PUT_RIGHT: "success",
    DutyState.DECIDED: "danger",
    DutyState.REVOKED: "default",
}


NOBODY_NAMED = gettext_lazy("Name no person.")


class OrderForm(forms.Form):
    statement = text_field(gettext_lazy("what the company said"), gettext_lazy("Or that it said nothing."))
    finding = text_field(gettext_lazy("what the check found"), NOBODY_NAMED)


class FindingForm(forms.Form):
    finding = text_field(gettext_lazy("what the check found"), NOBODY_NAMED)


class DecisionForm(forms.Form):
    decision = reason_field(gettext_lazy("Decision, and why"), NOBODY_NAMED)


BUTTONS = (
    Button.of(
        DUTY["find_so"], done(actions.find_so),
        gettext_lazy("The company gets the city's term to put it right; then somebody else decides."), OrderForm,
        icon="rule", variant="primary",
    ),
    Button.of(
        DUTY["find_unfounded"], done(actions.find_unfounded), gettext_lazy("The check found that it is not so."),
        FindingForm, icon="close",
    ),
    Button.of(
        DUTY["note_put_right"], done(actions.note_put_right),
        gettext_lazy("The company did what it owes: nothing counts."), DecisionForm, icon="task_alt",
    ),
    Button.of(
        DUTY["decide"], done(actions.decide),
        gettext_lazy("It goes into the credit ledger of the company whose contract it was that day."), DecisionForm,
        icon="gavel", variant="danger",
    ),
    Button.of(
        DUTY["revoke"], done(actions.revoke),
        gettext_lazy("What it brought into the credit ledger is withdrawn before the next night."), ReasonForm,
        icon="undo",
    ),
)  # fmt: skip


@admin.register(DutyReport)
class DutyDesk(SheetDesk):
    view_verb = add_verb = REPORT
    buttons = BUTTONS
    looks = {
        DutyState.REPORTED: "", DutyState.ORDERED: "warm", DutyState.PUT_RIGHT: "ok", DutyState.DECIDED: "late",
    }  # fmt: skip
    list_display = ["number", "estate", "kind_shown", "happened_on", "state_shown", "put_right_by"]
    list_select_related = ["estate"]
    list_filter = [
        region_filter("estate__region_id"), ("state", ChoicesDropdownFilter), ("kind", ChoicesDropdownFilter),
    ]  # fmt: skip
    search_fields = ["number", "estate__search_text"]
    search_help_text = gettext_lazy("Number or estate")
    autocomplete_fields = ["estate"]
    fields = ["estate", ("kind", "happened_on"), "words"]
    export_columns = (
        "number", "estate__code", "estate__name", "kind", "happened_on", "state", "reported_at", "checked_at",
        "put_right_by", "decided_at", "decision", "revoked_at",
    )  # fmt: skip

    def save_model(self, request, obj: DutyReport, form, change: bool) -> None:
        given = form.cleaned_data
        made = actions.report(
            estate=given["estate"], kind=given["kind"], happened_on=given["happened_on"], words=given["words"],
            by=request.user, at=timezone.now(),
        )  # fmt: skip
        obj.pk, obj.number = made.pk, made.number

    def sheet(self, thing: DutyReport) -> Sheet:
        return Sheet(
            note=_("The day to put it right is over: decide.") if is_due(thing) else "",
            facts=[
                Fact(_("Estate"), thing.estate, reverse("admin:estates_estate_change", args=[thing.estate_id])),
                Fact(_("Breach of duty"), thing.get_kind_display()),
                Fact(_("Happened on"), thing.happened_on),
                Fact(_("Time of the report"), moment(thing.reported_at)),
                Fact(_("Checked"), moment(thing.checked_at)),
                Fact(_("To be put right by"), thing.put_right_by),
                Fact(_("Decided"), moment(thing.decided_at)),
                Fact(_("Decision"), thing.decision or None),
                *(
                    [Fact(_("Revoked"), f"{moment(thing.revoked_at)} {thing.revoke_reason}")]
                    if thing.revoked_at
                    else []
                ),
            ],
            texts=[
                (_("In words"), thing.words),
                (_("What the company said"), thing.statement),
                (_("What the check found"), thing.finding),
            ],
        )

    @display(description=gettext_lazy("breach of duty"), ordering="kind")
    def kind_shown(self, report: DutyReport) -> str:
        return report.get_kind_display()

    @display(description=gettext_lazy("state"), ordering="state", label=COLOURS)
    def state_shown(self, report: DutyReport) -> tuple[str, str]:
        return report.state, report.get_state_display()


def is_due(report: DutyReport) -> bool:
    return (
        report.state == DutyState.ORDERED
        and report.put_right_by is not None
        and report.put_right_by < timezone.localdate()
    )
