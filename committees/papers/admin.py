"""The desks of papers: what was made, and the templates from which it is made."""

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import path
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import display
from unfold.widgets import UnfoldAdminFileFieldWidget, UnfoldAdminSelectWidget

from accounts.authority import NotAllowed, may
from accounts.city import NoRuleValue
from accounts.desk import Desk
from accounts.desk_buttons import Button
from accounts.desk_filters import region_filter
from accounts.lifecycle import NotNow
from committees.models import Paper, PaperForm, PaperTemplate
from committees.papers import actions
from committees.papers.fields import FIELDS, flat
from committees.papers.kinds import KINDS
from committees.papers.shipped import form_of

REFUSALS = (ValidationError, NotAllowed, NotNow, NoRuleValue)
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def word_file(content: bytes, name: str) -> HttpResponse:
    """A Word document as a download that nobody between keeps."""
    response = HttpResponse(content, content_type=WORD)
    response["Content-Disposition"] = content_disposition_header(True, name)
    response["Cache-Control"] = "private, no-store"
    return response


def hand_out_file(paper: Paper, *, by, at) -> HttpResponse:
    return word_file(actions.look_at(paper, by=by, at=at), paper.file_name)


@admin.register(Paper)
class PaperDesk(Desk):
    """What was made. A file is handed out as an answer, since each look is recorded."""

    view_verb = "committees.view"
    refusals = REFUSALS
    list_display = ["number", "kind_shown", "title", "estate", "made_at", "made_by", "kept_shown"]
    list_select_related = ["estate", "made_by"]
    list_filter = [region_filter("estate__region_id"), ("kind", ChoicesDropdownFilter)]
    search_fields = ["number", "title", "estate__search_text", "digest"]
    search_help_text = gettext_lazy("Number, title, estate or digest")
    fields = [("number", "kind"), "title", ("estate", "template"), ("made_at", "made_by"), "digest",
              ("byte_count", "erase_on")]  # fmt: skip
    export_columns = ("number", "kind", "title", "estate__code", "estate__name", "made_at", "digest", "erase_on")
    buttons = (
        Button(
            "file", gettext_lazy("Download"), "committees.view", hand_out_file, icon="download", variant="primary",
            question=lambda paper: _("The paper as it was made. That you look at it is recorded."),
            when=lambda paper: paper.is_kept,
        ),
    )  # fmt: skip

    def has_view_permission(self, request: HttpRequest, obj: Paper | None = None) -> bool:
        return any(may(request.user, rights.view) for rights in KINDS.values())

    def page_facts(self, request: HttpRequest, thing: Paper | None) -> dict:
        if thing is None or thing.is_kept:
            return {}
        word = _("erased") if thing.erased_at else _("handed out once")
        return {"page_state": {"word": word, "kind": "quiet"}}

    @display(description=gettext_lazy("kind"), ordering="kind")
    def kind_shown(self, paper: Paper) -> str:
        return paper.get_kind_display()

    @display(description=gettext_lazy("file"), label={"kept": "success", "gone": "default"})
    def kept_shown(self, paper: Paper) -> tuple[str, str]:
        return ("kept", _("kept")) if paper.is_kept else ("gone", _("not kept"))


class TemplateForm(forms.Form):
    """Which papers, and the Word file from which they are made from now on."""

    kind = forms.ChoiceField(
        label=gettext_lazy("Papers"), choices=PaperForm.choices, widget=UnfoldAdminSelectWidget
    )  # fmt: skip
    file = forms.FileField(
        label=gettext_lazy("Word file (.docx)"), widget=UnfoldAdminFileFieldWidget(attrs={"accept": ".docx"}),
        help_text=gettext_lazy("Take the one in use, change it in Word, and upload it. Every fault is said at once."),
    )  # fmt: skip


def keep_template(_thing, *, by, at, kind: str, file) -> str:
    kept = actions.keep_template(kind, content=file.read(), name=file.name, by=by, at=at)
    return _("%(template)s is in use from now on.") % {"template": kept}


def withdraw_template(template: PaperTemplate, *, by, at) -> str:
    actions.withdraw_template(template, by=by, at=at)
    now = actions.template_in_use(template.kind)
    return _("Withdrawn. In use is now: %(template)s.") % {"template": now or _("the form that the portal came with")}


@admin.register(PaperTemplate)
class TemplateDesk(Desk):
    view_verb = actions.RIGHT
    refusals = REFUSALS
    list_before_template = "committees/papers_in_use.html"
    list_display = ["kind_shown", "place", "name", "kept_at", "kept_by", "state_shown"]
    list_select_related = ["kept_by"]
    list_filter = [("kind", ChoicesDropdownFilter)]
    fields = [("kind", "place"), "name", ("kept_at", "kept_by"), "digest", "withdrawn_at"]
    buttons = (
        Button(
            "upload", gettext_lazy("Upload a template"), actions.RIGHT, keep_template, form=TemplateForm,
            icon="upload_file", variant="primary", on_list=True,
            question=lambda thing: _("From now on papers of this kind are made from it. Papers already made stay."),
        ),
        Button(
            "withdraw", gettext_lazy("Withdraw"), actions.RIGHT, withdraw_template, icon="undo", variant="danger",
            question=lambda template: _("The one before it is in use again, or the form that the portal came with."),
            when=lambda template: not template.is_withdrawn,
        ),
    )  # fmt: skip

    def get_urls(self):
        wrap = self.admin_site.admin_view
        return [
            path("in-use/<slug:kind>/", wrap(self.in_use), name="committees_papertemplate_in_use"),
            path("shipped/<slug:kind>/", wrap(self.shipped), name="committees_papertemplate_shipped"),
            path("words/<slug:kind>/", wrap(self.words), name="committees_papertemplate_words"),
            *super().get_urls(),
        ]

    def changelist_view(self, request: HttpRequest, extra_context=None) -> HttpResponse:
        in_use = [(kind, actions.template_in_use(kind)) for kind in PaperForm]
        return super().changelist_view(request, {"papers_in_use": in_use, **(extra_context or {})})

    def kind_of(self, request: HttpRequest, kind: str) -> PaperForm:
        if not self.has_view_permission(request):
            raise PermissionDenied
        if kind not in PaperForm.values:
            raise Http404
        return PaperForm(kind)

    def in_use(self, request: HttpRequest, kind: str) -> HttpResponse:
        """The Word file from which papers of a kind are made now."""
        of = self.kind_of(request, kind)
        template = actions.template_in_use(of)
        name = template.name if template else f"{of.label}.docx"
        return word_file(actions.source_of(of, template), name)

    def shipped(self, request: HttpRequest, kind: str) -> HttpResponse:
        of = self.kind_of(request, kind)
        return word_file(form_of(of), f"{of.label}.docx")

    def words(self, request: HttpRequest, kind: str) -> HttpResponse:
        """The fields that may stand in a template."""
        of = self.kind_of(request, kind)
        title = _("Fields of: %(kind)s") % {"kind": of.label}
        return self.page(request, "committees/paper_words.html", None, title, words=list(flat(FIELDS[of])), kind=of)

    @display(description=gettext_lazy("kind"), ordering="kind")
    def kind_shown(self, template: PaperTemplate) -> str:
        return template.get_kind_display()

    @display(description=gettext_lazy("state"), label={"kept": "success", "withdrawn": "default"})
    def state_shown(self, template: PaperTemplate) -> tuple[str, str]:
        return ("withdrawn", _("withdrawn")) if template.is_withdrawn else ("kept", _("may be used"))
