"""The officers' part: accept or not, dispatch, review the answer, check what a resident denies, report upwards."""

from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.days import calendar
from accounts.lifecycle import NotNow
from accounts.models import User
from complaints import clocks
from complaints.actions.acting import PORTAL, caught_up, hold, keep, require_another, require_words
from complaints.models import Body, Complaint, Extension, Handler, Outcome, RefusalReason, Stage, State
from complaints.terms import terms
from enterprises.models import Enterprise, ServiceContract

HANDLED = ("handler", "enterprise", "body")
NEXT_STAGE = {Stage.STREET: Stage.DISTRICT, Stage.DISTRICT: Stage.CITY}


@transaction.atomic
def accept(
    complaint: Complaint, *, by: User | None, at: datetime, version: int | None = None, note: str = ""
) -> Complaint:
    """The matter is taken on. It is to be dispatched within the term of acceptance."""
    held = hold(complaint, "accept", by=by, version=version)
    held.accepted_at, held.due_at = at, held.accept_due_at
    keep(held, "accept", by=by, at=at, to=State.ACCEPTED, note=note, columns=["accepted_at"])
    return caught_up(complaint, held)


@transaction.atomic
def refuse(
    complaint: Complaint,
    *,
    reason: RefusalReason,
    by: User | None,
    at: datetime,
    text: str = "",
    version: int | None = None,
) -> Complaint:
    """Not property management's matter, for a published reason that says where to go. Raises ValidationError."""
    held = hold(complaint, "refuse", by=by, version=version)
    if not reason.is_active:
        raise ValidationError({"reason": _("Choose a reason from the published list.")})
    held.refusal, held.closed_at, held.due_at = reason, at, None
    keep(
        held, "refuse", by=by, at=at, to=State.REFUSED, text=text.strip(), values={"reason": reason.code},
        columns=["refusal", "closed_at"],
    )  # fmt: skip
    return caught_up(complaint, held)


@transaction.atomic
def ask(complaint: Complaint, *, text: str, by: User | None, at: datetime, version: int | None = None) -> Complaint:
    """Ask the resident for what is missing. The clock stands still until they have answered."""
    held = hold(complaint, "ask", by=by, version=version)
    text = require_words(text, "text", _("Say what the resident should add."))
    held.due_at = None
    keep(held, "ask", by=by, at=at, to=State.SUPPLEMENT, text=text)
    return caught_up(complaint, held)


@transaction.atomic
def dispatch(
    complaint: Complaint,
    *,
    handler: str,
    by: User | None,
    at: datetime,
    enterprise: Enterprise | None = None,
    body: Body | None = None,
    note: str = "",
    version: int | None = None,
) -> Complaint:
    """Give the case to whoever answers it. Of two dispatches at once the second one finds it done (NotNow).

    Raises ValidationError on `handler`, `enterprise` or `body`.
    """
    held = hold(complaint, "dispatch", by=by, version=version)
    give_to(held, "dispatch", handler=handler, enterprise=enterprise, body=body, note=note, by=by, at=at)
    return caught_up(complaint, held)


@transaction.atomic
def redispatch(
    complaint: Complaint,
    *,
    handler: str,
    note: str,
    by: User | None,
    at: datetime,
    enterprise: Enterprise | None = None,
    body: Body | None = None,
    version: int | None = None,
) -> Complaint:
    """The office that dispatched corrects itself, with a reason. Not after the city named the handler."""
    held = hold(complaint, "redispatch", by=by, version=version)
    if held.owner_named:
        raise NotNow(_("The city named who handles %(number)s; only the city changes that.") % {"number": held.number})
    note = require_words(note, "note", _("Say why somebody else handles it now."))
    give_to(held, "redispatch", handler=handler, enterprise=enterprise, body=body, note=note, by=by, at=at)
    return caught_up(complaint, held)


@transaction.atomic
def name_owner(
    complaint: Complaint,
    *,
    handler: str,
    note: str,
    by: User | None,
    at: datetime,
    enterprise: Enterprise | None = None,
    body: Body | None = None,
    version: int | None = None,
) -> Complaint:
    """The city ends the back and forth: from now on this one handles it."""
    held = hold(complaint, "name_owner", by=by, version=version)
    note = require_words(note, "note", _("Say why this one handles it."))
    held.owner_named = True
    give_to(held, "name_owner", handler=handler, enterprise=enterprise, body=body, note=note, by=by, at=at)
    return caught_up(complaint, held)


def give_to(held: Complaint, verb: str, *, handler: str, enterprise, body, note: str, by, at: datetime) -> None:
    refuse_odd_handler(held, handler, enterprise, body)
    rules, days = terms(timezone.localdate(at)), calendar()
    held.handler = handler
    held.enterprise = enterprise if handler == Handler.COMPANY else None
    held.body = body if handler == Handler.BODY else None
    held.dispatched_at, held.contacted_at = at, None
    held.contact_due_at = clocks.contact_due(at, rules, days, urgent=held.is_urgent)
    held.due_at = min(held.contact_due_at, held.answer_due_at)
    named = held.enterprise or held.body
    keep(
        held, verb, by=by, at=at, to=State.DISPATCHED, note=note.strip(),
        values={"handler": handler, "name": named.name if named else ""}
        | ({"enterprise": held.enterprise_id} if held.enterprise_id else {}),
        columns=[*HANDLED, "dispatched_at", "contacted_at", "contact_due_at", "owner_named"],
    )  # fmt: skip


def refuse_odd_handler(held: Complaint, handler: str, enterprise: Enterprise | None, body: Body | None) -> None:
    """Raises ValidationError where nobody, or nobody fitting, is named."""
    if handler not in Handler.values:
        raise ValidationError({"handler": _("Choose who handles it.")})
    if handler == Handler.BODY and body is None:
        raise ValidationError({"body": _("Choose the body that handles it.")})
    if handler != Handler.COMPANY:
        return
    if enterprise is None:
        raise ValidationError({"enterprise": _("Choose the company that handles it.")})
    if not ServiceContract.objects.filter(estate=held.estate_id, enterprise=enterprise).exists():
        raise ValidationError({"enterprise": _("This company has no contract for the estate, now or before.")})


@transaction.atomic
def grant_extension(
    complaint: Complaint, *, by: User | None, at: datetime, note: str = "", version: int | None = None
) -> Complaint:
    """The answer may take so many working days longer, once; the resident is told."""
    held = hold(complaint, "grant_extension", by=by, version=version)
    require_asked(held)
    rules = terms(timezone.localdate(at))
    assert held.extension_workdays is not None
    held.extension = Extension.GRANTED
    held.answer_due_at = clocks.extended(held.answer_due_at, held.extension_workdays, rules, calendar())
    held.due_at = held.answer_due_at if held.state == State.CONTACTED else held.due_at
    keep(
        held, "grant_extension", by=by, at=at, text=held.extension_reason, note=note,
        values={"workdays": held.extension_workdays, "due_at": held.answer_due_at.isoformat()},
        columns=["extension", "answer_due_at"],
    )  # fmt: skip
    return caught_up(complaint, held)


@transaction.atomic
def refuse_extension(
    complaint: Complaint, *, note: str, by: User | None, at: datetime, version: int | None = None
) -> Complaint:
    """The term stays as it is. Nobody asks a second time."""
    held = hold(complaint, "refuse_extension", by=by, version=version)
    require_asked(held)
    note = require_words(note, "note", _("Say why it is not granted."))
    held.extension = Extension.REFUSED
    keep(held, "refuse_extension", by=by, at=at, note=note, is_public=False, columns=["extension"])
    return caught_up(complaint, held)


def require_asked(held: Complaint) -> None:
    if held.extension != Extension.ASKED:
        raise NotNow(_("Nobody has asked for an extension of %(number)s.") % {"number": held.number})


@transaction.atomic
def review(
    complaint: Complaint, *, by: User | None, at: datetime, text: str = "", version: int | None = None
) -> Complaint:
    """The answer is sound: the resident is asked whether it is solved."""
    held = hold(complaint, "review", by=by, version=version)
    held.reviewer, held.reviewed_at = by, at
    held.verdict_due_at = held.due_at = clocks.verdict_due(at, terms(timezone.localdate(at)), calendar())
    keep(
        held, "review", by=by, at=at, to=State.REVIEWED, text=text.strip(),
        columns=["reviewer", "reviewed_at", "verdict_due_at"],
    )  # fmt: skip
    return caught_up(complaint, held)


@transaction.atomic
def return_answer(
    complaint: Complaint, *, note: str, by: User | None, at: datetime, version: int | None = None
) -> Complaint:
    """The answer does not do: whoever gave it gives a better one, in its term or at least that of a review."""
    held = hold(complaint, "return_answer", by=by, version=version)
    note = require_words(note, "note", _("Say what the answer lacks."))
    at_least = clocks.review_due(at, terms(timezone.localdate(at)), calendar())
    held.answered_at, held.claims_solved = None, None
    held.answer_due_at = held.due_at = max(held.answer_due_at, at_least)
    keep(
        held, "return_answer", by=by, at=at, to=State.CONTACTED, note=note, is_public=False,
        columns=["answered_at", "claims_solved", "answer_due_at"],
    )  # fmt: skip
    return caught_up(complaint, held)


@transaction.atomic
def find_false(
    complaint: Complaint, *, text: str, by: User | None, at: datetime, version: int | None = None
) -> Complaint:
    """Another officer looked: it is not solved. The answer was false; the case goes back with a new term."""
    held = hold(complaint, "find_false", by=by, version=version)
    require_another(held, by)
    text = require_words(text, "text", _("Say what was found on the spot."))
    rules, days = terms(timezone.localdate(at)), calendar()
    held.false_answers += 1
    held.answered_at, held.claims_solved, held.contacted_at, held.dispatched_at = None, None, None, at
    held.contact_due_at = clocks.contact_due(at, rules, days, urgent=held.is_urgent)
    held.answer_due_at = clocks.answer_due(at, rules, days, urgent=held.is_urgent, workdays=held.topic.answer_workdays)
    held.due_at = min(held.contact_due_at, held.answer_due_at)
    keep(
        held, "find_false", by=by, at=at, to=State.DISPATCHED, text=text,
        values={"enterprise": held.enterprise_id, "times": held.false_answers},
        columns=[
            "false_answers", "answered_at", "claims_solved", "contacted_at", "dispatched_at", "contact_due_at",
            "answer_due_at",
        ],
    )  # fmt: skip
    if held.false_answers >= rules.escalate_false_answers and held.level == Stage.STREET:
        rise(held, by=None, at=at, why="false_answers")
    return caught_up(complaint, held)


@transaction.atomic
def find_solved(
    complaint: Complaint, *, text: str, by: User | None, at: datetime, version: int | None = None
) -> Complaint:
    """Another officer looked: it is solved after all."""
    held = hold(complaint, "find_solved", by=by, version=version)
    require_another(held, by)
    text = require_words(text, "text", _("Say what was found on the spot."))
    end(held, "find_solved", Outcome.FOUND_SOLVED, by=by, at=at, text=text)
    return caught_up(complaint, held)


@transaction.atomic
def find_unfounded(
    complaint: Complaint, *, text: str, by: User | None, at: datetime, version: int | None = None
) -> Complaint:
    """An officer looked: what was told is not so. It counts for nothing in a grade."""
    held = hold(complaint, "find_unfounded", by=by, version=version)
    if held.state == State.DENIED:
        require_another(held, by)
    text = require_words(text, "text", _("Say what was found on the spot."))
    end(held, "find_unfounded", Outcome.UNFOUNDED, by=by, at=at, text=text)
    return caught_up(complaint, held)


@transaction.atomic
def close(complaint: Complaint, *, by: User | None, at: datetime) -> Complaint:
    """The resident was silent until the last day. Raises NotNow before it is over."""
    held = hold(complaint, "close", by=by)
    if held.verdict_due_at is None or at <= held.verdict_due_at:
        raise NotNow(_("The resident still has time to say whether %(number)s is solved.") % {"number": held.number})
    end(held, "close", Outcome.SILENT, by=by, at=at)
    return caught_up(complaint, held)


def end(held: Complaint, verb: str, outcome: Outcome, *, by: User | None, at: datetime, text: str = "", who=None):
    held.outcome, held.closed_at, held.due_at = outcome, at, None
    keep(
        held, verb, by=by, at=at, who=who, to=State.CLOSED, text=text, values={"outcome": outcome},
        columns=["outcome", "closed_at"],
    )  # fmt: skip


@transaction.atomic
def escalate(complaint: Complaint, *, why: str, by: User | None, at: datetime, version: int | None = None) -> Complaint:
    """Report the case to the next stage: by an officer with a reason, or by the clock (`overdue`, `repeated`, `joint`).

    Raises NotNow at the highest stage.
    """
    held = hold(complaint, "escalate", by=by, version=version)
    why = require_words(why, "why", _("Say why it is reported."))
    rise(held, by=by, at=at, why=why)
    return caught_up(complaint, held)


def rise(held: Complaint, *, by: User | None, at: datetime, why: str) -> None:
    stage = NEXT_STAGE.get(Stage(held.level))
    if stage is None:
        raise NotNow(_("%(number)s is with the city already.") % {"number": held.number})
    held.level = stage
    keep(
        held, "escalate", by=by, at=at, who=PORTAL if by is None else None,
        note=why if by else "", values={"to": stage, "why": why if by is None else "officer"}, columns=["level"],
    )  # fmt: skip
