"""Where a paper's code leads: who reads it sees whether it is ours, and whether a file is the one that was made."""

from hashlib import sha256
from http import HTTPStatus

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.pages import own_page, public_page, typed
from committees.models import Paper, PaperForm

MOST_BYTES = 20 * 1024 * 1024
"""No paper is larger; what is compared is read piece by piece and kept nowhere."""
SAME, ANOTHER = "same", "another"
WITH_A_PUBLIC_VOTE = (PaperForm.ANNOUNCEMENT, PaperForm.RESULT)


@own_page
def paper(request: HttpRequest, number: str) -> HttpResponse:
    """What is on record of a number; a file that is sent is compared with its digest."""
    found = Paper.objects.select_related("estate", "vote").filter(number=spelled(number)).first()
    if found is None:
        return unknown(request, number)
    facts = {"paper": found, "vote": found.vote if found.kind in WITH_A_PUBLIC_VOTE else None}
    if request.method == "POST":
        facts |= compared(found, request.FILES.get("file"))
    return render(request, "committees/paper.html", facts)


@public_page
def typed_number(request: HttpRequest) -> HttpResponse:
    """The number of a paper, typed by hand."""
    number = spelled(request.GET.get("number", ""))
    if not number:
        return render(request, "committees/paper.html")
    if not Paper.objects.filter(number=number).exists():
        return unknown(request, number)
    return redirect("committees:paper", number=number)


def unknown(request: HttpRequest, number: str) -> HttpResponse:
    return render(request, "committees/paper.html", {"number": typed(number)}, status=HTTPStatus.NOT_FOUND)


def spelled(number: str) -> str:
    """As it stands on the register, however it was typed."""
    return "".join(typed(number).upper().split()).replace("–", "-").replace("—", "-")


def compared(found: Paper, file: UploadedFile | None) -> dict[str, str]:
    """What came of comparing a file with the one that was made."""
    if file is None:
        return {"fault": _("Choose the file first.")}
    if file.size > MOST_BYTES:
        return {"fault": _("The file is too large to be one of these papers (at most %(most)d MB).")
                % {"most": MOST_BYTES >> 20}}  # fmt: skip
    digest = sha256()
    for piece in file.chunks():
        digest.update(piece)
    return {"verdict": SAME if digest.hexdigest() == found.digest else ANOTHER, "file_name": file.name}
