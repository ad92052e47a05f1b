"""Whose turn it is, until when, and what happens otherwise. The first thing that a case page says."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.translation import gettext as _

from complaints.clocks import Terms
from complaints.following.naming import Names
from complaints.models import Complaint, Handler, Outcome, State


@dataclass(frozen=True)
class Turn:
    """`deeds` are what the resident may answer with where it is their turn (`is_yours`); `until` ends it.

    Without `until` nothing runs any more.
    """

    title: str
    words: str = ""
    until: datetime | None = None
    is_yours: bool = False
    deeds: tuple[str, ...] = ()
    is_late: bool = False


def turn(case: Complaint, names: Names, rules: Terms, deeds: Sequence[str], *, at: datetime) -> Turn:
    """Whose turn it is in the case that is handled; `deeds` are what this resident may do in it."""
    found = TURNS[State(case.state)](case, names, rules)
    if found.is_yours and not set(found.deeds) & set(deeds):
        return Turn(_("You have said what you think of the answer"), _("The others have time to say so, too."))
    is_late = found.until is not None and not found.is_yours and at > found.until
    return replace(found, is_late=is_late)


def filed(case: Complaint, names: Names, rules: Terms) -> Turn:
    words = _("It says whether it takes the case on, and who is to deal with it. You need do nothing.")
    return Turn(_("%(street)s looks at it first") % {"street": names.street}, words, case.due_at)


def supplement(case: Complaint, names: Names, rules: Terms) -> Turn:
    words = _("Add words or photos below. Nothing goes on until then.")
    title = _("%(street)s asks you for more") % {"street": names.street}
    return Turn(title, words, case.due_at, is_yours=True, deeds=("supplement",))


def accepted(case: Complaint, names: Names, rules: Terms) -> Turn:
    words = _("The case is taken on. Next it goes to whoever has to put it right.")
    return Turn(_("%(street)s chooses who deals with it") % {"street": names.street}, words, case.due_at)


def dispatched(case: Complaint, names: Names, rules: Terms) -> Turn:
    title = _("%(handler)s gets in touch or comes to look") % {"handler": names.handler}
    if case.handler == Handler.BODY:
        title = _("%(handler)s deals with it") % {"handler": names.handler}
    return Turn(title, _("Who has the case may not pass it on again."), case.due_at)


def contacted(case: Complaint, names: Names, rules: Terms) -> Turn:
    words = _("You see the answer here, with photos if it was put right.")
    return Turn(_("%(handler)s works on it and answers") % {"handler": names.handler}, words, case.due_at)


def answered(case: Complaint, names: Names, rules: Terms) -> Turn:
    words = _("The answer is there. It is looked through before you are asked whether it is true.")
    return Turn(_("%(street)s looks the answer through") % {"street": names.street}, words, case.due_at)


def reviewed(case: Complaint, names: Names, rules: Terms) -> Turn:
    title = _("They say it is solved. Is it?") if case.claims_solved else _("Does this answer settle it?")
    words = _(
        "If you do not say, the case is closed by itself; within %(days)d days you may still have it opened again once."
    ) % {"days": rules.reopen_days}
    return Turn(title, words, case.due_at, is_yours=True, deeds=("confirm", "deny"))


def denied(case: Complaint, names: Names, rules: Terms) -> Turn:
    title = _("%(office)s checks on the spot") % {"office": names.at(case.level)}
    words = _("Somebody else than before does it. If you are right, the answer is kept on record as false.")
    return Turn(title, words, case.due_at)


def refused(case: Complaint, names: Names, rules: Terms) -> Turn:
    return Turn(_("This could not be taken on here"))


def withdrawn(case: Complaint, names: Names, rules: Terms) -> Turn:
    return Turn(_("You took this case back"), _("Nothing more happens in it. You may file a new one any time."))


def closed(case: Complaint, names: Names, rules: Terms) -> Turn:
    titles = {
        Outcome.CONFIRMED: _("Solved: it was confirmed"),
        Outcome.SILENT: _("Closed: no word came in time"),
        Outcome.FOUND_SOLVED: _("Closed: a check on the spot found it solved"),
        Outcome.UNFOUNDED: _("Closed: a check found that it was not so"),
    }
    return Turn(titles[Outcome(case.outcome)])


def joined(case: Complaint, names: Names, rules: Terms) -> Turn:
    """Only for a moment: while the case it was joined to is joined to a third one."""
    return Turn(_("It is dealt with together with others"))


TURNS: dict[State, Callable[[Complaint, Names, Terms], Turn]] = {
    State.FILED: filed,
    State.SUPPLEMENT: supplement,
    State.ACCEPTED: accepted,
    State.DISPATCHED: dispatched,
    State.CONTACTED: contacted,
    State.ANSWERED: answered,
    State.REVIEWED: reviewed,
    State.DENIED: denied,
    State.CLOSED: closed,
    State.JOINED: joined,
    State.REFUSED: refused,
    State.WITHDRAWN: withdrawn,
}
