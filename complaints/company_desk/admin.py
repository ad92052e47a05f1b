"""The desk on which officers decide companies' appeals."""

from datetime import datetime

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.contrib.filters.admin import BooleanRadioFilter, RangeDateTimeFilter
from unfold.decorators import display

from accounts.authority import NotAllowed
from accounts.desk import Desk
from accounts.desk_buttons import Button, reason_field
from accounts.lifecycle import NotNow
from accounts.models import User
from complaints.actions.appeals import decide_appeal
from complaints.models import Appeal

DECIDE = "complaints.decide_appeal"


class DecisionForm(forms.Form):
    decision = reason_field(gettext_lazy("decision"), gettext_lazy("The company reads it."))


def uphold(appeal: Appeal, *, by: User, at: datetime, decision: str) -> str:
    decide_appeal(appeal, upheld=True, decision=decision, by=by, at=at)
    return _("The finding counts for nothing from tonight's grades on.")


def turn_down(appeal: Appeal, *, by: User, at: datetime, decision: str) -> str:
    decide_appeal(appeal, upheld=False, decision=decision, by=by, at=at)
    return _("The finding stands.")


def is_running(appeal: Appeal | None) -> bool:
    return appeal is not None and appeal.decided_at is None


@admin.register(Appeal)
class AppealDesk(Desk):
    """Appeals are read here, and decided by an officer who did not make the finding."""

    view_verb = DECIDE
    refusals = (ValidationError, NotAllowed, NotNow)
    list_display = ["about", "company", "estate", "lodged", "result"]
    list_display_links = ["about"]
    list_select_related = ["complaint__enterprise", "complaint__estate"]
    list_filter = [("upheld", BooleanRadioFilter), ("lodged_at", RangeDateTimeFilter)]
    search_fields = ["complaint__number", "complaint__enterprise__name"]
    search_help_text = gettext_lazy("Number of the complaint, or name of the company")
    ordering = ["-decided_at", "lodged_at"]
    """PostgreSQL puts those without a decision first."""
    fields = [
        ("about", "company", "estate"), "found", "reason", ("lodged", "result"), "decision",
        ("decided_at", "decided_by"),
    ]  # fmt: skip
    readonly_fields = ["about", "company", "estate", "found", "lodged", "result"]
    buttons = (
        Button(
            "uphold", gettext_lazy("Uphold"), DECIDE, uphold, form=DecisionForm, icon="check", variant="primary",
            question=lambda appeal: _("The company was right: the finding no longer counts in its grade."),
            when=is_running,
        ),
        Button(
            "turn-down", gettext_lazy("Turn down"), DECIDE, turn_down, form=DecisionForm, icon="close",
            question=lambda appeal: _("The finding stands, and counts in the company's grade."),
            when=is_running,
        ),
    )  # fmt: skip

    def page_facts(self, request: HttpRequest, thing: Appeal | None) -> dict:
        if thing is None:
            return {}
        return {
            "page_title": _("Appeal about %(number)s") % {"number": thing.complaint.number},
            "page_state": {"word": self.result(thing), "kind": "" if is_running(thing) else "ok"},
        }

    @display(description=gettext_lazy("complaint"), ordering="complaint__number")
    def about(self, appeal: Appeal) -> str:
        return appeal.complaint.number

    @display(description=gettext_lazy("company"))
    def company(self, appeal: Appeal) -> str:
        return str(appeal.complaint.enterprise or "–")

    @display(description=gettext_lazy("estate"))
    def estate(self, appeal: Appeal) -> str:
        return appeal.complaint.estate.name

    @display(description=gettext_lazy("finding"))
    def found(self, appeal: Appeal) -> str:
        return appeal.step.text

    @display(description=gettext_lazy("lodged at"), ordering="lodged_at")
    def lodged(self, appeal: Appeal) -> str:
        return f"{timezone.localtime(appeal.lodged_at):%Y-%m-%d %H:%M}"

    @display(description=gettext_lazy("result"), ordering="upheld")
    def result(self, appeal: Appeal) -> str:
        if appeal.upheld is None:
            return _("to be decided")
        return _("upheld") if appeal.upheld else _("turned down")
