"""What every verb of a formation does: take hold of it, insist on the move and the law, write it down."""

from collections.abc import Iterable
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import acting, audit
from accounts.models import User
from committees.forming.law import Fault, Figure, cited
from committees.forming.lifecycle import FORMATION
from committees.models import Formation
from committees.postings.actions import gone_on


def hold(formation: Formation, verb: str, *, by: User | None) -> Formation:
    """The formation, locked, with this verb open. Raises NotAllowed, NotNow, DoesNotExist outside of one's region."""
    return acting.hold(formation, FORMATION[verb], by=by)


def keep(held: Formation, verb: str, *columns: str, by: User | None, at: datetime, **told) -> Formation:
    """Save what a verb changed. `told` stands in the audit log: nothing about persons."""
    held.version += 1
    held.save(update_fields=["state", "version", *columns])
    audit.record(by=by, at=at, verb=f"{verb}_formation", thing=held, after={"state": held.state, **told})
    return held


def insist_lawful(faults: Iterable[Fault]) -> None:
    """Raises ValidationError per field with every fault, each with its article."""
    found: dict[str, list[str]] = {}
    for fault in faults:
        found.setdefault(fault.field, []).append(str(fault))
    if found:
        raise ValidationError(found)


def insist_posted(field: str, posted_on: date | None, days: Figure, on: date) -> None:
    """Insist that something has hung for so many full days. Raises ValidationError."""
    if posted_on is None:
        raise ValidationError({field: cited(_("Post the list first."), days.article)})
    until_on = gone_on(posted_on, days.count)
    if on < until_on:
        words = _("The list hangs until %(day)s, for %(days)d days.") % {"day": until_on, "days": days.count}
        raise ValidationError({field: cited(words, days.article)})


def words(text: str, field: str, sentence: str) -> str:
    """The text without blanks around it. Raises ValidationError when nothing was said."""
    if not text.strip():
        raise ValidationError({field: sentence})
    return text.strip()


def not_future(day: date, field: str, at: datetime) -> date:
    """Raises ValidationError for a day that has not come."""
    if day > timezone.localdate(at):
        raise ValidationError({field: _("This day has not come yet.")})
    return day
