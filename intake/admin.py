"""The bureau's import desk: every upload in a list, and the verbs on each."""

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from unfold.contrib.filters.admin import ChoicesDropdownFilter, RangeDateTimeFilter
from unfold.decorators import display

from accounts.authority import NotAllowed
from accounts.desk import Desk
from accounts.desk_buttons import Button, PageLink, reason_field
from intake import actions
from intake.desk import LOOKS, PagesOfDesk
from intake.lifecycle import BATCH
from intake.models import ImportBatch
from intake.sheets import all_sheets, sheets_for
from intake.tasks import hand_over

LABEL_OF = {"ok": "success", "late": "danger", "quiet": "default"}


class ReasonForm(forms.Form):
    why = reason_field(gettext_lazy("Why"))


def begin_import(batch: ImportBatch, *, by, at) -> str:
    hand_over(actions.order(batch, sheet=all_sheets()[batch.sheet], by=by, at=at))
    return ""


def begin_undo(batch: ImportBatch, *, by, at, why: str) -> str:
    hand_over(actions.order_undo(batch, sheet=all_sheets()[batch.sheet], by=by, at=at, why=why))
    return ""


def discard(batch: ImportBatch, *, by, at) -> HttpResponse:
    actions.discard(batch, by=by, at=at)
    return HttpResponseRedirect(reverse("admin:intake_importbatch_changelist"))


def open_for(verb: str):
    return lambda batch: batch is not None and batch.state in BATCH[verb].open_in


BUTTONS = (
    Button(
        name="import", label=gettext_lazy("Import"), verb="registers.import", icon="input", variant="primary",
        act=begin_import, when=open_for("carry_out"),
        question=lambda batch: _("Import all %(count)d rows of “%(file)s”? They come in together, or none does.")
        % {"count": batch.row_count, "file": batch.file_name},
    ),
    Button(
        name="undo", label=gettext_lazy("Undo the import"), verb="registers.import", icon="undo", variant="danger",
        act=begin_undo, form=ReasonForm, when=open_for("undo"),
        question=lambda batch: _(
            "Undo “%(file)s” as a whole? What it added is removed, what it changed is restored; records on the ledger "
            "are withdrawn. If other entries build on it, nothing happens and you see which."
        )
        % {"file": batch.file_name},
    ),
    Button(
        name="discard", label=gettext_lazy("Discard"), verb="registers.import", icon="delete", variant="danger",
        act=discard, when=open_for("discard"),
        question=lambda batch: _("Discard “%(file)s”? Nothing of it was imported.") % {"file": batch.file_name},
    ),
)  # fmt: skip


class RegisterFilter(admin.SimpleListFilter):
    title = gettext_lazy("register")
    parameter_name = "register"

    def lookups(self, request, model_admin) -> list[tuple[str, str]]:
        return [(key, str(sheet.title)) for key, sheet in all_sheets().items()]

    def queryset(self, request, queryset):
        return queryset.filter(sheet=self.value()) if self.value() in all_sheets() else queryset


@admin.register(ImportBatch)
class ImportDesk(PagesOfDesk, Desk):
    view_verb = "imports.view"
    refusals = (ValidationError, NotAllowed, actions.WrongState, actions.BatchBusy)
    buttons = BUTTONS
    list_display = ["file_name", "register_shown", "state_shown", "row_count", "fault_count", "by", "received_at"]
    list_select_related = ["by"]
    list_filter = [RegisterFilter, ("state", ChoicesDropdownFilter), ("received_at", RangeDateTimeFilter)]
    search_fields = ["file_name"]
    search_help_text = gettext_lazy("File name")

    def changelist_view(self, request: HttpRequest, extra_context=None) -> HttpResponse:
        return super().changelist_view(request, {"page_title": _("Import desk"), **(extra_context or {})})

    def add_links(self, request: HttpRequest) -> list[PageLink]:
        if not sheets_for(request.user):
            return []
        return [PageLink(_("Import a file"), self.url("start"), "upload_file", "primary")]

    @display(description=gettext_lazy("register"), ordering="sheet")
    def register_shown(self, batch: ImportBatch) -> str:
        sheet = all_sheets().get(batch.sheet)
        return str(sheet.title) if sheet else batch.sheet

    @display(
        description=gettext_lazy("state"),
        ordering="state",
        label={state: LABEL_OF.get(colour, "info") for state, (colour, _sign) in LOOKS.items()},
    )
    def state_shown(self, batch: ImportBatch) -> tuple[str, str]:
        return batch.state, batch.get_state_display()
