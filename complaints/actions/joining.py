"""One event, several complaints: one of them is the case, the others follow it and get its answer."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.days import calendar
from accounts.models import User
from complaints import clocks
from complaints.actions.acting import Doer, caught_up, doer, hold, keep
from complaints.lifecycle import OPEN_STATES
from complaints.models import Complaint, State
from complaints.terms import terms


@transaction.atomic
def join(
    complaint: Complaint, *, to: Complaint, by: User | None, at: datetime, version: int | None = None
) -> Complaint:
    """Make a complaint follow another of the same estate: one answer goes to both, and it counts once.

    Raises ValidationError on `to`, NotNow, NotAllowed, Conflict, DoesNotExist.
    """
    lock_in_order(complaint, to)
    held = hold(complaint, "join", by=by, version=version)
    lead = hold_lead(to, by=by)
    if held.joined.exists():
        for follower in held.joined.select_for_update(no_key=True):
            follow(follower, lead, who=doer(by), by=by, at=at)
    follow(held, lead, who=doer(by), by=by, at=at)
    count_households(lead, who=doer(by), by=by, at=at)
    return caught_up(complaint, held)


def add_to(lead: Complaint, complaint: Complaint, *, who: Doer, by: User | None, at: datetime) -> None:
    """A complaint that was just filed follows an open one. Raises ValidationError."""
    held = hold_lead(lead, by=by)
    follow(complaint, held, who=who, by=by, at=at)
    count_households(held, who=who, by=by, at=at)


def lock_in_order(*complaints: Complaint) -> None:
    """Two who join the same two the other way round wait for each other in one order only."""
    keys = sorted({complaint.pk for complaint in complaints})
    list(Complaint.objects.select_for_update(no_key=True).filter(pk__in=keys).order_by("pk").values_list("pk"))


def hold_lead(to: Complaint, *, by: User | None) -> Complaint:
    """The case that is to lead, locked. Raises ValidationError when it is not there any more or closed."""
    rows = Complaint.objects.all() if by is None else Complaint.objects.visible_to(by)
    seen = rows.filter(pk=to.pk).exists()
    held = Complaint.objects.select_for_update(no_key=True).filter(pk=to.pk).first() if seen else None
    if held is None or held.state not in OPEN_STATES:
        raise ValidationError({"to": _("That complaint is closed or joined to another; choose one that is open.")})
    return held


def follow(complaint: Complaint, lead: Complaint, *, who: Doer, by: User | None, at: datetime) -> None:
    if complaint.pk == lead.pk:
        raise ValidationError({"to": _("A complaint cannot be joined to itself.")})
    if complaint.estate_id != lead.estate_id:
        raise ValidationError({"to": _("Only complaints about the same estate are joined.")})
    complaint.joined_to, complaint.due_at, complaint.households = lead, None, 1
    keep(
        complaint, "join", by=by, at=at, who=who, to=State.JOINED, values={"to": lead.number},
        columns=["joined_to", "households"],
    )  # fmt: skip


def count_households(lead: Complaint, *, who: Doer, by: User | None, at: datetime) -> None:
    """Those that follow and the case itself. From so many on it is a joint case, which is answered in its own term."""
    today = timezone.localdate(at)
    rules = terms(today)
    lead.households = 1 + lead.joined.count()
    becomes_joint = not lead.is_joint and lead.households >= rules.joint_households
    lead.is_joint = lead.is_joint or becomes_joint
    if becomes_joint and lead.accepted_at is None:
        lead.accept_due_at = clocks.accept_due(lead.filed_at, rules, calendar(), urgent=lead.is_urgent, joint=True)
        lead.due_at = lead.accept_due_at
    keep(
        lead, "joined_by", by=by, at=at, who=who, values={"households": lead.households, "is_joint": lead.is_joint},
        columns=["households", "is_joint", "accept_due_at"], tell=becomes_joint,
    )  # fmt: skip


@transaction.atomic
def part(complaint: Complaint, *, reason: str, by: User | None, at: datetime, version: int | None = None) -> Complaint:
    """Take a complaint out again: it was another matter after all. It is handled by itself, its terms as filed."""
    lock_in_order(complaint, complaint.lead)
    held = hold(complaint, "part", by=by, version=version)
    lead = held.joined_to
    assert lead is not None
    held.joined_to, held.due_at = None, held.accept_due_at
    keep(held, "part", by=by, at=at, to=State.FILED, note=reason.strip(), columns=["joined_to"])
    if lead.state in OPEN_STATES:
        count_households(Complaint.objects.get(pk=lead.pk), who=doer(by), by=by, at=at)
    return caught_up(complaint, held)
