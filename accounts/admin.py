"""The bureau's desks on the ground floor: regions, people, tokens, the city and its rule values, the audit log."""

from django import forms
from django.contrib import admin
from django.contrib.auth.models import Group
from django.contrib.auth.password_validation import validate_password
from django.db.models import Q
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.contrib.filters.admin import ChoicesDropdownFilter, DropdownFilter, RangeDateTimeFilter
from unfold.decorators import display
from unfold.widgets import UnfoldAdminPasswordWidget

from accounts import admin_clients, admin_tokens  # noqa: F401 - they register their desks
from accounts.actions import amend_city, keep_person, set_rule_value
from accounts.audit_words import word_of
from accounts.authority import may
from accounts.desk import Desk
from accounts.desk_filters import RegionFilter
from accounts.models import AuditEntry, CityProfile, Region, RuleValue, User
from accounts.scope import by_region, stem_for
from accounts.templatetags.desk import thing_word

admin.site.unregister(Group)  # roles and authority.csv say who may do what


@admin.register(Region)
class RegionDesk(Desk):
    """The statistical divisions. They come from the official list, so nobody edits them by hand."""

    view_verb = "city.view"
    list_display = ["name", "code", "level_shown", "parent"]
    list_filter = [("level", ChoicesDropdownFilter)]
    list_select_related = ["parent"]
    search_fields = ["name", "code"]
    search_help_text = gettext_lazy("Name or code")
    fields = ["name", "code", "level", "parent"]
    export_columns = ("code", "name", "level", "parent__name")

    def has_view_permission(self, request: HttpRequest, obj=None) -> bool:
        """Who records something chooses a region by its name; the list itself belongs to the city's settings."""
        choosing = request.path.endswith("/autocomplete/")
        return super().has_view_permission(request, obj) or (choosing and may(request.user, "registers.view"))

    @display(description=gettext_lazy("level"), ordering="level")
    def level_shown(self, region: Region) -> str:
        return region.get_level_display()


class PersonForm(forms.ModelForm):
    """With a password for a new person, and room for a new one for somebody who has lost theirs."""

    new_password = forms.CharField(
        label=gettext_lazy("password"), required=False, strip=False,
        widget=UnfoldAdminPasswordWidget(attrs={"autocomplete": "new-password"}),
    )  # fmt: skip

    class Meta:
        model = User
        fields = ["username", "full_name", "role", "region", "is_active"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "new_password" not in self.fields:
            return
        self.fields["new_password"].required = self.instance.pk is None
        self.fields["new_password"].help_text = (
            _("At least 10 characters, not only digits.")
            if self.instance.pk is None
            else _("Leave empty to keep the present one.")
        )

    def clean_new_password(self) -> str:
        given = self.cleaned_data["new_password"]
        if given:
            validate_password(given, self.instance)
        return given


class PersonDesk(Desk):
    """Put up by `enterprises.admin_people`, which knows the companies of company staff."""

    view_verb = "people.view"
    add_verb = change_verb = "people.manage"
    form = PersonForm
    list_display = ["username", "full_name", "role_shown", "region", "is_active"]
    list_display_links = ["username", "full_name"]
    list_filter = [("role", ChoicesDropdownFilter), RegionFilter, "is_active"]
    list_select_related = ["region"]
    search_fields = ["username", "full_name"]
    search_help_text = gettext_lazy("User name or name")
    autocomplete_fields = ["region"]
    export_columns = ("username", "full_name", "role", "region__name", "is_active")

    def get_fields(self, request: HttpRequest, obj: User | None = None) -> list[str]:
        shown = ["username", "full_name", "role", "region", "is_active"]
        return [*shown, "new_password"] if self.has_change_permission(request, obj) else [*shown, "created_at"]

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> list[str]:
        return ["username"] if obj else []

    @display(description=gettext_lazy("role"), ordering="role")
    def role_shown(self, person: User) -> str:
        return person.get_role_display()

    def keep(self, thing: User, *, form: PersonForm, by, at) -> None:
        keep_person(thing, password=form.cleaned_data.get("new_password") or None, by=by, at=at)


@admin.register(CityProfile)
class CityDesk(Desk):
    """One row: which city this portal serves."""

    view_verb = "city.view"
    change_verb = "city.edit"
    list_display = ["name", "bureau_name", "hotline", "coverage_target_percent"]
    list_select_related = ["region"]
    autocomplete_fields = ["region"]
    fields = [
        "name", "region", "bureau_name", "emblem_text", "hotline",
        "coverage_target_percent", "coverage_lower_mark_percent", "is_demo",
    ]  # fmt: skip
    readonly_fields = ["is_demo"]

    def keep(self, thing: CityProfile, *, form, by, at) -> None:
        amend_city(thing, by=by, at=at)


class InForceFilter(DropdownFilter):
    title = gettext_lazy("key")
    parameter_name = "key"

    def lookups(self, request, model_admin) -> list[tuple[str, str]]:
        keys = RuleValue.objects.order_by("key").values_list("key", flat=True).distinct()
        return [(key, key) for key in keys]

    def queryset(self, request, queryset):
        return queryset.filter(key=self.value()) if self.value() else queryset


@admin.register(RuleValue)
class RuleValueDesk(Desk):
    """The legal figures of the city. A new figure is a new row with its own first day; the old one keeps its time."""

    view_verb = "city.view"
    add_verb = change_verb = "city.edit"
    list_display = ["key", "value_shown", "from_on", "article", "note"]
    list_filter = [InForceFilter]
    search_fields = ["key", "article", "note"]
    search_help_text = gettext_lazy("Key, article or note")
    fields = ["key", "value", "unit", "article", "from_on", "note"]
    export_columns = ("key", "value", "unit", "from_on", "article", "note")

    @display(description=gettext_lazy("value"), ordering="value")
    def value_shown(self, rule: RuleValue) -> str:
        return f"{rule.value} {rule.unit}"

    def keep(self, thing: RuleValue, *, form, by, at) -> None:
        set_rule_value(thing, by=by, at=at)


class VerbFilter(DropdownFilter):
    title = gettext_lazy("did what")
    parameter_name = "verb"

    def lookups(self, request, model_admin) -> list[tuple[str, str]]:
        rows = model_admin.get_queryset(request).order_by("verb")
        return [(verb, word_of(verb)) for verb in rows.values_list("verb", flat=True).distinct()]

    def queryset(self, request, queryset):
        return queryset.filter(verb=self.value()) if self.value() else queryset


@admin.register(AuditEntry)
class AuditDesk(Desk):
    """Who did what. It is only read."""

    view_verb = "audit.view"
    list_display = ["moment", "who", "done", "label", "thing_shown", "why", "origin"]
    list_display_links = ["moment", "label"]
    list_filter = [("at", RangeDateTimeFilter), VerbFilter]
    search_fields = ["who", "label", "thing_id", "why", "request_id"]
    search_help_text = gettext_lazy("Person, name of the thing, reason or request")
    ordering = ["-id"]
    fields = ["moment", "who", "role", "done", "label", "thing_shown", "changes", "why", "origin", "request_id"]
    readonly_fields = ["moment", "done", "thing_shown", "changes"]
    export_columns = ("at", "who", "role", "verb", "thing", "thing_id", "label", "why", "origin", "request_id")

    def seen_by(self, user):
        """Who has a region reads what was done from within it, and what they did; the city's people read all."""
        if stem_for(user) == "":
            return AuditEntry.objects.all()
        return AuditEntry.objects.filter(by_region(user, "region_code") | Q(who=user.username))

    def history_links(self, request, thing):
        return []

    @display(description=gettext_lazy("when"), ordering="at")
    def moment(self, entry: AuditEntry) -> str:
        return f"{timezone.localtime(entry.at):%Y-%m-%d %H:%M:%S}"

    @display(description=gettext_lazy("did what"), ordering="verb")
    def done(self, entry: AuditEntry) -> str:
        return word_of(entry.verb)

    @display(description=gettext_lazy("kind of thing"))
    def thing_shown(self, entry: AuditEntry) -> str:
        return thing_word(entry.thing)

    @display(description=gettext_lazy("changes"))
    def changes(self, entry: AuditEntry) -> str:
        return render_to_string("desk/changes.html", {"line": entry})
