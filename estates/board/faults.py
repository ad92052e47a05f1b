"""The verbs of faults. Each locks the fault, asks the table of moves, and leaves a line in the audit log."""

from collections.abc import Sequence
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import acting, audit
from accounts.acting import hold, refuse_elsewhere, refuse_in_time, refuse_own, said
from accounts.authority import require
from accounts.lifecycle import NotNow
from accounts.models import User
from accounts.numbers import numbered
from estates.board import terms
from estates.board.lifecycle import CHECK, FAULT
from estates.models import OPEN_FAULT, BoardFault, EntryState, Estate, FaultState, ObjectionState

PREFIX = "GS"


@transaction.atomic
def report(
    *, estate: Estate, kind: str, happened_on: date, words: str = "", by: User | None, at: datetime
) -> BoardFault:
    """An officer reports what was seen on the spot; without `by` the portal what it found. Somebody else decides."""
    require(by, CHECK)
    refuse_elsewhere(by, estate)
    on = timezone.localdate(at)
    if happened_on > on:
        raise ValidationError({"happened_on": _("This day has not come yet.")})
    refuse_twice(estate, kind)
    if by is not None:
        words = said(words, "words", _("Say what is wrong."))
    made = BoardFault(
        **numbered(BoardFault, PREFIX, on), estate=estate, kind=kind, happened_on=happened_on, words=words,
        reported_at=at, reported_by=by,
    )  # fmt: skip
    audit.save_sound(made, None)
    told = {"kind": kind, "happened_on": str(happened_on)}
    audit.record(by=by, at=at, verb="report_board_fault", thing=made, after=told)
    return made


def refuse_twice(estate: Estate, kind: str) -> None:
    """While one of a kind is worked through, what is found besides belongs to it. Raises ValidationError."""
    same = BoardFault.objects.filter(estate=estate, kind=kind, state__in=OPEN_FAULT).first()
    if same is not None:
        told = _("Fault %(number)s of this estate is open: “%(now)s”. Add what you found to its check.")
        raise ValidationError({"kind": told % {"number": same, "now": same.get_state_display()}})


@transaction.atomic
def find_so(fault: BoardFault, *, statement: str, finding: str, by: User | None, at: datetime) -> BoardFault:
    """Checked and found so: the company was heard, and has until a day to put it right. Raises NoRuleValue."""
    held = hold(fault, FAULT["find_so"], by=by)
    refuse_own(held.reported_by_id, by, _("You reported this. Somebody else has to check it."))
    held.statement = said(statement, "statement", _("Write down what the company said, or that it said nothing."))
    held.put_right_by = terms.after("board_put_right_days", timezone.localdate(at))
    return checked(held, FaultState.ORDERED, finding, "find_so", by=by, at=at)


@transaction.atomic
def find_unfounded(fault: BoardFault, *, finding: str, by: User | None, at: datetime) -> BoardFault:
    held = hold(fault, FAULT["find_unfounded"], by=by)
    refuse_own(held.reported_by_id, by, _("You reported this. Somebody else has to check it."))
    return checked(held, FaultState.UNFOUNDED, finding, "find_unfounded", by=by, at=at)


def checked(held: BoardFault, state: FaultState, finding: str, verb: str, *, by, at: datetime) -> BoardFault:
    held.finding = said(finding, "finding", _("Write down what the check found."))
    held.state, held.checked_at, held.checked_by = state, at, by
    return keep(held, verb, "checked_at", "checked_by", "statement", "finding", "put_right_by", by=by, at=at)


@transaction.atomic
def note_put_right(fault: BoardFault, *, decision: str, by: User | None, at: datetime) -> BoardFault:
    """It hangs, or was answered, before it was decided: nothing counts. Raises NotNow while something is open."""
    held = hold(fault, FAULT["note_put_right"], by=by)
    if left := still_open(held):
        raise NotNow(_("Still open: %(things)s.") % {"things": "、".join(left)})
    return acting.decided(held, FaultState.PUT_RIGHT, decision, "note_put_right_board_fault", by=by, at=at)


def still_open(fault: BoardFault) -> Sequence[str]:
    """What the fault is about and is not put right yet."""
    entries = fault.entries.exclude(state=EntryState.POSTED).select_related("item")
    return [*map(str, entries), *map(str, fault.objections.filter(state=ObjectionState.FILED))]


@transaction.atomic
def decide(fault: BoardFault, *, decision: str, by: User | None, at: datetime) -> BoardFault:
    """It was not put right: it counts. Raises NotNow while there is time, NotAllowed for who reported or checked it."""
    held = hold(fault, FAULT["decide"], by=by)
    refuse_own(held.reported_by_id, by, _("You reported this. Somebody else has to decide it."))
    refuse_own(held.checked_by_id, by, _("You checked this. Somebody else has to decide it."))
    refuse_in_time(held, at=at)
    if is_put_right(held):
        raise NotNow(_("Everything it is about was put right: note that instead."))
    return acting.decided(held, FaultState.DECIDED, decision, "decide_board_fault", by=by, at=at)


def is_put_right(fault: BoardFault) -> bool:
    """Whether it is about something, and all of that is in order. What an officer reported in words may be neither."""
    is_about = fault.entries.exists() or fault.objections.exists()
    return is_about and not still_open(fault)


@transaction.atomic
def revoke(fault: BoardFault, *, reason: str, by: User | None, at: datetime) -> BoardFault:
    """The decision does not stand: what it brought into the ledger is withdrawn before the next night."""
    held = hold(fault, FAULT["revoke"], by=by)
    return acting.revoked(held, FaultState.REVOKED, reason, "revoke_board_fault", by=by, at=at)


def keep(held: BoardFault, verb: str, *columns: str, by: User | None, at: datetime) -> BoardFault:
    return acting.keep(held, f"{verb}_board_fault", *columns, by=by, at=at)
