"""Complaints as service requests: what everybody may know of them, and what only those who filed them are told."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Level, Region, User
from accounts.scope import within
from complaints.lifecycle import OPEN_STATES
from complaints.models import Complaint, Handler, State, Step
from complaints.open311.asked import MOST, Window, listed, midnight, page, statuses

LEVEL_OF: dict[str, Level] = {Handler.COMMUNITY: Level.COMMUNITY, Handler.DISTRICT: Level.COUNTY}


def requests_in(prefix: str) -> QuerySet[Complaint]:
    rows = Complaint.objects.select_related(
        "estate", "topic__parent", "enterprise", "body", "refusal", "joined_to", "region__parent__parent"
    )
    return rows.filter(within("region_id", prefix)) if prefix else rows


def asked_for(query: Mapping[str, str], *, prefix: str, window: Window) -> QuerySet[Complaint]:
    """The requests of a list, the newest first. Numbers of requests override every other filter. Raises Fault."""
    rows = requests_in(prefix).order_by("-filed_at", "-id")
    if numbers := listed(query, "service_request_id"):
        return rows.filter(number__in=numbers)[:MOST]
    rows = rows.filter(filed_at__gte=window.begins, filed_at__lt=window.ends)
    if codes := listed(query, "service_code"):
        rows = rows.filter(topic__code__in=codes)
    if estates := listed(query, "address_id"):
        rows = rows.filter(estate__code__in=estates)
    asked = statuses(query)
    if len(asked) == 1:
        rows = rows.filter(IS_OPEN) if "open" in asked else rows.exclude(IS_OPEN)
    return rows[page(query)]


IS_OPEN = Q(state__in=OPEN_STATES) | Q(state=State.JOINED, joined_to__state__in=OPEN_STATES)
"""What was joined to another is as open as that one."""


def told(complaints: Iterable[Complaint], reader: User | None) -> list[dict[str, Any]]:
    complaints = list(complaints)
    said = last_words(complaint for complaint in complaints if is_own(complaint, reader))
    return [request(complaint, own=is_own(complaint, reader), said=said) for complaint in complaints]


def is_own(complaint: Complaint, reader: User | None) -> bool:
    """Whether the reader filed it: then its words and hours are no secret to them."""
    return reader is not None and complaint.filed_by_id == reader.pk


def last_words(complaints: Iterable[Complaint]) -> dict[int, str]:
    """By primary key what residents were told last."""
    steps = Step.objects.filter(complaint__in=[complaint.pk for complaint in complaints], is_public=True)
    steps = steps.exclude(text="").exclude(actor="resident").order_by("complaint", "-id").distinct("complaint")
    return dict(steps.values_list("complaint", "text"))


def request(complaint: Complaint, *, own: bool, said: Mapping[int, str]) -> dict[str, Any]:
    estate, lead = complaint.estate, complaint.lead
    return {
        "service_request_id": complaint.number,
        "status": status_of(lead.state),
        "status_notes": said.get(complaint.pk) or notes(complaint),
        "service_name": str(complaint.topic),
        "service_code": complaint.topic.code,
        "description": complaint.words if own else f"{complaint.topic.parent} · {complaint.topic}",
        "agency_responsible": agency(complaint),
        "service_notice": None,
        "requested_datetime": hour(complaint.filed_at, own),
        "updated_datetime": hour(complaint.state_since, own),
        "expected_datetime": hour(lead.answer_due_at, own) if lead.state in OPEN_STATES else None,
        "address": f"{estate.address} {estate.name}",
        "address_id": estate.code,
        "zipcode": None,
        "lat": None if estate.latitude is None else float(estate.latitude),
        "long": None if estate.longitude is None else float(estate.longitude),
        "media_url": None,
    }


def status_of(state: str) -> str:
    return "open" if state in OPEN_STATES else "closed"


def hour(moment: datetime, own: bool) -> str:
    """By the city's clock; for the public the day alone, as its beginning."""
    shown = timezone.localtime(moment) if own else midnight(moment)
    return shown.isoformat(timespec="seconds")


def notes(complaint: Complaint) -> str:
    """The state in words, with the way to go where it was not accepted."""
    if complaint.joined_to is not None:
        return _("Joined to %(number)s.") % {"number": complaint.joined_to.number}
    label = str(State(complaint.state).label)
    if complaint.state == State.REFUSED and complaint.refusal:
        return f"{label}: {complaint.refusal}. {complaint.refusal.way}"
    return label


def agency(complaint: Complaint) -> str | None:
    """The body that has it in hand: a company, an office, another body; the street until it is dispatched."""
    if complaint.enterprise is not None:
        return complaint.enterprise.name
    if complaint.body is not None:
        return str(complaint.body)
    region = above(complaint.region, LEVEL_OF.get(complaint.handler, Level.STREET))
    return region.name if region else None


def above(region: Region | None, level: str) -> Region | None:
    """The division itself, or the one of this level in which it lies."""
    while region is not None and region.level != level:
        region = region.parent
    return region
