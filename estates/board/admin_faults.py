"""The desk of faults of boards, worked through up to a decision."""

from django import forms
from django.contrib import admin
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import display

from accounts.desk_buttons import Button, ReasonForm, done, reason_field, text_field
from accounts.desk_filters import region_filter
from accounts.sheet_desk import Fact, Sheet, SheetDesk, Table, moment
from estates.board import faults
from estates.board.lifecycle import CHECK, FAULT, VIEW
from estates.life_desk import estate_fact
from estates.models import BoardFault, FaultState

FAULT_COLOURS = {
    FaultState.REPORTED: "info", FaultState.ORDERED: "warning", FaultState.UNFOUNDED: "default",
    FaultState.PUT_RIGHT: "success", FaultState.DECIDED: "danger", FaultState.REVOKED: "default",
}  # fmt: skip
NOBODY_NAMED = gettext_lazy("Name no person.")


class OrderForm(forms.Form):
    statement = text_field(gettext_lazy("what the company said"), gettext_lazy("Or that it said nothing."))
    finding = text_field(gettext_lazy("what the check found"), NOBODY_NAMED)


class FindingForm(forms.Form):
    finding = text_field(gettext_lazy("what the check found"), NOBODY_NAMED)


class DecisionForm(forms.Form):
    decision = reason_field(gettext_lazy("Decision, and why"), NOBODY_NAMED)


FAULT_BUTTONS = (
    Button.of(
        FAULT["find_so"], done(faults.find_so),
        gettext_lazy("The company gets the city's term; then somebody else decides."), OrderForm, icon="rule",
        variant="primary",
    ),
    Button.of(
        FAULT["find_unfounded"], done(faults.find_unfounded), gettext_lazy("The check found that it is not so."),
        FindingForm, icon="close",
    ),
    Button.of(
        FAULT["note_put_right"], done(faults.note_put_right),
        gettext_lazy("It hangs, or was answered: nothing counts."), DecisionForm, icon="task_alt",
    ),
    Button.of(
        FAULT["decide"], done(faults.decide),
        gettext_lazy("It goes into the credit ledger of the company whose contract it was that day."), DecisionForm,
        icon="gavel", variant="danger",
    ),
    Button.of(
        FAULT["revoke"], done(faults.revoke),
        gettext_lazy("What it brought into the credit ledger is withdrawn before the next night."), ReasonForm,
        icon="undo",
    ),
)  # fmt: skip


@admin.register(BoardFault)
class FaultDesk(SheetDesk):
    view_verb, add_verb = VIEW, CHECK
    buttons = FAULT_BUTTONS
    looks = {
        FaultState.REPORTED: "", FaultState.ORDERED: "warm", FaultState.PUT_RIGHT: "ok", FaultState.DECIDED: "late",
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

    def save_model(self, request, obj: BoardFault, form, change: bool) -> None:
        given = form.cleaned_data
        made = faults.report(
            estate=given["estate"], kind=given["kind"], happened_on=given["happened_on"], words=given["words"],
            by=request.user, at=timezone.now(),
        )  # fmt: skip
        obj.pk, obj.number = made.pk, made.number

    def sheet(self, thing: BoardFault) -> Sheet:
        return Sheet(
            note=note_of(thing),
            facts=[
                estate_fact(thing.estate),
                Fact(_("Fault"), thing.get_kind_display()),
                Fact(_("Happened on"), thing.happened_on),
                Fact(_("Time of the report"), moment(thing.reported_at)),
                Fact(_("Checked"), moment(thing.checked_at)),
                Fact(_("Last day to put it right"), thing.put_right_by),
                Fact(_("Decided"), moment(thing.decided_at)),
                Fact(_("Decision"), thing.decision or None),
                Fact(_("Revoked"), revoked(thing)),
            ],
            tables=tables_of(thing),
            texts=[
                (_("In words"), thing.words), (_("What the company said"), thing.statement),
                (_("What the check found"), thing.finding),
            ],
        )  # fmt: skip

    @display(description=gettext_lazy("fault"), ordering="kind")
    def kind_shown(self, fault: BoardFault) -> str:
        return fault.get_kind_display()

    @display(description=gettext_lazy("state"), ordering="state", label=FAULT_COLOURS)
    def state_shown(self, fault: BoardFault) -> tuple[str, str]:
        return fault.state, fault.get_state_display()


def revoked(fault: BoardFault) -> str | None:
    return f"{moment(fault.revoked_at)} {fault.revoke_reason}" if fault.revoked_at else None


def note_of(fault: BoardFault) -> str:
    if fault.state not in (FaultState.REPORTED, FaultState.ORDERED):
        return ""
    if faults.is_put_right(fault):
        return _("Everything it is about is in order now: note it as put right.")
    is_over = fault.put_right_by is not None and fault.put_right_by < timezone.localdate()
    return _("The day to put it right is over: decide.") if is_over else ""


def tables_of(fault: BoardFault) -> list[Table]:
    entries = [
        (str(entry.item), entry.told_period or _("for good"), entry.due_on, entry.get_state_display(), entry.lacks)
        for entry in fault.entries.select_related("item").order_by("due_on", "pk")
    ]
    objected = [
        (str(each), each.due_on, each.get_state_display()) for each in fault.objections.order_by("due_on", "pk")
    ]
    heads = (_("Disclosed item"), _("Period"), _("Last day"), _("State"), _("What is missing"))
    return [
        *([Table(_("Items"), heads, entries)] if entries else []),
        *([Table(_("Objections"), (_("Number"), _("Answer due on"), _("State")), objected)] if objected else []),
    ]
