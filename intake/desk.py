"""The pages of the import desk: choose a register and a file; one file and what became of it; its downloads."""

from django import forms
from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from accounts.authority import NotAllowed
from accounts.desk_buttons import PageLink
from intake import actions
from intake.downloads import handed_out, name_of_marked, workbook
from intake.faults import CannotRead
from intake.limits import MAX_ROWS
from intake.models import BatchState, ImportBatch, OnExisting
from intake.sheets import Sheet, require_reader, sheets_for, title_of
from intake.tasks import hand_over, progress_of
from intake.templates import template

SHOWN_FAULTS = 200
REFRESH_SECONDS = 3
BUSY = {BatchState.RECEIVED, BatchState.CHECKING, BatchState.APPLYING, BatchState.UNDOING}
LOOKS = {
    BatchState.RECEIVED: ("quiet", "schedule"),
    BatchState.CHECKING: ("", "progress_activity"),
    BatchState.FAULTY: ("late", "warning"),
    BatchState.CLEAN: ("ok", "check_circle"),
    BatchState.APPLYING: ("", "progress_activity"),
    BatchState.APPLIED: ("ok", "task_alt"),
    BatchState.UNDOING: ("", "progress_activity"),
    BatchState.UNDONE: ("quiet", "undo"),
    BatchState.FAILED: ("late", "warning"),
}
"""How each state looks at the head of a page: its colour and its sign."""


class UploadForm(forms.Form):
    """Which register, which file, and what happens to rows that are already there."""

    register = forms.ChoiceField(label=gettext_lazy("Register"), widget=forms.RadioSelect)
    file = forms.FileField(
        label=gettext_lazy("File"),
        error_messages={
            "required": gettext_lazy("Choose a file."),
            "empty": gettext_lazy("The file is empty. Choose the file again, or download the template and fill it in."),
        },
    )
    on_existing = forms.ChoiceField(
        label=gettext_lazy("Rows that are already on the register"),
        choices=OnExisting.choices,
        initial=OnExisting.REFUSE,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args, sheets: dict[str, type[Sheet]], **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["register"].choices = [(key, sheet.title) for key, sheet in sheets.items()]
        self.fields["register"].error_messages["required"] = _("Choose a register.")
        self.fields["file"].widget.attrs["accept"] = ".xlsx,.xlsm,.csv"


class PagesOfDesk:
    """The part of the import desk that is not Django's list: its own pages and files."""

    def get_urls(self):
        def own(route: str, view, name: str):
            return path(route, self.admin_site.admin_view(view), name=f"intake_importbatch_{name}")

        return [
            own("start/", self.start, "start"),
            own("template/<slug:key>/", self.hand_out_template, "template"),
            own("<path:object_id>/file/", self.hand_out_file, "file"),
            own("<path:object_id>/marked/", self.hand_out_marked, "marked"),
            *super().get_urls(),
        ]

    def start(self, request: HttpRequest) -> HttpResponse:
        """Choose a register and a file (GET), keep the file and have it checked (POST)."""
        sheets = sheets_for(request.user)
        if not sheets:
            raise PermissionDenied
        sent = (request.POST, request.FILES) if request.method == "POST" else ()
        form = UploadForm(*sent, sheets=sheets, initial={"register": request.GET.get("register")})
        if sent and form.is_valid():
            batch = self.receive(request, form, sheets)
            if batch is not None:
                return HttpResponseRedirect(self.url("change", batch.pk))
        return self.page(
            request, "intake/start.html", None, _("Import a file"),
            form=form, registers=[(sheet, self.url("template", key)) for key, sheet in sheets.items()],
            max_rows=f"{MAX_ROWS:,}",
        )  # fmt: skip

    def receive(self, request: HttpRequest, form: UploadForm, sheets: dict[str, type[Sheet]]) -> ImportBatch | None:
        """The kept batch; None when the file is refused, with the reason in the form."""
        answers = form.cleaned_data
        sheet, upload = sheets[answers["register"]], answers["file"]
        on_existing = answers["on_existing"] if sheet.can_update else OnExisting.REFUSE
        try:
            batch = actions.receive(
                upload, sheet=sheet, name=upload.name, by=request.user, at=timezone.now(), on_existing=on_existing
            )
        except (CannotRead, NotAllowed) as refusal:
            form.add_error("file", str(refusal))
            return None
        self.hand_over(request, batch)
        return batch

    def hand_over(self, request: HttpRequest, batch: ImportBatch) -> None:
        if not hand_over(batch):
            messages.warning(
                request, _("The file is kept. The worker cannot be reached now; it begins within 5 minutes.")
            )

    def change_view(self, request: HttpRequest, object_id: str, form_url="", extra_context=None) -> HttpResponse:
        """One file: its state, what is wrong with it, and what can be done now."""
        batch = self.batch(request, object_id)
        colour, sign = LOOKS[batch.state]
        is_busy = batch.state in BUSY
        done, total = progress_of(batch) if is_busy else (0, 0)
        response = self.page(
            request, "intake/batch.html", batch, batch.file_name,
            batch=batch, register=title_of(batch.sheet), is_busy=is_busy, done=done, total=total,
            refresh=REFRESH_SECONDS,
            page_state={"kind": colour or "running", "icon": sign, "word": batch.get_state_display()},
            page_links=self.links_of(request, batch), faults=batch.faults[:SHOWN_FAULTS],
            told_count=batch.fault_count + batch.warning_count, shown_count=SHOWN_FAULTS,
            sentence=sentence_of(batch), file_url=self.url("file", batch.pk) if batch.file else "",
            marked_url=self.url("marked", batch.pk) if batch.marked_file else "",
        )  # fmt: skip
        if is_busy:
            response["Refresh"] = str(REFRESH_SECONDS)
        return response

    def batch(self, request: HttpRequest, object_id: str) -> ImportBatch:
        """A batch that this person may see. Raises Http404, PermissionDenied."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        batch = self.get_object(request, unquote(object_id))
        if batch is None:
            raise Http404
        return batch

    def batch_to_read(self, request: HttpRequest, object_id: str) -> ImportBatch:
        """A batch whose file this person may read. Raises Http404, PermissionDenied."""
        batch = self.batch(request, object_id)
        try:
            require_reader(request.user, batch)
        except NotAllowed as refusal:
            raise PermissionDenied from refusal
        return batch

    def links_of(self, request: HttpRequest, batch: ImportBatch) -> list[PageLink]:
        links = self.button_links(request, batch)
        if batch.state in {BatchState.FAULTY, BatchState.FAILED, BatchState.UNDONE} and batch.sheet in sheets_for(
            request.user
        ):
            again = f"{self.url('start')}?register={batch.sheet}"
            links.append(PageLink(_("Upload again"), again, "upload_file", "primary"))
        return [*self.history_links(request, batch), *links]

    def hand_out_template(self, request: HttpRequest, key: str) -> HttpResponse:
        sheet = sheets_for(request.user).get(key)
        if sheet is None:
            raise Http404
        return workbook(template(sheet), f"{sheet.tab}.xlsx")

    def hand_out_file(self, request: HttpRequest, object_id: str) -> HttpResponse:
        batch = self.batch_to_read(request, object_id)
        return handed_out(batch.file, batch.file_name)

    def hand_out_marked(self, request: HttpRequest, object_id: str) -> HttpResponse:
        batch = self.batch_to_read(request, object_id)
        return handed_out(batch.marked_file, name_of_marked(batch))


def sentence_of(batch: ImportBatch) -> str:
    """What became of the file, in one sentence."""
    rows = {"count": batch.row_count}
    match batch.state:
        case BatchState.CLEAN:
            return (
                ngettext(
                    "The row is without fault. Nothing has been written yet.",
                    "All %(count)d rows are without fault. Nothing has been written yet.",
                    batch.row_count,
                )
                % rows
            )
        case BatchState.FAULTY:
            return _("Nothing was imported. Correct the file and upload it again: all rows come in, or none.")
        case BatchState.APPLIED:
            return ngettext("One row was imported.", "%(count)d rows were imported.", batch.row_count) % rows
        case BatchState.UNDONE:
            return _("The import was undone as a whole.")
    return ""
