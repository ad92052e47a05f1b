"""Whoever handles the case, most often the company: speak to the resident, answer, ask for time, hand back once."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.days import calendar
from accounts.lifecycle import NotNow
from accounts.models import User
from complaints import clocks, photos
from complaints.actions.acting import caught_up, hold, keep, require_handler, require_words
from complaints.models import Complaint, Extension, State
from complaints.terms import terms

MOST_ANSWER = 2000


@transaction.atomic
def contact(
    complaint: Complaint, *, by: User | None, at: datetime, note: str = "", version: int | None = None
) -> Complaint:
    """The resident was spoken to, or somebody stands at the place."""
    held = hold(complaint, "contact", by=by, version=version)
    require_handler(held, by)
    late = held.contact_due_at is not None and at > held.contact_due_at
    held.contacted_at, held.due_at = at, held.answer_due_at
    keep(
        held, "contact", by=by, at=at, to=State.CONTACTED, note=note.strip(), values={"late": late},
        columns=["contacted_at"],
    )  # fmt: skip
    return caught_up(complaint, held)


@transaction.atomic
def answer(
    complaint: Complaint,
    *,
    text: str,
    solved: bool,
    by: User | None,
    at: datetime,
    photo_ids: Sequence[UUID | str] = (),
    version: int | None = None,
) -> Complaint:
    """Answer in words; where it is said to be solved, a photo shows it. An officer reviews it first.

    Raises ValidationError on `text` or `photos`.
    """
    held = hold(complaint, "answer", by=by, version=version)
    require_handler(held, by)
    text = require_words(text, "text", _("Say what was done."))
    if len(text) > MOST_ANSWER:
        raise ValidationError({"text": _("At most %(most)d characters.") % {"most": MOST_ANSWER}})
    if solved and not photo_ids:
        raise ValidationError({"photos": _("Add a photo that shows that it is solved.")})
    due = held.answer_due_at
    held.answered_at, held.claims_solved = at, solved
    held.review_due_at = held.due_at = clocks.review_due(at, terms(timezone.localdate(at)), calendar())
    step = keep(
        held, "answer", by=by, at=at, to=State.ANSWERED, text=text,
        values={
            "solved": solved, "due_at": due.isoformat(), "late": at > due, "enterprise": held.enterprise_id,
        },
        columns=["answered_at", "claims_solved", "review_due_at"],
    )  # fmt: skip
    if photo_ids:
        photos.attach(photo_ids, complaint=held, step=step)
    return caught_up(complaint, held)


@transaction.atomic
def ask_extension(
    complaint: Complaint,
    *,
    workdays: int,
    reason: str,
    by: User | None,
    at: datetime,
    version: int | None = None,
) -> Complaint:
    """Ask, once and before the term is over, for more working days. Raises ValidationError, NotNow."""
    held = hold(complaint, "ask_extension", by=by, version=version)
    require_handler(held, by)
    if held.extension:
        raise NotNow(_("An extension is asked for once; for %(number)s it was.") % {"number": held.number})
    if at > held.answer_due_at:
        raise NotNow(_("The term of %(number)s is over: it can no longer be extended.") % {"number": held.number})
    most = terms(timezone.localdate(at)).extension_workdays
    if not 1 <= workdays <= most:
        raise ValidationError({"workdays": _("From 1 to %(most)d working days.") % {"most": most}})
    reason = require_words(reason, "reason", _("Say why it takes longer; the resident reads it."))
    held.extension, held.extension_workdays, held.extension_reason = Extension.ASKED, workdays, reason[:200]
    keep(
        held, "ask_extension", by=by, at=at, is_public=False, values={"workdays": workdays},
        columns=["extension", "extension_workdays", "extension_reason"],
    )  # fmt: skip
    return caught_up(complaint, held)


@transaction.atomic
def hand_back(
    complaint: Complaint, *, reason: str, by: User | None, at: datetime, version: int | None = None
) -> Complaint:
    """Not theirs, with a reason. Once only: who is given a case that was handed back keeps it, or the city decides.

    Raises NotNow, ValidationError.
    """
    held = hold(complaint, "hand_back", by=by, version=version)
    require_handler(held, by)
    if held.hand_offs or held.owner_named:
        raise NotNow(
            _("%(number)s was handed on once already: you handle it, or the city names somebody else.")
            % {"number": held.number}
        )
    if at > held.answer_due_at:
        raise NotNow(_("The term of %(number)s is over: it is to be answered.") % {"number": held.number})
    reason = require_words(reason, "reason", _("Say why it is not yours."))
    was = held.handler
    held.hand_offs += 1
    held.handler, held.enterprise, held.body, held.contact_due_at = "", None, None, None
    held.due_at = clocks.accept_due(
        at, terms(timezone.localdate(at)), calendar(), urgent=held.is_urgent, joint=held.is_joint
    )
    keep(
        held, "hand_back", by=by, at=at, to=State.ACCEPTED, note=reason, is_public=False, values={"was": was},
        columns=["hand_offs", "handler", "enterprise", "body", "contact_due_at"],
    )  # fmt: skip
    return caught_up(complaint, held)
