"""The desk of objections to results. Who objected is shown by the family name only."""

from datetime import datetime

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import display
from unfold.widgets import UnfoldAdminRadioSelectWidget, UnfoldAdminTextareaWidget

from accounts.authority import NotAllowed
from accounts.city import NoRuleValue
from accounts.desk import Desk
from accounts.desk_buttons import Button
from accounts.desk_filters import region_filter
from accounts.lifecycle import NotNow
from accounts.models import User
from committees.models import VoteObjection, VoteState
from committees.votes import actions
from committees.votes.lifecycle import HOLD, VOTE


class AnswerForm(forms.Form):
    is_upheld = forms.TypedChoiceField(
        label=gettext_lazy("Outcome"), coerce=lambda value: value == "yes", widget=UnfoldAdminRadioSelectWidget,
        choices=[("no", gettext_lazy("The result stands")), ("yes", gettext_lazy("Upheld: the owners vote anew"))],
    )  # fmt: skip
    answer = forms.CharField(
        label=gettext_lazy("Answer"), max_length=1000, widget=UnfoldAdminTextareaWidget(attrs={"rows": 6})
    )


def answer(objection: VoteObjection, *, by: User, at: datetime, **given) -> str:
    held = actions.answer_objection(objection, by=by, at=at, **given)
    return _("%(number)s is answered.") % {"number": held.number}


def is_open(objection: VoteObjection) -> bool:
    return objection.answered_on is None and objection.vote.state in VOTE["answer_objection"].open_in


class OpenFilter(admin.SimpleListFilter):
    title = gettext_lazy("answer")
    parameter_name = "answer"

    def lookups(self, request: HttpRequest, model_admin) -> list[tuple[str, str]]:
        return [("open", _("not answered yet")), ("late", _("overdue"))]

    def queryset(self, request: HttpRequest, queryset):
        if self.value() not in ("open", "late"):
            return queryset
        rows = queryset.filter(answered_on__isnull=True, vote__state=VoteState.ANNOUNCED)
        return rows.filter(due_on__lt=timezone.localdate()) if self.value() == "late" else rows


@admin.register(VoteObjection)
class ObjectionDesk(Desk):
    view_verb = "votes.view"
    refusals = (ValidationError, NotAllowed, NotNow, NoRuleValue)
    list_display = ["number", "vote", "estate_shown", "lodged_on", "due_on", "state_shown"]
    list_select_related = ["vote__estate"]
    list_filter = [region_filter("vote__estate__region_id"), OpenFilter]
    search_fields = ["number", "vote__number", "vote__title", "vote__estate__search_text"]
    search_help_text = gettext_lazy("Number, vote or estate")
    fields = [("number", "vote"), ("masked_name", "masked_phone"), "words", ("lodged_on", "due_on"),
              ("answered_on", "is_upheld"), "answer"]  # fmt: skip
    readonly_fields = ["masked_name", "masked_phone"]
    export_columns = ("number", "vote__number", "vote__title", "lodged_on", "due_on", "answered_on", "is_upheld")
    buttons = (
        Button(
            "answer", gettext_lazy("Answer"), HOLD, answer, form=AnswerForm, icon="reply", variant="primary",
            when=is_open, question=lambda objection: objection.words,
        ),
    )  # fmt: skip

    @display(description=gettext_lazy("estate"), ordering="vote__estate__name")
    def estate_shown(self, objection: VoteObjection) -> str:
        return str(objection.vote.estate)

    @display(description=gettext_lazy("who objected"))
    def masked_name(self, objection: VoteObjection) -> str:
        return objection.masked_name

    @display(description=gettext_lazy("phone"))
    def masked_phone(self, objection: VoteObjection) -> str:
        return objection.masked_phone or "–"

    @display(description=gettext_lazy("state"), label={"open": "warning", "late": "danger", "answered": "success"})
    def state_shown(self, objection: VoteObjection) -> tuple[str, str]:
        if objection.answered_on:
            return "answered", _("upheld") if objection.is_upheld else _("not upheld")
        late = objection.due_on < timezone.localdate()
        return ("late", _("overdue")) if late else ("open", _("not answered yet"))
