"""The desk of rulebooks: drafted from a file or a copy, changed item by item, published with a first day, then read."""

from datetime import date

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count, Prefetch, Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import display
from unfold.widgets import UnfoldAdminFileFieldWidget, UnfoldAdminTextInputWidget

from accounts.authority import NotAllowed, may
from accounts.desk import Desk
from accounts.desk_buttons import Button, DateInput, PageLink, reason_field
from credit import actions, law, rulebook_file, sayings, worked
from credit.actions import NotNow
from credit.lifecycle import RULEBOOK
from credit.models import Item, Rulebook
from credit.queries import rulebooks_for
from credit.rules import RuleFault, check

LARGEST_FILE = 2 * 1024 * 1024


class ImportForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("Rulebook file (YAML)"), widget=UnfoldAdminFileFieldWidget(),
        help_text=gettext_lazy("Export a rulebook to see what such a file looks like."),
    )  # fmt: skip
    why = reason_field(
        gettext_lazy("Why this version"), gettext_lazy("It is published with the version."), required=False
    )

    def clean_file(self) -> str:
        given = self.cleaned_data["file"]
        if given.size > LARGEST_FILE:
            raise ValidationError(_("A rulebook file has at most 2 MB."))
        try:
            return given.read().decode("utf-8-sig")
        except UnicodeDecodeError:
            raise ValidationError(_("The file is not text in UTF-8. Save it as UTF-8 and try again.")) from None


class CopyForm(forms.Form):
    version = forms.CharField(
        label=gettext_lazy("The new version's name"), max_length=20, widget=UnfoldAdminTextInputWidget(),
        help_text=gettext_lazy("Such as 2026-2."),
    )  # fmt: skip
    why = reason_field(gettext_lazy("Why this version"), gettext_lazy("It is published with the version."))


class PublishForm(forms.Form):
    effective_from = forms.DateField(
        label=gettext_lazy("First day in force"), widget=DateInput(),
        help_text=gettext_lazy("Later than the last night, so that no published grade changes."),
    )  # fmt: skip


def open_page(rulebook: Rulebook) -> HttpResponse:
    return HttpResponseRedirect(reverse("admin:credit_rulebook_change", args=[rulebook.pk]))


def import_file(_nothing, *, file: str, why: str, by, at) -> HttpResponse:
    return open_page(actions.draft_rulebook(rulebook_file.read(file), why=why, by=by, at=at))


def copy(rulebook: Rulebook, *, version: str, why: str, by, at) -> HttpResponse:
    return open_page(actions.copy_rulebook(rulebook, version=version, why=why, by=by, at=at))


def publish(rulebook: Rulebook, *, effective_from: date, by, at) -> str:
    actions.publish_rulebook(rulebook, effective_from=effective_from, by=by, at=at)
    return _("%(book)s is in force from %(day)s.") % {"book": rulebook, "day": effective_from}


def before_publishing(rulebook: Rulebook) -> str:
    return _(
        "Once published, %(book)s can never be changed again, by anybody. From its first day on every night judges by "
        "it. To change a rule later, copy it to a new version."
    ) % {"book": rulebook}


@admin.register(Rulebook)
class RulebookDesk(Desk):
    view_verb = "rulebooks.view"
    refusals = (ValidationError, NotAllowed, NotNow, RuleFault)
    list_display = ["title", "version", "state_shown", "first_day", "item_count", "published_by"]
    list_filter = [("state", ChoicesDropdownFilter)]
    search_fields = ["title", "code", "version"]
    search_help_text = gettext_lazy("Title, series or version")
    fields = ["title"]
    change_form_template = "desk/rulebook.html"
    buttons = (
        Button(
            "import", gettext_lazy("Import a file"), "rulebooks.edit", import_file,
            question=lambda _none: _("The file becomes a draft. Nothing changes for anybody until you publish it."),
            form=ImportForm, icon="upload_file", variant="primary", on_list=True,
        ),
        Button(
            "copy", RULEBOOK["copy"].label, RULEBOOK["copy"].right, copy,
            question=lambda book: _("All of %(book)s goes into a draft, which you can then change.") % {"book": book},
            form=CopyForm, icon="content_copy",
        ),
        Button(
            "publish", RULEBOOK["publish"].label, RULEBOOK["publish"].right, publish,
            question=before_publishing,
            form=PublishForm, icon="gavel", variant="primary",
            when=lambda book: book.state in RULEBOOK["publish"].open_in,
        ),
    )  # fmt: skip

    def seen_by(self, user):
        return rulebooks_for(user).annotate(item_count=Count("items"))

    def get_urls(self):
        export = path(
            "<int:object_id>/file/", self.admin_site.admin_view(self.export_file), name="credit_rulebook_file"
        )
        return [export, *super().get_urls()]

    def export_file(self, request: HttpRequest, object_id: int) -> HttpResponse:
        """The rulebook as the one readable file that the import takes."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        rulebook = self.get_object(request, str(object_id))
        if rulebook is None:
            self._get_obj_does_not_exist_redirect(request, self.opts, str(object_id))
        response = HttpResponse(rulebook_file.write(rulebook), content_type="application/yaml; charset=utf-8")
        name = f"{rulebook.code}-{rulebook.version}.yaml"
        response["Content-Disposition"] = f'attachment; filename="{name.encode("ascii", "ignore").decode()}"'
        return response

    @display(description=gettext_lazy("state"), label={"draft": "warning", "published": "success"})
    def state_shown(self, rulebook: Rulebook) -> tuple[str, str]:
        return rulebook.state, rulebook.get_state_display()

    @display(description=gettext_lazy("first day in force"), ordering="effective_from")
    def first_day(self, rulebook: Rulebook) -> str:
        return f"{rulebook.effective_from:%Y-%m-%d}" if rulebook.effective_from else "–"

    @display(description=gettext_lazy("items"), ordering="item_count")
    def item_count(self, rulebook: Rulebook) -> int:
        return rulebook.item_count

    def page_facts(self, request: HttpRequest, thing: Rulebook | None) -> dict:
        draft = thing.is_draft
        may_edit = draft and may(request.user, "rulebooks.edit")
        links = [
            PageLink(_("Export the file"), self.url("file", thing.pk), "download"),
            *self.history_links(request, thing),
            *self.button_links(request, thing),
        ]
        if may_edit:
            links.insert(0, PageLink(_("New item"), f"{reverse('admin:credit_item_add')}?rulebook={thing.pk}", "add"))
        return {
            "page_state": {
                "word": thing.get_state_display(),
                "kind": "warm" if draft else "ok",
                "icon": "edit_note" if draft else "gavel",
            },
            "page_note": self.note(thing),
            "page_links": links,
            "rulebook": thing,
            "bands": [{"band": band, "words": sayings.band_words(band)} for band in thing.bands.all()],
            "categories": categories_of(thing),
            "wrong": wrong_with(thing) if draft else "",
        }

    def note(self, rulebook: Rulebook) -> str:
        if rulebook.is_draft:
            return _(
                "A draft judges nobody. To change bands or the base score, export the file, change it there, and "
                "import it under another version."
            )
        return _("In force from %(day)s. It can no longer be changed, only followed by a new version.") % {
            "day": rulebook.effective_from
        }


def categories_of(rulebook: Rulebook) -> list[dict]:
    """The items by category, each with its price, repetition and validity in words."""
    items = Item.objects.order_by("code")
    found = []
    for category in rulebook.categories.prefetch_related(Prefetch("item_set", queryset=items)):
        rows = [
            {
                "item": item,
                "price": sayings.price_words(item),
                "repeat": sayings.repeat_words(item),
                "validity": sayings.validity_words(item),
            }
            for item in category.item_set.all()
        ]
        found.append({"category": category, "rows": rows})
    return found


def wrong_with(rulebook: Rulebook) -> str:
    """What would keep a draft from being published, or nothing."""
    try:
        check(law.rules_of(rulebook))
        for item in rulebook.items.filter(~Q(examples=[])):
            worked.insist(item)
    except RuleFault as fault:
        return str(fault)
    return ""
