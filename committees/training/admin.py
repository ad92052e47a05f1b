"""The desk of training."""

from datetime import datetime

from django import forms
from django.contrib import admin
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import display
from unfold.widgets import UnfoldAdminIntegerFieldWidget, UnfoldAdminSelectWidget, UnfoldAdminTextInputWidget

from accounts.desk_buttons import Button, DateInput, ReasonForm, done
from accounts.desk_filters import region_filter
from accounts.sheet_desk import Fact, Sheet, SheetDesk, Table
from committees.models import Training, TrainingResult, TrainingState
from committees.training import actions, sheets
from committees.training.lifecycle import RIGHT, TRAINING

COLOURS = {TrainingState.PLANNED: "info", TrainingState.HELD: "success", TrainingState.CANCELLED: "default"}
LINE = UnfoldAdminTextInputWidget


class PlanForm(forms.ModelForm):
    on = forms.DateField(label=gettext_lazy("day"), widget=DateInput)
    clock = forms.TimeField(label=gettext_lazy("begins at"), widget=LINE(attrs={"type": "time"}))

    class Meta:
        model = Training
        fields = ["title", "content", "organiser", "region", "audience", "hours", "place"]


class ResultsForm(forms.Form):
    def clean(self) -> dict:
        """Puts the rows together as `results`, those that say something."""
        given = super().clean() or self.cleaned_data
        found = {
            int(name.removeprefix("result_")): actions.Noted(result, given.get(name.replace("result_", "points_")))
            for name, result in given.items()
            if name.startswith("result_") and result
        }
        return {"results": found}


def results_form(training: Training) -> type[forms.Form]:
    """One row for each member who is asked: the result, and the points where there was a test."""
    fields: dict[str, forms.Field] = {}
    for row in rows_of(training):
        who = f"{row.member.masked_name} · {row.member.get_seat_display()} · {row.member.committee}"
        fields[f"result_{row.pk}"] = forms.ChoiceField(
            label=who, choices=[("", "–"), *TrainingResult.choices], required=False, initial=row.result,
            widget=UnfoldAdminSelectWidget,
        )  # fmt: skip
        fields[f"points_{row.pk}"] = forms.IntegerField(
            label=_("points of %(who)s") % {"who": row.member.masked_name}, required=False, initial=row.points,
            min_value=0, max_value=100, widget=UnfoldAdminIntegerFieldWidget,
        )  # fmt: skip
    return type("ResultsForm", (ResultsForm,), fields)


def rows_of(training: Training):
    order = ("member__committee__estate__code", "member__place", "pk")
    return training.attendances.select_related("member__committee__estate").order_by(*order)


def ask(training: Training, *, by, at: datetime) -> str:
    return _("Asked: %(count)d more members.") % {"count": actions.ask(training, by=by, at=at)}


def attendance_list(training: Training, *, by, at: datetime) -> HttpResponse:
    return sheets.attendance_list(training, by=by, at=at)


BUTTONS = (
    Button.of(
        TRAINING["ask"], ask, gettext_lazy("All members of committees in office there whom it is for; each once."),
        icon="group_add", variant="primary",
    ),
    Button.of(
        TRAINING["note"], done(actions.note), gettext_lazy("Who came, and who passed. It may be added to later."),
        form_of=results_form, icon="checklist", when=lambda training: training.attendances.exists(),
    ),
    Button(
        "list", gettext_lazy("Sign-in list"), RIGHT, attendance_list, icon="download",
        question=lambda training: _("A workbook with everybody who is asked, without full names."),
        when=lambda training: training.attendances.exists(),
    ),
    Button.of(
        TRAINING["cancel"], done(actions.cancel), gettext_lazy("It does not take place; the reason is kept."),
        form=ReasonForm, icon="event_busy", variant="danger",
    ),
)  # fmt: skip


@admin.register(Training)
class TrainingDesk(SheetDesk):
    view_verb = add_verb = RIGHT
    form = PlanForm
    buttons = BUTTONS
    looks = {TrainingState.PLANNED: "", TrainingState.HELD: "ok"}
    list_display = ["number", "title", "region", "begins_at", "state_shown", "asked", "came", "passed"]
    list_select_related = ["region"]
    list_filter = [region_filter("region_id"), ("state", ChoicesDropdownFilter), ("audience", ChoicesDropdownFilter)]
    search_fields = ["number", "title"]
    search_help_text = gettext_lazy("Number or title")
    autocomplete_fields = ["region"]
    fields = ["title", "content", ("organiser", "region"), ("audience", "hours"), ("on", "clock"), "place"]
    export_columns = (
        "number", "title", "region__name", "organiser", "audience", "state", "begins_at", "hours", "place", "asked",
        "came", "passed",
    )  # fmt: skip

    def get_queryset(self, request: HttpRequest):
        there = Q(attendances__result__in=[TrainingResult.PASSED, TrainingResult.FAILED])
        return super().get_queryset(request).annotate(
            asked_count=Count("attendances", distinct=True),
            came_count=Count("attendances", filter=there, distinct=True),
            passed_count=Count("attendances", filter=Q(attendances__result=TrainingResult.PASSED), distinct=True),
        )  # fmt: skip

    def save_model(self, request, obj: Training, form, change: bool) -> None:
        given = form.cleaned_data
        obj.begins_at = timezone.make_aware(datetime.combine(given["on"], given["clock"]))
        actions.plan(obj, by=request.user, at=timezone.now())

    def sheet(self, thing: Training) -> Sheet:
        return Sheet(
            facts=[
                Fact(_("For committees of"), thing.region),
                Fact(_("Held by"), thing.organiser),
                Fact(_("Audience"), thing.get_audience_display()),
                Fact(_("Begins at"), f"{timezone.localtime(thing.begins_at):%Y-%m-%d %H:%M}"),
                Fact(_("Hours"), thing.hours),
                Fact(_("Where it meets"), thing.place),
                *([Fact(_("Why it was cancelled"), thing.cancel_reason)] if thing.cancel_reason else []),
            ],
            tables=[self.attendances(thing)],
            texts=[(_("What is taught"), thing.content)],
        )

    def attendances(self, thing: Training) -> Table:
        heads = (_("Member"), _("Seat"), _("Committee"), _("Result"), _("Test points"))
        rows = [
            (
                row.member.masked_name, row.member.get_seat_display(), row.member.committee,
                row.get_result_display() or "–", "–" if row.points is None else row.points,
            )
            for row in rows_of(thing)
        ]  # fmt: skip
        return Table(_("Members asked"), heads, rows, _("Nobody is asked yet."))

    @display(description=gettext_lazy("state"), ordering="state", label=COLOURS)
    def state_shown(self, training: Training) -> tuple[str, str]:
        return training.state, training.get_state_display()

    @admin.display(description=gettext_lazy("asked"), ordering="asked_count")
    def asked(self, training: Training) -> int:
        return training.asked_count

    @admin.display(description=gettext_lazy("came"), ordering="came_count")
    def came(self, training: Training) -> int:
        return training.came_count

    @admin.display(description=gettext_lazy("passed"), ordering="passed_count")
    def passed(self, training: Training) -> int:
        return training.passed_count
