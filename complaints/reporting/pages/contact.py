"""Step 3: a name and a phone, if wanted; and what happens to them."""

import uuid

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from accounts.said import plain
from complaints.reporting import drafts
from complaints.reporting.consents import notice
from complaints.reporting.drafts import Told
from complaints.reporting.forms import ContactForm
from complaints.reporting.sending import sent
from complaints.reporting.serving import report_page


@report_page
def contact(request: HttpRequest) -> HttpResponse:
    key = drafts.key_of(request)
    told = drafts.told(key)
    if told is None and sent(key):
        return redirect("complaints:filed")
    if key is None or told is None or not told.passed_what:
        return redirect("complaints:report-what")
    if request.method == "POST":
        return take(request, key, told)
    return show(request, told)


def take(request: HttpRequest, key: uuid.UUID, told: Told) -> HttpResponse:
    form = ContactForm(request.POST)
    sound = form.is_valid()
    told.name = form.cleaned_data.get("name", plain(request.POST.get("name", ""))[:100])
    told.phone = form.cleaned_data.get("phone", plain(request.POST.get("phone", ""))[:40])
    text = notice(on=timezone.localdate())
    told.consent_version = text.version if sound and text and (told.name or told.phone) else ""
    told.passed_contact = sound
    drafts.keep(key, told, at=timezone.now())
    return redirect("complaints:report-check") if sound else show(request, told, form)


def show(request: HttpRequest, told: Told, form: ContactForm | None = None) -> HttpResponse:
    return render(
        request,
        "complaints/report/contact.html",
        {
            "step": 3,
            "told": told,
            "agrees": bool(form.data.get("agrees")) if form else bool(told.consent_version),
            "notice": notice(on=timezone.localdate()),
            "errors": form.errors if form else {},
        },
        status=422 if form else 200,
    )
