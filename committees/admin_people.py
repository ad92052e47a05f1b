"""The desk of people, with the committee that a committee member's login works for."""

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import display

from accounts.admin import PersonDesk, PersonForm
from accounts.models import Role, User
from committees.models import Committee, CommitteeLogin
from committees.seats.logins import seat


class MemberLoginForm(PersonForm):
    committee = forms.ModelChoiceField(
        Committee.objects.all(), label=gettext_lazy("committee"), required=False,
        help_text=gettext_lazy("Only for committee members: whose meetings, seal and postings they keep."),
        widget=AutocompleteSelect(CommitteeLogin._meta.get_field("committee"), admin.site),
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            held = CommitteeLogin.objects.filter(user=self.instance).values_list("committee", flat=True).first()
            self.initial["committee"] = held

    def clean(self) -> dict:
        given = super().clean() or self.cleaned_data
        if given.get("role") != Role.COMMITTEE:
            return given
        if not given.get("committee"):
            self.add_error("committee", _("Say which committee this person works for."))
        if given.get("region"):
            self.add_error("region", _("Committee members see by their committee; leave the region empty."))
        return given


class MemberLoginDesk(PersonDesk):
    """Put up by `enterprises.admin_people`, which knows the companies of company staff as well."""

    form = MemberLoginForm

    def get_fields(self, request: HttpRequest, obj: User | None = None) -> list[str]:
        shown = super().get_fields(request, obj)
        where = shown.index("region") + 1
        name = "committee" if self.has_change_permission(request, obj) else "committee_shown"
        return [*shown[:where], name, *shown[where:]]

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> list[str]:
        return [*super().get_readonly_fields(request, obj), "committee_shown"]

    @display(description=gettext_lazy("committee"))
    def committee_shown(self, person: User) -> str:
        return str(person.committee_login.committee) if hasattr(person, "committee_login") else "–"

    def keep(self, thing: User, *, form: MemberLoginForm, by, at) -> None:
        super().keep(thing, form=form, by=by, at=at)
        seat(thing, form.cleaned_data["committee"] if thing.role == Role.COMMITTEE else None, by=by, at=at)
