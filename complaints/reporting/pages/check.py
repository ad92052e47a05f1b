"""Step 4: everything once more, the digits, and send."""

import uuid

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from accounts.middleware import address_of
from complaints.captcha.fields import CaptchaForm
from complaints.following import keys
from complaints.models import Kind, Topic
from complaints.photos.showing import address_of as photo_address
from complaints.reporting import drafts, limits
from complaints.reporting.drafts import Told
from complaints.reporting.likeness import joinable
from complaints.reporting.pages.what import photos_of
from complaints.reporting.sayings import wait_sentence
from complaints.reporting.sending import Incomplete, send, sent
from complaints.reporting.serving import report_page
from estates.finding import estate_coded, place_of


@report_page
def check(request: HttpRequest) -> HttpResponse:
    """The draft is held while it is sent: a second tap waits for the first, and is shown the same number."""
    key = drafts.key_of(request)
    if request.method != "POST":
        return elsewhere(key, told := drafts.told(key)) or show(request, key, told)
    with transaction.atomic():
        told = drafts.told(key, lock=True)
        return elsewhere(key, told) or answer(request, key, told)


def elsewhere(key: uuid.UUID | None, told: Told | None) -> HttpResponse | None:
    """Where somebody belongs who has nothing to send (any more), or not yet."""
    if told is None:
        return redirect("complaints:filed" if sent(key) else "complaints:report")
    if not told.passed_what:
        return redirect("complaints:report-what")
    return None if told.passed_contact else redirect("complaints:report-contact")


def answer(request: HttpRequest, key: uuid.UUID, told: Told) -> HttpResponse:
    if "other_digits" in request.POST:
        return show(request, key, told)
    if not told.is_human:
        form = CaptchaForm(request.POST)
        if not form.is_valid():
            return show(request, key, told, form)
        told.is_human = True
    wait = limits.minutes_to_wait(address_of(request), told.phone)
    faults = [wait_sentence(wait)] if wait else []
    if not faults:
        try:
            return leave(request, key, told)
        except Incomplete:
            return redirect("complaints:report")
        except ValidationError as fault:
            faults, told.join_to = fault.messages, ""
    drafts.keep(key, told, at=timezone.now())
    return show(request, key, told, faults=faults, status=429 if wait else 422)


def leave(request: HttpRequest, key: uuid.UUID, told: Told) -> HttpResponse:
    """File it. The phone keeps the way to its number for a day, and the case open."""
    address, device = address_of(request), drafts.device_of(request)
    complaint = send(key, told, address=address, device=device, at=timezone.now())
    response = redirect(reverse("complaints:filed"))
    drafts.hand_out(request, response, key, lasts=drafts.SHOWN_FOR)
    keys.hand_out(request, response, complaint.number)
    return response


def show(
    request: HttpRequest,
    key: uuid.UUID,
    told: Told,
    form: CaptchaForm | None = None,
    *,
    faults: list[str] | None = None,
    status: int = 200,
) -> HttpResponse:
    estate = estate_coded(told.estate)
    topic = Topic.objects.filter(code=told.topic).select_related("parent", "body").first()
    if estate is None or topic is None:
        return redirect("complaints:report")
    return render(
        request,
        "complaints/report/check.html",
        {
            "step": 4,
            "told": told,
            "estate": estate,
            "place": place_of(estate.region),
            "topic": topic,
            "kind": Kind(told.kind).label,
            "lead": joinable(told.join_to, estate),
            "photos": [(photo, photo_address(photo, "thumb")) for photo in photos_of(key)],
            "form": None if told.is_human else form or CaptchaForm(),
            "errors": form.errors if form else {},
            "faults": faults or [],
        },
        status=422 if form else status,
    )
