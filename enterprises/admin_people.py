"""The desk of people, with the company or the committee that somebody belongs to."""

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.decorators import display

from accounts.models import Role, User
from committees.admin_people import MemberLoginDesk, MemberLoginForm
from enterprises.actions import employ
from enterprises.models import Employment, Enterprise


class StaffForm(MemberLoginForm):
    enterprise = forms.ModelChoiceField(
        Enterprise.objects.all(), label=gettext_lazy("company"), required=False,
        help_text=gettext_lazy("Only for company staff: whose records and estates they see."),
        widget=AutocompleteSelect(Employment._meta.get_field("enterprise"), admin.site),
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            held = Employment.objects.filter(user=self.instance).values_list("enterprise", flat=True).first()
            self.initial["enterprise"] = held

    def clean(self) -> dict:
        given = super().clean()
        is_staff = given.get("role") == Role.COMPANY
        if is_staff and not given.get("enterprise"):
            self.add_error("enterprise", _("Say which company this person works for."))
        if is_staff and given.get("region"):
            self.add_error("region", _("Company staff see by their company; leave the region empty."))
        if given.get("role") in (Role.DISTRICT, Role.STREET) and not given.get("region"):
            self.add_error("region", _("Say which district or street this officer works in."))
        return given


@admin.register(User)
class StaffDesk(MemberLoginDesk):
    form = StaffForm
    list_display = ["username", "full_name", "role_shown", "region", "belongs_to", "is_active"]
    list_select_related = ["region", "employment__enterprise", "committee_login__committee"]

    def get_fields(self, request: HttpRequest, obj: User | None = None) -> list[str]:
        shown = super().get_fields(request, obj)
        where = shown.index("region") + 1
        return [*shown[:where], "enterprise" if self.has_change_permission(request, obj) else "company", *shown[where:]]

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> list[str]:
        return [*super().get_readonly_fields(request, obj), "company"]

    @display(description=gettext_lazy("company"))
    def company(self, person: User) -> str:
        return str(person.employment.enterprise) if hasattr(person, "employment") else "–"

    @display(description=gettext_lazy("company or committee"))
    def belongs_to(self, person: User) -> str:
        return self.committee_shown(person) if person.role == Role.COMMITTEE else self.company(person)

    def keep(self, thing: User, *, form: StaffForm, by, at) -> None:
        super().keep(thing, form=form, by=by, at=at)
        employ(thing, form.cleaned_data["enterprise"] if thing.role == Role.COMPANY else None, by=by, at=at)
