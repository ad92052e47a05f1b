"""What the verbs of several rooms here do: take hold of a thing, write it down, insist that something was said.

A thing has a `number`, a `state` with words for it, and a manager with `visible_to`. What is ordered to be put right
(`put_right_by`), else decided by somebody else, and perhaps revoked, has the columns that `decided` and `revoked` save.
"""

from datetime import date, datetime
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Model
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import audit
from accounts.authority import NotAllowed, require
from accounts.lifecycle import Move, NotNow
from accounts.models import Region, User
from accounts.scope import covers

Thing = TypeVar("Thing", bound=Model)


def hold(thing: Thing, move: Move, *, by: User | None) -> Thing:
    """The thing, locked, with this verb open. Raises NotAllowed, NotNow; DoesNotExist for what they cannot see."""
    require(by, move.right)
    rows: Any = type(thing)._default_manager
    seen = rows.all() if by is None else rows.visible_to(by)
    held = rows.select_for_update(no_key=True).get(pk=seen.values("pk").get(pk=thing.pk)["pk"])
    move.insist(held.state, number=held.number, now=held.get_state_display())
    return held


def keep(held: Thing, verb: str, *columns: str, by: User | None, at: datetime, **told: Any) -> Thing:
    """Save what a verb changed. `told` stands in the audit log: nothing about persons, nothing they said."""
    held.clean_fields()
    held.save(update_fields=["state", *columns])
    audit.record(by=by, at=at, verb=verb, thing=held, after={"state": held.state, **told})  # type: ignore[attr-defined]
    return held


def said(text: str, field: str, sentence: str) -> str:
    """Raises ValidationError when nothing was said."""
    if not text.strip():
        raise ValidationError({field: sentence})
    return text.strip()


def refuse_own(person: int | None, by: User | None, sentence: str) -> None:
    """Raises NotAllowed when who acts is the person who took the step before."""
    if by is not None and person == by.pk:
        raise NotAllowed(sentence)


def refuse_in_time(held: Any, *, at: datetime) -> None:
    """Raises NotNow as long as the company may still put it right."""
    if held.put_right_by is None or timezone.localdate(at) <= held.put_right_by:
        raise NotNow(_("The company has until %(day)s to put it right.") % {"day": held.put_right_by})


def decided(held: Any, state: str, decision: str, verb: str, *columns: str, by: User | None, at: datetime) -> Any:
    """How it ends, who said so and why. Raises ValidationError without a reason."""
    held.decision = said(decision, "decision", _("Say what was decided, and why."))
    held.state, held.decided_at, held.decided_by = state, at, by
    return keep(held, verb, "decision", "decided_at", "decided_by", *columns, by=by, at=at)


def revoked(held: Any, state: str, reason: str, verb: str, *columns: str, by: User | None, at: datetime) -> Any:
    """The decision does not stand. Raises ValidationError without a reason."""
    held.revoke_reason = said(reason, "reason", _("Say why."))
    held.state, held.revoked_at = state, at
    return keep(held, verb, "revoked_at", "revoke_reason", *columns, by=by, at=at)


def refuse_elsewhere(by: User | None, place: Any) -> None:
    """Raises NotAllowed unless a division, or what lies in one (`region_id`), is where the officer sees."""
    code = place.code if isinstance(place, Region) else place.region_id
    if not covers(by, code):
        raise NotAllowed(_("This is outside of your region."))


def refuse_future(field: str, day: date, *, at: datetime) -> None:
    """Raises ValidationError on `field` for a day that has not come yet."""
    if day > timezone.localdate(at):
        raise ValidationError({field: _("This day has not come yet.")})
