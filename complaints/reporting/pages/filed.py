"""After sending: the number and the secret, on a page and as a QR to keep."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from complaints.following.keeping import picture_of, way_to
from complaints.reporting import drafts
from complaints.reporting.sending import sent
from complaints.reporting.serving import report_page
from estates.finding import place_of
from estates.models import Estate


@require_safe
@report_page
def filed(request: HttpRequest) -> HttpResponse:
    """Only for the phone that sent it, for a day."""
    complaint = sent(drafts.key_of(request))
    if complaint is None:
        return redirect("complaints:report")
    estate = Estate.objects.select_related("region__parent__parent__parent").get(pk=complaint.estate_id)
    return render(
        request,
        "complaints/report/filed.html",
        {
            "complaint": complaint,
            "secret": complaint.secret,
            "estate": estate,
            "place": place_of(estate.region),
            "picture": picture_of(way_to(request, complaint)),
            "address": request.build_absolute_uri(reverse("complaints:follow")),
        },
    )
