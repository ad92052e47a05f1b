"""What opens a case, to keep: number, secret, and both as a QR code.

The code leads to `/follow/#number.secret`: what stands behind the # is never sent to a server, so no log ever holds it.
"""

import segno
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from complaints.following.case import complaint_open_to, to_the_door
from complaints.following.pages import own_page
from complaints.models import Complaint

MODULE_PX = 5
QUIET_MODULES = 4


def code_of(request: HttpRequest, complaint: Complaint) -> str:
    """The QR code as inline SVG."""
    address = request.build_absolute_uri(reverse("complaints:follow"))
    made = segno.make_qr(f"{address}#{complaint.number}.{complaint.secret}", error="m")
    return made.svg_inline(scale=MODULE_PX, border=QUIET_MODULES, light="#fff", dark="#000", omitsize=False)


@own_page
def keep(request: HttpRequest, number: str) -> HttpResponse:
    """Number, secret and code on one page that can be photographed or printed."""
    complaint = complaint_open_to(request, number)
    if complaint is None:
        return to_the_door(number)
    return render(request, "complaints/follow/keep.html", {"complaint": complaint, "code": code_of(request, complaint)})
