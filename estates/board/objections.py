"""The verbs of objections: anybody files one, the company or an officer answers, everybody reads the answer."""

from dataclasses import dataclass
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import audit
from accounts.acting import hold, keep, refuse_elsewhere
from accounts.authority import require
from accounts.lifecycle import NotNow
from accounts.models import User
from accounts.numbers import numbered
from accounts.privacy import said_to_all
from accounts.said import sound_phone
from estates.belonging import refuse_without_charge
from estates.board import terms
from estates.board.lifecycle import CHECK, OBJECTION
from estates.models import BoardItem, BoardObjection, Estate, ObjectionState

PREFIX = "GY"
SHORTEST, LONGEST, LONGEST_NAME = 4, 500, 40


@dataclass(frozen=True)
class Contact:
    """Who objects, as far as they said: for questions of the officers, for nobody else."""

    name: str = ""
    phone: str = ""


@transaction.atomic
def file(
    *, estate: Estate, item: BoardItem | None, kind: str, words: str, contact: Contact, at: datetime
) -> BoardObjection:
    """Anybody may. The answer is due after the city's days. Raises ValidationError per field, NoRuleValue."""
    on = timezone.localdate(at)
    made = BoardObjection(
        **numbered(BoardObjection, PREFIX, on), estate=estate, item=item, kind=kind, words=sound_words(words),
        filed_at=at, due_on=terms.after("objection_answer_days", on),
    )  # fmt: skip
    phone = sound_phone(contact.phone) if contact.phone.strip() else ""
    made.put_down(name=contact.name.strip()[:LONGEST_NAME], phone=phone)
    audit.save_sound(made, None)
    told = {"kind": kind, "item": item.code if item else ""}
    audit.record(by=None, at=at, verb="file_board_objection", thing=made, after=told)
    return made


def sound_words(words: str) -> str:
    words = words.strip()
    if not SHORTEST <= len(words) <= LONGEST:
        told = _("Say in %(least)d to %(most)d characters what is wrong.") % {"least": SHORTEST, "most": LONGEST}
        raise ValidationError({"words": told})
    return words


@transaction.atomic
def reply(objection: BoardObjection, *, answer: str, by: User | None, at: datetime) -> BoardObjection:
    """Everybody reads it. Late is better than never, and stays late."""
    held = hold(objection, OBJECTION["reply"], by=by)
    refuse_without_charge(by, held.estate, on=timezone.localdate(at))
    held.answer = said_to_all(answer, "answer", _("Write the answer."))
    return closed(held, ObjectionState.ANSWERED, "answer", by=by, at=at)


@transaction.atomic
def set_aside(objection: BoardObjection, *, reason: str, by: User | None, at: datetime) -> BoardObjection:
    """It is none: abuse, twice the same, another estate. Everybody reads why."""
    held = hold(objection, OBJECTION["set_aside"], by=by)
    refuse_elsewhere(by, held.estate)
    held.set_aside_reason = said_to_all(reason, "reason", _("Say why."))
    return closed(held, ObjectionState.SET_ASIDE, "set_aside_reason", by=by, at=at)


def closed(held: BoardObjection, state: ObjectionState, column: str, *, by, at: datetime) -> BoardObjection:
    held.state, held.answered_at, held.answered_by = state, at, by
    verb = "answer_board_objection" if state == ObjectionState.ANSWERED else "set_aside_board_objection"
    return keep(held, verb, column, "answered_at", "answered_by", by=by, at=at)


@transaction.atomic
def look_at_contact(objection: BoardObjection, *, by: User, at: datetime) -> Contact:
    """Name and phone, for an officer who has to ask back. The look is recorded. Raises NotNow once they are gone."""
    require(by, CHECK)
    held = BoardObjection.objects.visible_to(by).get(pk=objection.pk)
    if not held.sealed_name and not held.sealed_phone:
        raise NotNow(_("No name and phone are kept."))
    audit.record(by=by, at=at, verb="look_at_board_objection", thing=held)
    return Contact(held.name, held.phone)
