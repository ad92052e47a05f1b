"""What happened, newest first, as the resident reads it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from complaints.models import Actor, State, Step

GIVING = frozenset({"dispatch", "redispatch", "name_owner"})


@dataclass(frozen=True)
class Event:
    """One act: what, when, by which body, its words and photos."""

    title: str
    at: datetime
    who: str = ""
    words: str = ""
    photos: list[Any] = field(default_factory=list)
    note: str = ""


def timeline(steps: Sequence[Step], photos_of: Mapping[int, list[Any]]) -> list[Event]:
    """Steps that the resident may read, as events, the newest first. Who joined is told with the report itself."""
    shown = [step for step in steps if step.verb != "joined_by"]
    joined = [step.values.get("households", 1) - 1 for step in steps if step.verb == "joined_by"]
    events = [event_of(step, photos_of.get(step.pk, [])) for step in shown]
    if events and joined and shown[0].verb == "file":
        events[0] = replace(events[0], note=others_joined(joined[-1]))
    return events[::-1]


def others_joined(count: int) -> str:
    return (
        ngettext("%(n)d more household joined", "%(n)d more households joined", count) % {"n": count} if count else ""
    )


def event_of(step: Step, photos: list[Any]) -> Event:
    is_own = step.actor == Actor.RESIDENT
    return Event(
        title=title_of(step),
        at=step.at,
        who="" if is_own or step.actor == Actor.PORTAL else step.actor_name or step.get_actor_display(),
        words=step.text,
        photos=photos,
        note=note_of(step),
    )


def title_of(step: Step) -> str:
    """What was done, said to the resident. Asked for anew each time, so that it is in the reader's language."""
    office = step.get_actor_display()
    titles = {
        "file": _("You reported it") if step.actor == Actor.RESIDENT else _("Taken down for you"),
        "accept": _("Taken on"),
        "refuse": _("Not taken on"),
        "ask": _("You are asked for more"),
        "supplement": _("You added something"),
        "dispatch": _("Passed to whoever has to put it right"),
        "redispatch": _("Passed to somebody else"),
        "name_owner": _("The city said who has to deal with it"),
        "hand_back": _("Handed back"),
        "contact": _("They got in touch with you"),
        "answer": _("Answered: solved") if step.values.get("solved") else _("Answered"),
        "ask_extension": _("More time asked for"),
        "grant_extension": _("More time granted"),
        "refuse_extension": _("No more time granted"),
        "review": _("Answer looked through"),
        "return_answer": _("Answer sent back"),
        "confirm": _("You said: solved"),
        "deny": _("You said: not solved"),
        "find_false": _("Checked: not solved, the answer is on record as false"),
        "find_solved": _("Checked: solved"),
        "find_unfounded": _("Checked: it was not so"),
        "join": _("Dealt with together with others"),
        "part": _("Dealt with by itself again"),
        "escalate": _("Reported to the next stage"),
        "close": _("Closed, as no word came from you"),
        "overdue": _("The term ran out"),
        "withdraw": _("You took it back"),
        "reopen": _("You had it opened again"),
        "rate": _("You rated it"),
    }
    return titles.get(step.verb, office)


def note_of(step: Step) -> str:
    """What an act decided, in one line."""
    workdays = step.values.get("workdays")
    if step.verb in ("ask_extension", "grant_extension") and isinstance(workdays, int):
        return ngettext("%(n)d working day", "%(n)d working days", workdays) % {"n": workdays}
    return str(step.values.get("name", "")) if step.verb in GIVING else ""


def coming(state: str, deeds: Sequence[str]) -> str:
    """What is waited for, as the open end of the line; "" when nothing is. `deeds`: what the resident may do."""
    if state == State.REVIEWED and "confirm" not in deeds:
        return _("Waits for the others' word")
    words = {
        State.FILED: _("Waits to be taken on"),
        State.SUPPLEMENT: _("Waits for you"),
        State.ACCEPTED: _("Waits to be passed on"),
        State.DISPATCHED: _("Waits for somebody to get in touch"),
        State.CONTACTED: _("Waits for the answer"),
        State.ANSWERED: _("Answer is being looked through"),
        State.REVIEWED: _("Waits for your word"),
        State.DENIED: _("Waits for the check"),
    }
    return words.get(State(state), "")
