"""FixMyStreet's extension: steps as updates of requests, and updates that come in from whoever filed a request.

What comes in is the resident's own act: words are added; `closed` and `open` say that an answer did or did not solve
it, while a verdict is waited for; `open` asks to reopen what is closed.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.scope import within
from complaints.actions import residents
from complaints.lifecycle import COMPLAINT
from complaints.models import Complaint, ReceivedUpdate, State, Step
from complaints.open311.asked import Window, listed, page
from complaints.open311.faults import Fault
from complaints.open311.shown import hour, is_own, status_of

CLOSED_WORDS = {"closed", "fixed", "fixed - user", "fixed - council"}
"""What FixMyStreet calls a problem that is solved; every other state is open."""
LONGEST_ID = 60


def asked_for(query: Mapping[str, str], *, prefix: str, window: Window) -> QuerySet[Step]:
    """Public steps in the order of time. Raises Fault."""
    rows = Step.objects.filter(is_public=True, at__gte=window.begins, at__lt=window.ends).select_related("complaint")
    if numbers := listed(query, "service_request_id"):
        rows = rows.filter(complaint__number__in=numbers)
    if prefix:
        rows = rows.filter(within("complaint__region_id", prefix))
    return rows.order_by("at", "id")[page(query)]


def told(step: Step, reader: User | None) -> dict[str, Any]:
    own = is_own(step.complaint, reader)
    return {
        "update_id": str(step.pk),
        "service_request_id": step.complaint.number,
        "status": status_of(step.state).upper(),
        "updated_datetime": hour(step.at, own),
        "description": (own and step.text) or act_of(step),
        "media_url": None,
    }


def act_of(step: Step) -> str:
    """The act in words, with the body that acted; nothing that anybody wrote."""
    label = str(State(step.state).label)
    return f"{step.actor_name}: {label}" if step.actor_name else label


def receive(form, *, by: User) -> dict[str, Any]:
    """Take an update in, once for each `update_id`. Raises Fault."""
    number, key = form.get("service_request_id", "").strip(), form.get("update_id", "").strip()
    if not number or not key:
        raise Fault(400, _("service_request_id and update_id are needed."))
    if len(key) > LONGEST_ID or "\x00" in number + key:
        raise Fault(400, _("update_id has at most %(most)d characters.") % {"most": LONGEST_ID})
    with transaction.atomic():
        complaint = Complaint.objects.select_related("joined_to").filter(number=number).first()
        if complaint is None:
            raise Fault(404, _("There is no request with this number."))
        if complaint.filed_by_id != by.pk:
            raise Fault(403, _("Only who filed a request may add to it."))
        known = ReceivedUpdate.objects.filter(complaint=complaint, key=key).first()
        step = known.step if known else kept(complaint, key, form)
    return {"update_id": str(step.pk)}


def kept(complaint: Complaint, key: str, form) -> Step:
    act(complaint, form.get("status", "").strip().lower(), form.get("description", "").replace("\x00", "").strip())
    step = complaint.steps.latest("id")
    ReceivedUpdate.objects.create(complaint=complaint, key=key, step=step)
    return step


def act(complaint: Complaint, status: str, words: str) -> None:
    """The resident's act that an update stands for. Raises NotNow, ValidationError."""
    state, is_solved = complaint.lead.state, status in CLOSED_WORDS
    verb: Callable[..., Complaint] = residents.supplement
    if state in COMPLAINT["confirm"].open_in and status:
        verb = residents.confirm if is_solved else residents.deny
    elif state in COMPLAINT["reopen"].open_in and status and not is_solved:
        verb = residents.reopen
    verb(complaint, text=words, at=timezone.now())
