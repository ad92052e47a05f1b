"""The desk of what is reported of an estate and worked through: checked, ordered, then put right or decided.

Faults of boards and breaches of duty go this road; their rules are their own.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import display

from accounts.desk_buttons import Button, ReasonForm, done, reason_field, text_field
from accounts.desk_filters import region_filter
from accounts.lifecycle import Move
from accounts.sheet_desk import Fact, Sheet, SheetDesk, Table, moment
from estates.life_desk import estate_fact

COLOURS = {
    "reported": "info", "ordered": "warning", "unfounded": "default", "put_right": "success", "decided": "danger",
    "revoked": "default",
}  # fmt: skip
NOBODY_NAMED = gettext_lazy("Name no person.")


class OrderForm(forms.Form):
    statement = text_field(gettext_lazy("what the company said"), gettext_lazy("Or that it said nothing."))
    finding = text_field(gettext_lazy("what the check found"), NOBODY_NAMED)


class FindingForm(forms.Form):
    finding = text_field(gettext_lazy("what the check found"), NOBODY_NAMED)


class DecisionForm(forms.Form):
    decision = reason_field(gettext_lazy("Decision, and why"), NOBODY_NAMED)


def buttons_of(lifecycle: Mapping[str, Move], actions: Any, *, put_right: Any) -> tuple[Button, ...]:
    """`actions` has a function for each verb; `put_right` says when nothing counts."""
    return (
        Button.of(
            lifecycle["find_so"], done(actions.find_so),
            gettext_lazy("The company gets the city's term to put it right; then somebody else decides."), OrderForm,
            icon="rule", variant="primary",
        ),
        Button.of(
            lifecycle["find_unfounded"], done(actions.find_unfounded),
            gettext_lazy("The check found that it is not so."), FindingForm, icon="close",
        ),
        Button.of(
            lifecycle["note_put_right"], done(actions.note_put_right), put_right, DecisionForm, icon="task_alt",
        ),
        Button.of(
            lifecycle["decide"], done(actions.decide),
            gettext_lazy("It goes into the credit ledger of the company whose contract it was that day."), DecisionForm,
            icon="gavel", variant="danger",
        ),
        Button.of(
            lifecycle["revoke"], done(actions.revoke),
            gettext_lazy("What it brought into the credit ledger is withdrawn before the next night."), ReasonForm,
            icon="undo",
        ),
    )  # fmt: skip


def is_overdue(thing: Any) -> bool:
    """Whether it was ordered to be put right by a day that is over."""
    return thing.state == "ordered" and thing.put_right_by is not None and thing.put_right_by < timezone.localdate()


class ReportsDesk(SheetDesk):
    """`verbs.report` keeps a new one; `what` is what it is about, in a word."""

    verbs: Any
    what: Any
    looks = {"reported": "", "ordered": "warm", "put_right": "ok", "decided": "late"}
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

    def save_model(self, request, obj: Any, form, change: bool) -> None:
        given = form.cleaned_data
        made = self.verbs.report(
            estate=given["estate"], kind=given["kind"], happened_on=given["happened_on"], words=given["words"],
            by=request.user, at=timezone.now(),
        )  # fmt: skip
        obj.pk, obj.number = made.pk, made.number

    def sheet(self, thing: Any) -> Sheet:
        return Sheet(
            note=self.note_of(thing),
            facts=[
                estate_fact(thing.estate),
                Fact(self.what, thing.get_kind_display()),
                Fact(_("Happened on"), thing.happened_on),
                Fact(_("Time of the report"), moment(thing.reported_at)),
                Fact(_("Checked"), moment(thing.checked_at)),
                Fact(_("To be put right by"), thing.put_right_by),
                Fact(_("Decided"), moment(thing.decided_at)),
                Fact(_("Decision"), thing.decision or None),
                Fact(_("Revoked"), f"{moment(thing.revoked_at)} {thing.revoke_reason}" if thing.revoked_at else None),
            ],
            tables=self.tables_of(thing),
            texts=[
                (_("In words"), thing.words), (_("What the company said"), thing.statement),
                (_("What the check found"), thing.finding),
            ],
        )  # fmt: skip

    def note_of(self, thing: Any) -> str:
        return _("The day to put it right is over: decide.") if is_overdue(thing) else ""

    def tables_of(self, thing: Any) -> Sequence[Table]:
        return ()

    @display(description=gettext_lazy("kind"), ordering="kind")
    def kind_shown(self, thing: Any) -> str:
        return thing.get_kind_display()

    @display(description=gettext_lazy("state"), ordering="state", label=COLOURS)
    def state_shown(self, thing: Any) -> tuple[str, str]:
        return thing.state, thing.get_state_display()
