"""The desks: what every page of the web admin has in common.

A desk is Django's ModelAdmin tied to our own rooms: `authority` says who may open it, `visible_to` what lies on it, an
action keeps what is written, the audit log is its history. Nothing here saves an object by itself.
`desk_buttons.py` has the verbs on a page, `desk_export.py` the lists as files, `desk_filters.py` choices within scope.
"""

from typing import Any

from django import forms
from django.contrib.admin.utils import unquote
from django.core.exceptions import NON_FIELD_ERRORS, PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.db import models
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from unfold.admin import ModelAdmin
from unfold.widgets import UnfoldAdminSingleDateWidget

from accounts.attempts import lines_by_field
from accounts.authority import NotAllowed, may
from accounts.desk_buttons import ButtonsOnDesk, PageLink, show_faults
from accounts.desk_export import ExportsOnDesk
from accounts.models import AuditEntry, Region
from accounts.scope import regions_seen

HISTORY_PER_PAGE = 50


def seen(model: type[Model], user) -> QuerySet:
    """The rows of `model` that `user` may see, by the model's own `visible_to`."""
    if model is Region:
        return Region.objects.filter(regions_seen(user))
    rows = model._default_manager.all()
    return rows.visible_to(user) if hasattr(rows, "visible_to") else rows


class Desk(ButtonsOnDesk, ExportsOnDesk, ModelAdmin):
    """A register on the web. An empty verb means that nobody may do it here."""

    view_verb = ""
    add_verb = ""
    change_verb = ""
    refusals: tuple[type[Exception], ...] = (ValidationError, NotAllowed)
    actions = None
    list_per_page = 50
    list_filter_submit = True
    show_full_result_count = False
    warn_unsaved_form = True
    formfield_overrides = {models.DateField: {"widget": UnfoldAdminSingleDateWidget(format="%Y-%m-%d")}}

    # Who may.

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return bool(self.view_verb) and may(request.user, self.view_verb)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return bool(self.add_verb) and may(request.user, self.add_verb)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return bool(self.change_verb) and may(request.user, self.change_verb)

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Nothing is deleted at a desk: registers are closed or ended, the ledger is corrected."""
        return False

    # What lies on it.

    def seen_by(self, user) -> QuerySet:
        return seen(self.model, user)

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        ordering = self.get_ordering(request)
        rows = self.seen_by(request.user)
        return rows.order_by(*ordering) if ordering else rows

    def formfield_for_foreignkey(self, db_field, request: HttpRequest, **kwargs):
        """What may be chosen is what the desk of the other thing shows to this person."""
        if "queryset" not in kwargs:
            other = self.admin_site._registry.get(db_field.remote_field.model)
            model = db_field.remote_field.model
            kwargs["queryset"] = other.get_queryset(request) if other else seen(model, request.user)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def _get_obj_does_not_exist_redirect(self, request: HttpRequest, opts, object_id: str):
        raise Http404(_("There is no such page, or it is outside of your region."))

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        """Only the filters of the desk narrow its list. Django lets any column do it, and so guess what it holds."""
        filters = self.get_list_filter(request) if request else self.list_filter
        return "\x00" not in value and any(lookup in parameters_of(each) for each in filters)

    # What is written.

    def keep(self, thing: Model, *, form: forms.ModelForm, by, at) -> None:
        """Call the action that keeps `thing`. A desk where something may be written says which."""
        raise PermissionDenied

    def save_model(self, request: HttpRequest, obj: Model, form: forms.ModelForm, change: bool) -> None:
        self.keep(obj, form=form, by=request.user, at=timezone.now())

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None) -> HttpResponse:
        """What an action refuses is shown in the form, with everything that was typed."""
        opened = self.has_view_permission(request) if object_id else self.has_add_permission(request)
        if not opened:
            raise PermissionDenied
        context = {**self.form_page(request, object_id), **(extra_context or {})}
        try:
            return super().changeform_view(request, object_id, form_url, context)
        except self.refusals as fault:
            request.refusal = self.faults_in(fault)
            return super().changeform_view(request, object_id, form_url, context)

    def get_form(self, request: HttpRequest, obj=None, change=False, **kwargs) -> type[forms.ModelForm]:
        made = super().get_form(request, obj, change=change, **kwargs)
        faults = getattr(request, "refusal", None)
        return refused(made, faults) if faults else made

    def faults_in(self, refusal: Exception) -> dict[str | None, list[str]]:
        """What an action found wrong, by the form's field (None: the whole)."""
        if not isinstance(refusal, ValidationError):
            return {None: [str(refusal)]}
        found = lines_by_field(refusal)
        return {None if name == NON_FIELD_ERRORS else name: lines for name, lines in found.items()}

    def log_addition(self, request, obj, message):
        """The audit log is written by the actions; Django's own log stays empty."""

    log_change = log_deletion = log_deletions = log_addition

    # The pages.

    def form_page(self, request: HttpRequest, object_id: str | None) -> dict[str, Any]:
        thing = self.get_object(request, unquote(object_id)) if object_id else None
        if object_id and thing is None:
            self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        links = self.history_links(request, thing) if thing else []
        return {
            "page_title": str(thing) if thing else _("New: %(thing)s") % {"thing": self.opts.verbose_name},
            "page_links": [*links, *self.button_links(request, thing)] if thing else [],
            "show_save_and_continue": False,
            "show_save_and_add_another": False,
            **self.page_facts(request, thing),
        }

    def page_facts(self, request: HttpRequest, thing: Model | None) -> dict[str, Any]:
        """What else the templates of a thing's page need."""
        return {}

    def changelist_view(self, request: HttpRequest, extra_context=None) -> HttpResponse:
        context = {
            "title": capfirst(self.opts.verbose_name_plural),
            "page_title": capfirst(self.opts.verbose_name_plural),
            "page_links": [
                *self.export_links(request),
                *self.button_links(request, None),
                *self.add_links(request),
            ],
        }
        return super().changelist_view(request, {**context, **(extra_context or {})})

    def add_links(self, request: HttpRequest) -> list[PageLink]:
        if not self.has_add_permission(request):
            return []
        label = _("New: %(thing)s") % {"thing": self.opts.verbose_name}
        return [PageLink(label, self.url("add"), "add", "primary")]

    def history_links(self, request: HttpRequest, thing: Model) -> list[PageLink]:
        if not may(request.user, "audit.view"):
            return []
        return [PageLink(_("History"), self.url("history", thing.pk), "history")]

    def history_view(self, request: HttpRequest, object_id: str, extra_context=None) -> HttpResponse:
        """Who did what to one thing: its lines of the audit log, newest first."""
        if not (self.has_view_permission(request) and may(request.user, "audit.view")):
            raise PermissionDenied
        thing = self.get_object(request, unquote(object_id))
        if thing is None:
            self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        lines = AuditEntry.objects.filter(thing=thing._meta.label_lower, thing_id=str(thing.pk))
        return self.page(
            request,
            "desk/history.html",
            thing,
            _("History of %(thing)s") % {"thing": thing},
            lines=Paginator(lines, HISTORY_PER_PAGE).get_page(request.GET.get("p")),
        )

    def page(self, request: HttpRequest, template: str, thing: Model | None, title: str, **facts) -> TemplateResponse:
        """A page of this desk, in the theme, with the desk's own crumbs."""
        request.current_app = self.admin_site.name
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": thing,
            "title": title,
            "page_title": title,
            **facts,
        }
        return TemplateResponse(request, template, context)

    def url(self, name: str, *arguments) -> str:
        """The address of one of this desk's pages, such as `changelist` or `change`."""
        return reverse(f"admin:{self.opts.app_label}_{self.opts.model_name}_{name}", args=arguments)


FIELD_FILTERS_ASK = (
    "", "__exact", "__in", "__isnull", "_from", "_to", "_from_0", "_from_1", "_to_0", "_to_1",
)  # fmt: skip
"""What the filters of a field, ours and the theme's, add to its name in the address."""


def parameters_of(list_filter) -> set[str]:
    """The names in the address by which one entry of `list_filter` is asked."""
    if isinstance(list_filter, str | tuple):
        field = list_filter if isinstance(list_filter, str) else list_filter[0]
        return {f"{field}{asked}" for asked in FIELD_FILTERS_ASK}
    return {list_filter.parameter_name}


def refused(made: type[forms.ModelForm], faults: dict[str | None, list[str]]) -> type[forms.ModelForm]:
    """The same form, which also shows what an action found wrong."""

    class Refused(made):  # type: ignore[misc, valid-type]
        def _post_clean(self):
            super()._post_clean()
            show_faults(self, faults)

    return Refused
