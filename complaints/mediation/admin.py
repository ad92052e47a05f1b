"""The desk of mediation: the cases. The committees themselves have theirs in `committees.mediators`."""

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import display

from accounts.authority import NotAllowed
from accounts.city import NoRuleValue
from accounts.desk import Desk
from accounts.desk_buttons import Button
from accounts.desk_filters import region_filter
from accounts.lifecycle import NotNow
from complaints.mediation import actions, forms
from complaints.mediation.buttons import BUTTONS
from complaints.mediation.lifecycle import RIGHT
from complaints.models import Complaint, Mediation, MediationState, Side

REFUSALS = (ValidationError, NotAllowed, NotNow, NoRuleValue)
LOOKS = {
    MediationState.APPLIED: ("info", ""),
    MediationState.RUNNING: ("warning", "warm"),
    MediationState.REFUSED: ("default", "quiet"),
    MediationState.AGREED: ("success", "ok"),
    MediationState.FAILED: ("danger", "late"),
    MediationState.ENDED: ("default", "quiet"),
}
"""The colour of a state in a list, and at the head of a page."""


class OverdueFilter(admin.SimpleListFilter):
    title = gettext_lazy("deadline")
    parameter_name = "time"

    def lookups(self, request: HttpRequest, model_admin) -> list[tuple[str, str]]:
        return [("over", _("has run out"))]

    def queryset(self, request: HttpRequest, queryset):
        return queryset.overdue(on=timezone.localdate()) if self.value() == "over" else queryset


@admin.register(Mediation)
class MediationDesk(Desk):
    view_verb = add_verb = RIGHT
    refusals = REFUSALS
    form = forms.ApplyForm
    buttons = BUTTONS
    change_form_template = "complaints/mediation/case.html"
    list_display = ["number", "estate", "subject", "committee", "mediator", "state_shown", "due_shown"]
    list_select_related = ["estate", "committee"]
    list_filter = [region_filter("region_id"), ("state", ChoicesDropdownFilter), OverdueFilter]
    search_fields = ["number", "estate__search_text", "subject"]
    search_help_text = gettext_lazy("Number, estate, or what it is about")
    autocomplete_fields = ["estate"]
    raw_id_fields = ["complaint"]
    fieldsets = [
        (None, {"fields": ["estate", "complaint", "committee", "subject"]}),
        (gettext_lazy("Who applied"), {"fields": [("applicant_name", "applicant_phone")]}),
        (gettext_lazy("Other side"), {"fields": ["opponent_uscc", ("opponent_name", "opponent_phone")]}),
    ]
    export_columns = (
        "number", "estate__code", "estate__name", "committee__name", "subject", "state", "applied_on", "taken_on",
        "due_on", "ended_on", "confirmed_on",
    )  # fmt: skip

    def formfield_for_foreignkey(self, db_field, request: HttpRequest, **kwargs):
        if db_field.name == "complaint":
            kwargs["queryset"] = Complaint.objects.visible_to(request.user)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save_model(self, request: HttpRequest, obj: Mediation, form, change: bool) -> None:
        given = form.cleaned_data
        made = actions.apply(
            estate=given["estate"], committee=given["committee"], subject=given["subject"],
            complaint=given["complaint"], parties=parties_of(given), by=request.user, at=timezone.now(),
        )  # fmt: skip
        obj.pk, obj.number = made.pk, made.number

    def ask(self, request: HttpRequest, button: Button, object_id: str | None) -> HttpResponse:
        """The file is shown as the answer itself: it has no address that could be opened without being recorded."""
        if button.name != "file" or request.method != "POST":
            return super().ask(request, button, object_id)
        if not self.has_view_permission(request):
            raise PermissionDenied
        mediation = self.get_object(request, unquote(object_id))
        if mediation is None:
            self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        seen = actions.look_at_file(mediation, by=request.user, at=timezone.now())
        return self.page(request, "complaints/mediation/file.html", seen, str(seen), mediation=seen)

    def page_facts(self, request: HttpRequest, thing: Mediation | None) -> dict:
        if thing is None:
            return {}
        state = {"word": thing.get_state_display(), "kind": LOOKS[MediationState(thing.state)][1]}
        return {"mediation": thing, "page_state": state, "page_note": self.note(thing)}

    def note(self, mediation: Mediation) -> str:
        if mediation.state == MediationState.RUNNING and mediation.due_on < timezone.localdate():
            return _("Its time has run out: note how it ended.")
        return ""

    @display(
        description=gettext_lazy("state"), ordering="state", label={state: look[0] for state, look in LOOKS.items()}
    )
    def state_shown(self, mediation: Mediation) -> tuple[str, str]:
        return mediation.state, mediation.get_state_display()

    @display(description=gettext_lazy("ends by"), ordering="due_on")
    def due_shown(self, mediation: Mediation) -> str:
        return f"{mediation.due_on:%Y-%m-%d}" if mediation.due_on else "–"


def parties_of(given: dict) -> list[actions.NewParty]:
    """The two parties of the form."""
    applicant = actions.NewParty(Side.APPLICANT, None, given["applicant_name"], given["applicant_phone"])
    company = given["opponent_uscc"]
    if company is None and not given["opponent_name"].strip():
        return [applicant]
    return [applicant, actions.NewParty(Side.OPPONENT, company, given["opponent_name"], given["opponent_phone"])]
