"""A service request becomes a complaint."""

import uuid
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from complaints.actions.filing import NewComplaint, file
from complaints.models import Channel, Complaint, Kind
from complaints.open311.faults import Fault
from complaints.open311.places import estate_of
from complaints.open311.services import notice_of, topic_named
from complaints.photos.actions import take_remote

PUBLIC_NOTICE = "open311"
"""The version of the consent for what comes with a name or a phone: the client's own, under its agreement."""


def create(form, *, by: User) -> dict[str, Any]:
    """File what a form says and answer its number. Sent again with the same `token`, it is one. Raises Fault 400."""
    code = form.get("service_code", "").strip()
    if not code:
        raise Fault(400, _("service_code is missing."))
    topic = topic_named(code)
    if topic is None:
        raise Fault(400, _("There is no service_code “%(code)s” here.") % {"code": code[:40]})
    complaint = filed(form, topic, by=by)
    return {
        "service_request_id": complaint.number,
        "service_notice": notice_of(topic) or None,
        "account_id": None,
    }


def filed(form, topic, *, by: User) -> Complaint:
    name, phone = name_of(form), form.get("phone", "").strip()
    new = NewComplaint(
        estate=estate_of(form, by), topic=topic, words=form.get("description", ""), channel=Channel.OPEN311,
        key=key_of(form), kind=kind_of(form), spot=form.get("attribute[spot]", "").strip(), name=name, phone=phone,
        consent_version=PUBLIC_NOTICE if name or phone else "", device=form.get("device_id", "")[:200],
    )  # fmt: skip
    with transaction.atomic():
        complaint = file(new, by=by, at=timezone.now())
        if complaint.filed_by_id != by.pk:
            raise Fault(400, _("token: another request has this one. Make a new one for each request."))
        keep_photo(complaint, form.get("media_url", "").strip())
    return complaint


def keep_photo(complaint: Complaint, address: str) -> None:
    """Have the photo under `media_url` fetched by the worker, once. Raises Fault 400."""
    if not address or complaint.photos.exists():
        return
    try:
        take_remote(address, complaint=complaint, at=timezone.now())
    except ValidationError as fault:
        raise Fault(400, *(f"media_url: {sentence}" for sentence in fault.messages)) from fault


def key_of(form) -> uuid.UUID:
    """`token`: a UUID of the client's for this request, so that a repeated one is not filed twice. Raises Fault 400."""
    text = form.get("token", "").strip()
    if not text:
        return uuid.uuid4()
    try:
        return uuid.UUID(text)
    except ValueError as fault:
        raise Fault(400, _("token must be a UUID of your own making, a new one for each request.")) from fault


def kind_of(form) -> str:
    value = form.get("attribute[kind]", "").strip() or Kind.COMPLAINT
    if value not in Kind.values:
        raise Fault(400, _("attribute[kind] must be one of: %(values)s.") % {"values": ", ".join(Kind.values)})
    return value


def name_of(form) -> str:
    """In the order of the language: Chinese names begin with the family name."""
    first, last = form.get("first_name", "").strip(), form.get("last_name", "").strip()
    if first and last and (first + last).isascii():
        return f"{first} {last}"
    return f"{last}{first}"


def number_of(token: str) -> str:
    """The number under which a request with this `token` was filed. Raises Fault 404."""
    try:
        key = uuid.UUID(token)
    except ValueError:
        key = None
    number = Complaint.objects.filter(filing_key=key).values_list("number", flat=True).first() if key else None
    if number is None:
        raise Fault(404, _("There is no request with this token."))
    return number
