"""Papers and pictures that prove something: a voucher, a report of acceptance, a photo of a board.

They lie in the private storage, outside of what is served, under names that say nothing; desks hand them out.
"""

import uuid
from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile, File
from django.core.files.storage import Storage, storages
from django.db.models import Model
from django.db.models.fields.files import FieldFile
from django.http import FileResponse, Http404
from django.utils.deconstruct import deconstructible
from django.utils.translation import gettext as _

from accounts.pictures import cleaning, judging

PDF = b"%PDF-"
KINDS = {".pdf": "application/pdf", ".jpg": "image/jpeg"}


def private_files() -> Storage:
    return storages["private"]


@deconstructible
class private_place:  # noqa: N801 - reads as a function where a model names it
    """Where files of a folder go: `upload_to=private_place("revenue")`."""

    def __init__(self, folder: str):
        self.folder = folder

    def __call__(self, thing: Model, name: str) -> str:
        key = uuid.uuid4().hex
        return f"{self.folder}/{key[:2]}/{key}{PurePath(name).suffix.lower()}"


def proof_of(upload: File, field: str = "file") -> ContentFile:
    """What is kept of an upload: a PDF as it is, a picture drawn anew, without a word about camera and place.

    Its name ends in `.pdf` or `.jpg`. Raises ValidationError per `field`, naming the file.
    """
    name = judging.short(upload.name or "")
    try:
        judging.insist_on_size(upload.size, name)
        upload.seek(0)
        return kept(upload.read(), name)
    except ValidationError as fault:
        raise ValidationError({field: fault}) from fault


def kept(content: bytes, name: str) -> ContentFile:
    stem = PurePath(name).stem or name
    if content.startswith(PDF):
        return ContentFile(content, name=f"{stem}.pdf")
    if content.startswith(b"PK") or name.lower().endswith((".doc", ".docx", ".xls", ".xlsx", ".zip")):
        raise judging.refused(_("“%(name)s” is no PDF and no picture. Save it as a PDF first."), name)
    judging.judge(content, name)
    try:
        return ContentFile(cleaning.copies_of(content).full, name=f"{stem}.jpg")
    except cleaning.Unreadable as fault:
        raise judging.refused(_("“%(name)s” cannot be opened. Take or scan it again."), name) from fault


def proof_response(file: FieldFile, name: str) -> FileResponse:
    """Hand a proof out to be saved. The caller made sure that the person may see it. Raises Http404 once it is gone."""
    if not file:
        raise Http404
    suffix = PurePath(file.name or "").suffix
    try:
        content = file.open("rb")
    except FileNotFoundError as fault:
        raise Http404 from fault
    kind = KINDS.get(suffix, "application/octet-stream")
    return FileResponse(content, as_attachment=True, filename=f"{PurePath(name).stem}{suffix}", content_type=kind)
