"""One verb for many complaints: first what would happen to each, then, on a word, each by itself."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.authority import NotAllowed
from accounts.days import calendar
from accounts.lifecycle import NotNow
from accounts.models import User
from complaints.actions import Conflict
from complaints.clocks import extended
from complaints.desk.due import due_of
from complaints.desk.forms import choice_of
from complaints.desk.moves import ASKS, asks_for
from complaints.models import Complaint
from complaints.moves import open_moves
from complaints.suggestions import Suggestion, suggest_all
from complaints.terms import terms

VERBS = ("accept", "dispatch", "grant_extension")
MOST = 100


@dataclass(frozen=True)
class Plan:
    """What would happen to one complaint. `words` say it, or why not. `pick` is what the confirmation sends back."""

    complaint: Complaint
    is_open: bool
    words: str
    pick: str
    given: dict[str, Any]


@dataclass(frozen=True)
class Outcome:
    complaint: Complaint
    is_done: bool
    words: str


def plans(verb: str, keys: Iterable[str], *, user: User, at: datetime) -> list[Plan]:
    """For the complaints with these ids that the person sees, in the order of their terms."""
    rows = Complaint.objects.visible_to(user).filter(pk__in=[key for key in keys if key.isdecimal()][:MOST])
    things = list(rows.select_related("estate", "topic__parent", "topic__body", "enterprise").order_by("due_at", "pk"))
    found = suggest_all(things, on=timezone.localdate(at)) if verb == "dispatch" else {}
    return [plan(verb, thing, found.get(thing.pk), user=user, at=at) for thing in things]


def plan(verb: str, complaint: Complaint, suggestion: Suggestion | None, *, user: User, at: datetime) -> Plan:
    open_now = {ask.verb for ask in asks_for(open_moves(user, complaint, at=at), complaint)}
    choice = choice_of(suggestion) if suggestion else ""
    pick = f"{complaint.pk}/{complaint.version}/{choice}"
    if verb not in open_now:
        words = _("It is “%(state)s”: this is not open now.") % {"state": complaint.get_state_display()}
        return Plan(complaint, False, words, pick, {})
    if suggestion:
        words = _("to %(name)s. %(reason)s") % {"name": suggestion.name, "reason": suggestion.reason}
        given = {"handler": suggestion.handler, "enterprise": suggestion.enterprise, "body": suggestion.body}
        return Plan(complaint, True, words, pick, given)
    return Plan(
        complaint, True, longer(complaint, at) if verb == "grant_extension" else taken_on(complaint, at), pick, {}
    )


def taken_on(complaint: Complaint, at: datetime) -> str:
    return _("taken on; its term: %(due)s") % {"due": due_of(complaint.state, complaint.due_at, at).word}


def longer(complaint: Complaint, at: datetime) -> str:
    days = complaint.extension_workdays or 0
    until = extended(complaint.answer_due_at, days, terms(timezone.localdate(at)), calendar())
    words = ngettext("%(n)d working day more", "%(n)d working days more", days) % {"n": days}
    return _("%(days)s, until %(day)s. Reason: %(reason)s") % {
        "days": words,
        "day": f"{timezone.localtime(until):%Y-%m-%d %H:%M}",
        "reason": complaint.extension_reason,
    }


def carry_out(verb: str, picks: Iterable[str], *, by: User, at: datetime) -> list[Outcome]:
    """Do it to each that was confirmed and is still as it was shown; the others stay, each with the reason."""
    confirmed = {pick.partition("/")[0]: pick for pick in picks}
    return [
        carried(verb, each, confirmed[str(each.complaint.pk)], by=by, at=at)
        for each in plans(verb, confirmed, user=by, at=at)
    ]


def carried(verb: str, planned: Plan, pick: str, *, by: User, at: datetime) -> Outcome:
    complaint = planned.complaint
    if pick != planned.pick:
        return Outcome(complaint, False, _("Somebody changed it since the preview. Look at it by itself."))
    if not planned.is_open:
        return Outcome(complaint, False, planned.words)
    try:
        ASKS[verb].action(complaint, by=by, at=at, version=complaint.version, **planned.given)
    except ValidationError as fault:
        return Outcome(complaint, False, " ".join(fault.messages))
    except (NotNow, NotAllowed, Conflict, ObjectDoesNotExist) as fault:
        return Outcome(complaint, False, str(fault))
    return Outcome(complaint, True, planned.words)
