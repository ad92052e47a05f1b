"""What opens a case, to keep: number, secret, and both as a QR.

The QR leads to `/follow/#number.secret`: what stands behind the # is never sent to a server, so no log ever holds it.
"""

import segno
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from accounts.pages import own_page
from complaints.following.case import complaint_open_to, to_the_door
from complaints.models import Complaint


def way_to(request: HttpRequest, complaint: Complaint) -> str:
    """The address that opens the case. What stands behind `#` is never sent, so that it reaches no log."""
    address = request.build_absolute_uri(reverse("complaints:follow"))
    return f"{address}#{complaint.number}.{complaint.secret}"


def picture_of(address: str) -> str:
    """A QR as a PNG within the page: phones keep pictures when one presses on them, and no other kind of drawing."""
    return segno.make(address, error="q", micro=False).png_data_uri(scale=6, border=4)


@own_page
def keep(request: HttpRequest, number: str) -> HttpResponse:
    """Number, secret and code on one page that can be photographed or printed."""
    complaint = complaint_open_to(request, number)
    if complaint is None:
        return to_the_door(number)
    picture = picture_of(way_to(request, complaint))
    return render(request, "complaints/follow/keep.html", {"complaint": complaint, "picture": picture})
