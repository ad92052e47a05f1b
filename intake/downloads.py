"""Files that both doors hand out: what was uploaded, the copy with the faults, the empty workbook."""

from django.http import FileResponse, Http404, HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from intake.models import ImportBatch

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def handed_out(file, name: str) -> FileResponse:
    """A kept file as a download; never shown in the page. Raises Http404."""
    if not file or not file.storage.exists(file.name):
        raise Http404
    return FileResponse(file.open("rb"), as_attachment=True, filename=name, content_type="application/octet-stream")


def name_of_marked(batch: ImportBatch) -> str:
    return _("%(name)s checked.xlsx") % {"name": batch.file_name.rpartition(".")[0]}


def workbook(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=WORKBOOK)
    response["Content-Disposition"] = content_disposition_header(True, name)
    return response
