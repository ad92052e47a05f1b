"""What every act on a complaint does: take hold of it, insist on the move, write it down, tell who must know."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accounts import audit
from accounts.authority import NotAllowed, require
from accounts.city import profile
from accounts.models import Level, Role, User
from accounts.scope import covers
from complaints import notices
from complaints.hotline import outbox
from complaints.lifecycle import COMPLAINT, FOR_RESIDENTS, FOR_THE_PORTAL
from complaints.models import Actor, Complaint, Handler, State, Step
from enterprises.models import Employment

SHORTEST = 2
"""Characters of a reason or an answer, below which nothing was said."""


class Conflict(Exception):
    """Somebody else acted on the complaint since it was read. Carries it as it is now (409)."""

    def __init__(self, complaint: Complaint) -> None:
        self.complaint = complaint
        super().__init__(
            _("Complaint %(number)s was changed by somebody else meanwhile.") % {"number": complaint.number}
        )


@dataclass(frozen=True)
class Doer:
    """Who acts: the kind of body, and its name as residents read it."""

    actor: str
    name: str = ""


RESIDENT = Doer(Actor.RESIDENT)
PORTAL = Doer(Actor.PORTAL)
OF_LEVEL = {
    Level.CITY: Actor.CITY,
    Level.COUNTY: Actor.DISTRICT,
    Level.STREET: Actor.STREET,
    Level.COMMUNITY: Actor.COMMUNITY,
}


def doer(by: User | None) -> Doer:
    """The body for which a person acts; `None` is the portal."""
    if by is None:
        return PORTAL
    if by.role == Role.COMPANY:
        employment = Employment.objects.select_related("enterprise").filter(user=by).first()
        return Doer(Actor.COMPANY, employment.enterprise.name if employment else "")
    region = by.region
    if region is None or region.level == Level.CITY:
        city = profile()
        return Doer(Actor.CITY, city.bureau_name if city else "")
    name = _("%(district)s housing bureau") % {"district": region.name} if region.level == Level.COUNTY else region.name
    return Doer(OF_LEVEL[Level(region.level)], name)


def hold(complaint: Complaint, verb: str, *, by: User | None, version: int | None = None) -> Complaint:
    """The complaint, locked, with this move open to this person.

    Raises DoesNotExist outside of their scope, NotAllowed, NotNow, and Conflict where `version` is not the last one.
    """
    move = COMPLAINT[verb]
    if move.right not in (FOR_RESIDENTS, FOR_THE_PORTAL):
        require(by, move.right)
    rows = Complaint.objects if by is None else Complaint.objects.visible_to(by)
    held = Complaint.objects.select_for_update(no_key=True).get(pk=rows.values("pk").get(pk=complaint.pk)["pk"])
    if version is not None and version != held.version:
        raise Conflict(held)
    move.insist(held.state, number=held.number, now=State(held.state).label)
    return held


def require_handler(held: Complaint, by: User | None) -> None:
    """Insist that a person belongs to the body that handles the case. Raises NotAllowed."""
    if by is None:
        return
    if by.role == Role.COMPANY:
        mine = held.enterprise is not None and held.enterprise.staff.filter(user=by).exists()
    else:
        mine = held.handler != Handler.COMPANY and covers(by, held.region_id)
    if not mine:
        raise NotAllowed(_("This complaint is handled by somebody else."))


def require_another(held: Complaint, by: User | None) -> None:
    """A denied answer is checked by another officer than the one who passed it on. Raises NotAllowed."""
    if by is not None and by.pk == held.reviewer_id:
        raise NotAllowed(_("You passed this answer on; another officer checks it."))


def keep(
    held: Complaint,
    verb: str,
    *,
    by: User | None,
    at: datetime,
    who: Doer | None = None,
    to: State | None = None,
    text: str = "",
    note: str = "",
    is_public: bool = True,
    values: dict[str, Any] | None = None,
    columns: Iterable[str] = (),
    tell: bool = True,
) -> Step:
    """Save the complaint after an act, with its step, its audit line and the notices that follow."""
    who = who or doer(by)
    before = {"state": held.state, "version": held.version}
    if to is not None:
        held.state, held.state_since = to, at
    held.version += 1
    held.save(update_fields={*columns, "state", "state_since", "due_at", "version"})
    step = Step.objects.create(
        complaint=held, verb=verb, state=held.state, at=at, by=by, actor=who.actor, actor_name=who.name, text=text,
        note=note, is_public=is_public, values=values or {},
    )  # fmt: skip
    outbox.put(held, step)
    after = {"state": held.state, "version": held.version, **(values or {})}
    audit.record(by=by, at=at, verb=f"{verb}_complaint", thing=held, before=before, after=after, why=note)
    if tell:
        notices.tell(held, verb, at=at)
    return step


def require_words(text: str, field: str, sentence: str) -> str:
    """The text without blanks around it. Raises ValidationError on `field` when nothing was said."""
    text = text.strip()
    if len(text) < SHORTEST:
        raise ValidationError({field: sentence})
    return text


def caught_up(complaint: Complaint, held: Complaint) -> Complaint:
    """The caller's own object, as the row is now."""
    for field in Complaint._meta.concrete_fields:
        setattr(complaint, field.attname, getattr(held, field.attname))
    return complaint
