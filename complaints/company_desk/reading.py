"""One case as the company that handles it reads it. Gathers, and decides nothing."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime

from django.utils.translation import gettext as _

from accounts.days import calendar
from accounts.models import User
from complaints import clocks
from complaints.actions.appeals import FINDING, appeal_until
from complaints.clocks import Terms
from complaints.following.case import deadline_of, photos_by_step
from complaints.following.deadline import Deadline, running
from complaints.following.timeline import Event, event_of
from complaints.lifecycle import WITH_HANDLER
from complaints.models import Actor, Appeal, Complaint, Contact, Extension, State, Step
from complaints.moves import open_moves
from complaints.terms import terms

FOR_THE_HANDLER = frozenset(
    {"dispatch", "redispatch", "name_owner", "return_answer", "refuse_extension", "grant_extension"}
)
"""Acts whose note is meant for whoever handles the case."""
OWN = frozenset({"ask_extension", "appeal"})
HIDDEN = frozenset({"review", "rate", "joined_by"})
OWN_VERBS = ("contact", "answer", "ask_extension", "hand_back")


@dataclass(frozen=True)
class Finding:
    """An officer's check that found an answer of the company false, and what became of an appeal against it."""

    step: Step
    until: datetime
    is_open: bool
    appeal: Appeal | None


@dataclass(frozen=True)
class Work:
    """What the page shows. `moves` are the verbs open to the person now, the main one first."""

    complaint: Complaint
    moves: list[str]
    waits: str
    late: str
    deadline: Deadline | None
    events: list[Event]
    findings: list[Finding]
    contact: Contact | None
    may_look: bool
    most_workdays: int


def gather(complaint: Complaint, user: User, *, at: datetime) -> Work:
    rules, days = terms(clocks.day_of(at)), calendar()
    steps = list(Step.objects.filter(complaint=complaint).order_by("at", "id"))
    moves = set(open_moves(user, complaint, at=at))
    contact = Contact.objects.filter(complaint=complaint).first()
    has_contact = contact is not None and bool(contact.sealed_name or contact.sealed_phone)
    checks = findings(complaint, steps, at=at)
    decided = {check.step.pk for check in checks}
    company = complaint.enterprise.name if complaint.enterprise else ""
    shown = [step for step in steps if is_shown(step, company, decided)]
    photos = photos_by_step(complaint, shown)
    return Work(
        complaint=complaint,
        moves=[verb for verb in OWN_VERBS if verb in moves],
        waits=waits_for(complaint),
        late=late_words(complaint, rules, at=at),
        deadline=deadline_of(complaint, steps, rules, days, at=at),
        events=[told(step, photos.get(step.pk, []), company) for step in shown][::-1],
        findings=checks,
        contact=contact if has_contact else None,
        may_look=has_contact and complaint.state in WITH_HANDLER,
        most_workdays=rules.extension_workdays,
    )  # fmt: skip


def is_shown(step: Step, company: str, found: Collection[int]) -> bool:
    """What is public, what is meant for the handler, and what the company itself did. `found`: findings about it."""
    if step.verb in HIDDEN:
        return False
    if step.verb == "decide_appeal":
        return step.values.get("finding") in found
    return step.is_public or step.verb in FOR_THE_HANDLER or (step.verb in OWN and is_of(step, company))


def is_of(step: Step, company: str) -> bool:
    """Whether the company of this name did it: another one may have had the case before."""
    return step.actor == Actor.COMPANY and step.actor_name == company


def told(step: Step, photos: list, company: str) -> Event:
    """A step in the company's words: the resident is no «you» here."""
    event = event_of(step, photos)
    titles = {
        "file": _("Reported"),
        "dispatch": _("Dispatched to you"),
        "name_owner": _("The city named you as handler"),
        "contact": _("Resident contacted"),
        "supplement": _("Resident added something"),
        "confirm": _("Resident: solved"),
        "deny": _("Resident: not solved"),
        "reopen": _("Resident had it opened again"),
        "withdraw": _("Resident took it back"),
        "close": _("Closed without a word from the resident"),
        "ask": _("Resident asked for more"),
        "appeal": _("Appeal lodged"),
        "decide_appeal": _("Appeal upheld") if step.values.get("upheld") else _("Appeal not upheld"),
        "return_answer": _("Answer sent back to you"),
    }
    words = "\n".join(text for text in (step.text, step.note if is_for_handler(step, company) else "") if text)
    return replace(event, title=titles.get(step.verb, event.title), words=words)


def is_for_handler(step: Step, company: str) -> bool:
    if step.verb in ("appeal", "contact"):
        return is_of(step, company)
    return step.verb in FOR_THE_HANDLER or step.verb == "decide_appeal"


def findings(complaint: Complaint, steps: list[Step], *, at: datetime) -> list[Finding]:
    """What was found about answers of the company that has the case now, newest first."""
    found = [
        step for step in steps if step.verb == FINDING and step.values.get("enterprise") == complaint.enterprise_id
    ]
    if not found:
        return []
    appeals = {each.step_id: each for each in Appeal.objects.filter(complaint=complaint)}
    made = []
    for step in reversed(found):
        until, lodged = appeal_until(step), appeals.get(step.pk)
        made.append(Finding(step, until, is_open=lodged is None and at <= until, appeal=lodged))
    return made


def late_words(complaint: Complaint, rules: Terms, *, at: datetime) -> str:
    """How late the company is with what is due now; "" while it is in time, or where nothing is due from it."""
    if complaint.due_at is None or complaint.state not in WITH_HANDLER:
        return ""
    kind, word = running(complaint.due_at, rules, at=at)
    return word if kind == "late" else ""


def waits_for(complaint: Complaint) -> str:
    """Whose turn it is, where it is not the company's; "" where it is."""
    if complaint.state in WITH_HANDLER:
        return _("Extension asked for: the office decides") if complaint.extension == Extension.ASKED else ""
    words = {
        State.ANSWERED: _("The office looks your answer through"),
        State.REVIEWED: _("The resident says whether it is solved"),
        State.DENIED: _("The resident denied it: an officer checks on the spot"),
        State.CLOSED: _("Closed"),
        State.WITHDRAWN: _("The resident took it back"),
        State.JOINED: _("Joined to another case"),
    }
    return str(words.get(State(complaint.state), State(complaint.state).label))
