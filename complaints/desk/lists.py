"""The desks of the lists behind complaints: topics, other bodies, reasons for refusing, answer templates."""

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from unfold.contrib.filters.admin import BooleanRadioFilter, ChoicesDropdownFilter, DropdownFilter
from unfold.decorators import display

from accounts.authority import NotAllowed, may
from accounts.desk import Desk
from accounts.models import Role
from complaints.actions.lists import keep_listed
from complaints.models import AnswerTemplate, Body, RefusalReason, Topic


class ListDesk(Desk):
    """Officers read the lists; who looks after them adds and amends."""

    view_verb = "complaints.view"
    add_verb = change_verb = "complaints.lists"
    refusals = (ValidationError, NotAllowed)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        reads = super().has_view_permission(request, obj) and request.user.role != Role.COMPANY
        return reads or may(request.user, self.change_verb)

    def get_readonly_fields(self, request: HttpRequest, obj: Model | None = None) -> list[str]:
        """A code stays as it was given: exports, the API and complaints name it."""
        return ["code"] if obj is not None and hasattr(obj, "code") else []

    def keep(self, thing: Model, *, form, by, at) -> None:
        keep_listed(thing, by=by, at=at)


class ClassFilter(DropdownFilter):
    title = _("class")
    parameter_name = "class"

    def lookups(self, request: HttpRequest, model_admin) -> list[tuple[str, str]]:
        return [(topic.code, str(topic)) for topic in Topic.objects.filter(parent__isnull=True)]

    def queryset(self, request: HttpRequest, queryset):
        return queryset.filter(code__startswith=self.value()) if self.value() else queryset


@admin.register(Topic)
class TopicDesk(ListDesk):
    list_display = ["code", "name_shown", "handler_shown", "body", "is_urgent", "answer_workdays", "is_active"]
    list_display_links = ["code", "name_shown"]
    list_select_related = ["parent", "body"]
    list_filter = [
        ClassFilter,
        ("handler", ChoicesDropdownFilter),
        ("is_urgent", BooleanRadioFilter),
        ("is_active", BooleanRadioFilter),
    ]
    search_fields = ["code", "name", "name_en"]
    search_help_text = _("Code or name")
    fieldsets = [
        (None, {"fields": [("code", "parent"), ("name", "name_en"), ("question", "question_en")]}),
        (_("Who answers, and in what time"), {"fields": [("handler", "body"), "answer_workdays"]}),
        (
            _("Danger"),
            {"fields": ["is_urgent", ("danger", "danger_en"), "danger_phone"]},
        ),
        (_("In the list"), {"fields": [("place", "is_active")]}),
    ]
    export_columns = (
        "code", "name", "name_en", "handler", "body__name", "is_urgent", "danger", "danger_phone", "answer_workdays",
        "is_active",
    )  # fmt: skip

    @display(description=_("name"), ordering="name")
    def name_shown(self, topic: Topic) -> str:
        return f"{topic.parent} › {topic}" if topic.parent else str(topic)

    @display(description=_("handled by"), ordering="handler")
    def handler_shown(self, topic: Topic) -> str:
        return topic.get_handler_display() if topic.parent_id else "–"

    def formfield_for_foreignkey(self, db_field, request: HttpRequest, **kwargs):
        if db_field.name == "parent":
            kwargs["queryset"] = Topic.objects.filter(parent__isnull=True)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


@admin.register(Body)
class BodyDesk(ListDesk):
    list_display = ["name", "code", "phone", "note"]
    search_fields = ["code", "name", "name_en"]
    search_help_text = _("Code or name")
    fields = [("code", "phone"), ("name", "name_en"), "note"]
    export_columns = ("code", "name", "name_en", "phone", "note")


@admin.register(RefusalReason)
class RefusalDesk(ListDesk):
    list_display = ["name", "code", "advice", "body", "is_active"]
    list_select_related = ["body"]
    list_filter = [("is_active", BooleanRadioFilter)]
    search_fields = ["code", "name", "name_en"]
    search_help_text = _("Code or name")
    fields = [("code", "is_active"), ("name", "name_en"), ("advice", "advice_en"), "body"]
    export_columns = ("code", "name", "name_en", "advice", "advice_en", "body__name", "is_active")


@admin.register(AnswerTemplate)
class TemplateDesk(ListDesk):
    list_display = ["name", "use_shown", "topic", "beginning", "is_active"]
    list_select_related = ["topic"]
    list_filter = [("use", ChoicesDropdownFilter), ("is_active", BooleanRadioFilter)]
    search_fields = ["name", "words"]
    search_help_text = _("Name or words")
    fields = [("name", "use"), "topic", "words", "is_active"]
    export_columns = ("use", "name", "topic__code", "words", "is_active")

    @display(description=_("used for"), ordering="use")
    def use_shown(self, template: AnswerTemplate) -> str:
        return template.get_use_display()

    @display(description=_("words"))
    def beginning(self, template: AnswerTemplate) -> str:
        return template.words[:40]
