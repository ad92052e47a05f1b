"""The desk of party organisations."""

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import display
from unfold.widgets import UnfoldAdminTextInputWidget

from accounts.authority import NotAllowed
from accounts.desk import Desk
from accounts.desk_buttons import Button, DateInput, reason_field
from accounts.desk_filters import region_filter
from accounts.lifecycle import NotNow
from committees.models import PartyOrganisation
from committees.party import actions
from committees.party.actions import RIGHT


class OrganisationForm(forms.ModelForm):
    """The secretary's name and phone are sealed; empty fields leave them as they are."""

    secretary = forms.CharField(
        label=gettext_lazy("secretary"), max_length=40, required=False, widget=UnfoldAdminTextInputWidget,
        help_text=gettext_lazy("Sealed; lists show the family name only. Empty: stays as it is."),
    )  # fmt: skip
    phone = forms.CharField(
        label=gettext_lazy("phone"), max_length=20, required=False, widget=UnfoldAdminTextInputWidget
    )

    class Meta:
        model = PartyOrganisation
        fields = ["estate", "title", "kind", "member_count", "founded_on"]


class EndForm(forms.Form):
    on = forms.DateField(label=gettext_lazy("ended on"), widget=DateInput, initial=timezone.localdate)
    reason = reason_field(gettext_lazy("Why"))


def end(organisation: PartyOrganisation, **given) -> str:
    return _("%(name)s has ended.") % {"name": actions.end(organisation, **given)}


@admin.register(PartyOrganisation)
class PartyDesk(Desk):
    view_verb = add_verb = change_verb = RIGHT
    refusals = (ValidationError, NotAllowed, NotNow)
    form = OrganisationForm
    list_display = ["title", "estate", "kind_shown", "member_count", "masked_name", "founded_on", "ended_on"]
    list_select_related = ["estate"]
    list_filter = [region_filter("estate__region_id"), ("kind", ChoicesDropdownFilter)]
    search_fields = ["title", "estate__search_text"]
    search_help_text = gettext_lazy("Name or estate")
    autocomplete_fields = ["estate"]
    fields = ["estate", ("title", "kind"), ("member_count", "founded_on"), ("secretary", "phone")]
    export_columns = (
        "title", "kind", "estate__code", "estate__name", "member_count", "founded_on", "ended_on", "end_reason",
    )  # fmt: skip
    buttons = (
        Button(
            "end", gettext_lazy("End"), RIGHT, end, form=EndForm, icon="event_busy", variant="danger",
            question=lambda organisation: _("It was dissolved or merged. The estate may then get another one."),
            when=lambda organisation: organisation.ended_on is None,
        ),
    )  # fmt: skip

    def has_change_permission(self, request, obj: PartyOrganisation | None = None) -> bool:
        return super().has_change_permission(request, obj) and (obj is None or obj.ended_on is None)

    def keep(self, thing: PartyOrganisation, *, form, by, at) -> None:
        given = form.cleaned_data
        if given["secretary"].strip() or given["phone"].strip():
            thing.put_down(name=given["secretary"].strip() or thing.name, phone=given["phone"].strip() or thing.phone)
        actions.keep(thing, by=by, at=at)

    @display(description=gettext_lazy("kind"), ordering="kind")
    def kind_shown(self, organisation: PartyOrganisation) -> str:
        return organisation.get_kind_display()

    @display(description=gettext_lazy("secretary"))
    def masked_name(self, organisation: PartyOrganisation) -> str:
        return organisation.masked_name or "–"
