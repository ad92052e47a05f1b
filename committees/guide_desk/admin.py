"""The desk of formations: what is due next in each, and one formation step by step."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.contrib.filters.admin import ChoicesDropdownFilter, DropdownFilter
from unfold.decorators import display

from accounts.authority import NotAllowed, may
from accounts.city import NoRuleValue
from accounts.desk import Desk
from accounts.desk_buttons import Button
from accounts.desk_filters import region_filter
from accounts.lifecycle import NotNow
from committees.forming import actions
from committees.forming.lifecycle import RIGHT
from committees.guide_desk.buttons import BUTTONS
from committees.guide_desk.forms import ApplyForm
from committees.guide_desk.steps import pressing, shown_steps, tell_next
from committees.looking import look_at_people
from committees.models import Formation, FormationState
from committees.models.formations import OVER

LOOKS = {
    FormationState.APPLIED: ("info", ""),
    FormationState.CHECKED: ("info", ""),
    FormationState.GROUPED: ("info", ""),
    FormationState.ANNOUNCED: ("warning", "warm"),
    FormationState.VOTING: ("warning", "warm"),
    FormationState.ELECTED: ("success", "ok"),
    FormationState.DONE: ("success", "ok"),
    FormationState.FAILED: ("danger", "late"),
    FormationState.STOPPED: ("default", "quiet"),
}
"""The colour of a state in a list, and at the head of a page."""
LABELS = {"late": "danger", "warm": "warning", "": "info", "none": "default"}
BESIDE = ("group", "candidates", "committee__filings", "committee__postings")


class UnderWayFilter(DropdownFilter):
    title = gettext_lazy("under way or not")
    parameter_name = "under_way"

    def lookups(self, request: HttpRequest, model_admin) -> list[tuple[str, str]]:
        return [("yes", _("in progress")), ("no", _("over"))]

    def queryset(self, request: HttpRequest, queryset):
        if self.value() not in {"yes", "no"}:
            return queryset
        return queryset.filter(state__in=OVER) if self.value() == "no" else queryset.exclude(state__in=OVER)


@admin.register(Formation)
class FormationDesk(Desk):
    view_verb = "committees.view"
    add_verb = RIGHT
    refusals = (ValidationError, NotAllowed, NotNow, NoRuleValue)
    form = ApplyForm
    buttons = BUTTONS
    change_form_template = "committees/guide/formation.html"
    list_display = ["number", "estate", "kind_shown", "state_shown", "next_shown", "due_shown", "applied_on"]
    list_select_related = ["estate", "vote", "committee", "succeeds"]
    list_filter = [
        region_filter("estate__region_id"),
        UnderWayFilter,
        ("kind", ChoicesDropdownFilter),
        ("state", ChoicesDropdownFilter),
    ]
    search_fields = ["number", "estate__search_text"]
    search_help_text = gettext_lazy("Number or estate")
    autocomplete_fields = ["estate"]
    fieldsets = [
        (None, {"fields": ["estate", ("kind", "condition"), ("applicants", "applied_on")]}),
        (
            gettext_lazy("What the conditions are checked by"),
            {"fields": [("delivered_percent", "moved_in_percent"), "first_delivered_on"]},
        ),
    ]
    export_columns = (
        "number", "estate__code", "estate__name", "kind", "condition", "state", "applied_on", "checked_on",
        "grouped_on", "group_posted_on", "announced_on", "vote__number", "committee__number", "ended_on", "reason",
    )  # fmt: skip

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).prefetch_related(*BESIDE)

    def get_changelist_instance(self, request: HttpRequest):
        made = super().get_changelist_instance(request)
        tell_next(made.result_list, on=timezone.localdate())
        return made

    def save_model(self, request: HttpRequest, obj: Formation, form, change: bool) -> None:
        made = actions.apply(actions.NewFormation(**form.cleaned_data), by=request.user, at=timezone.now())
        obj.pk, obj.number = made.pk, made.number

    def ask(self, request: HttpRequest, button: Button, object_id: str | None) -> HttpResponse:
        """Full names are shown as the answer itself: they have no address that could be opened without a record."""
        if button.name != "people" or request.method != "POST":
            return super().ask(request, button, object_id)
        if not may(request.user, button.verb):
            raise PermissionDenied
        formation = self.get_object(request, unquote(object_id))
        if formation is None:
            self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        seen = look_at_people(formation, by=request.user, at=timezone.now())
        lists = [
            (_("On the list"), [(each.get_side_display(), each) for each in seen.group.all()]),
            (_("Candidates"), [(each.get_state_display(), each) for each in seen.candidates.all()]),
        ]
        return self.page(
            request, "committees/guide/people.html", seen, str(seen), lists=lists, back=self.url("change", seen.pk)
        )

    def page_facts(self, request: HttpRequest, thing: Formation | None) -> dict[str, Any]:
        if thing is None:
            return {}
        facts: dict[str, Any] = {
            "formation": thing,
            "page_note": str(thing.estate),
            "page_state": {"word": thing.get_state_display(), "kind": LOOKS[FormationState(thing.state)][1]},
            "may_see_people": may(request.user, RIGHT),
            "pages": pages_of(thing),
        }
        try:
            facts["steps"] = shown_steps(thing, on=timezone.localdate())
        except NoRuleValue as missing:
            facts["missing_rule"] = str(missing)
        return facts

    @display(description=gettext_lazy("kind"), ordering="kind")
    def kind_shown(self, formation: Formation) -> str:
        return formation.get_kind_display()

    @display(
        description=gettext_lazy("state"), ordering="state", label={state: look[0] for state, look in LOOKS.items()}
    )
    def state_shown(self, formation: Formation) -> tuple[str, str]:
        return formation.state, formation.get_state_display()

    @display(description=gettext_lazy("next"))
    def next_shown(self, formation: Formation) -> str:
        step = getattr(formation, "next_step", None)
        return str(step.title) if step else "–"

    @display(description=gettext_lazy("until"), label=LABELS)
    def due_shown(self, formation: Formation):
        step = getattr(formation, "next_step", None)
        if step is None or step.due_on is None:
            return "none", "–"
        kind, words = pressing(step.due_on, on=timezone.localdate())
        return kind, f"{step.due_on:%Y-%m-%d} · {words}"


def pages_of(formation: Formation) -> dict[str, str]:
    """Where a step is done that has a page of its own, by the key of the step."""
    found = {}
    if formation.vote_id:
        found["vote"] = reverse("admin:committees_vote_change", args=[formation.vote_id])
    if formation.committee_id:
        page = reverse("admin:committees_committee_change", args=[formation.committee_id])
        found |= {"first_meeting": page, "post_names": page}
        filing = min(formation.committee.filings.all(), key=lambda each: each.pk, default=None)
        if filing is not None:
            page = reverse("admin:committees_filing_change", args=[filing.pk])
            found |= {"file": page, "answer": page}
    if formation.succeeds_id:
        found["hand_over"] = reverse("admin:committees_committee_change", args=[formation.succeeds_id])
    return found
