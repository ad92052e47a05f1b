"""The verbs of the city's list and of what hangs. Each is atomic, asks the table of moves, and is audited."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import audit
from accounts.acting import hold, keep, refuse_elsewhere
from accounts.authority import require
from accounts.city import whole
from accounts.lifecycle import Move
from accounts.models import Role, User
from accounts.privacy import said_to_all
from estates.belonging import refuse_without_charge
from estates.board import terms
from estates.board.lifecycle import ENTRY, ITEMS
from estates.models import OPEN_FAULT, BoardEntry, BoardItem, BoardProof, Cycle, EntryState


@transaction.atomic
def keep_item(item: BoardItem, *, by: User | None, at: datetime, why: str = "") -> BoardItem:
    """Put an item on the city's list or amend it. Its code and cycle stay: what was told hangs on them."""
    require(by, ITEMS)
    held = audit.catch_up(item)
    if held is not None and (held.code, held.every_months) != (item.code, item.every_months):
        field = "code" if held.code != item.code else "every_months"
        raise ValidationError({field: _("This stays. End the item and add another one.")})
    return audit.keep(item, by=by, at=at, verb="keep_board_item", why=why)


@transaction.atomic
def put_up(
    entry: BoardEntry, *, posted_on: date, proofs: Iterable[ContentFile] = (), by: User | None, at: datetime
) -> BoardEntry:
    """It hangs, whole, since a day; photos show it. Raises NotAllowed, NotNow, ValidationError per field."""
    held = held_for_writing(entry, ENTRY["put_up"], by=by, at=at)
    refuse_day(held, posted_on, by=by, on=timezone.localdate(at))
    held.state, held.posted_on, held.hangs_until_on = EntryState.POSTED, posted_on, last_to_hang(held, posted_on)
    held.reported_at, held.reported_by = at, by
    held.checked_on, held.checked_by, held.lacks = None, None, ""
    columns = ("posted_on", "hangs_until_on", "reported_at", "reported_by", "checked_on", "checked_by", "lacks")
    keep(held, "put_up_board_entry", *columns, by=by, at=at, posted_on=str(posted_on))
    add_photos(held, proofs, by=by, at=at)
    return held


@transaction.atomic
def add_proof(entry: BoardEntry, *, proofs: Iterable[ContentFile], by: User | None, at: datetime) -> BoardEntry:
    """Another photo of what hangs. Its days stay."""
    held = held_for_writing(entry, ENTRY["add_proof"], by=by, at=at)
    added = add_photos(held, proofs, by=by, at=at)
    if not added:
        raise ValidationError({"photos": _("Choose a photo.")})
    audit.record(by=by, at=at, verb="add_board_proof", thing=held, after={"photos": len(added)})
    return held


def held_for_writing(entry: BoardEntry, move: Move, *, by: User | None, at: datetime) -> BoardEntry:
    held = hold(entry, move, by=by)
    refuse_without_charge(by, held.estate, on=timezone.localdate(at))
    return held


def refuse_day(entry: BoardEntry, posted_on: date, *, by: User | None, on: date) -> None:
    """Raises ValidationError for a day on which it cannot have been posted, or that a company tells too late."""
    if posted_on > on:
        raise ValidationError({"posted_on": _("This day has not come yet.")})
    if entry.item.every_months == Cycle.STANDING:
        return
    if posted_on < entry.from_on:
        raise ValidationError({"posted_on": _("The period begins only on %(day)s.") % {"day": entry.from_on}})
    first = on - timedelta(days=whole("board_report_days", on=on))
    if by is not None and by.role == Role.COMPANY and posted_on < first:
        told = _("A posting is reported soon after it was put up: enter a day from %(day)s on.")
        raise ValidationError({"posted_on": told % {"day": first}})


def last_to_hang(entry: BoardEntry, posted_on: date) -> date | None:
    """The day before which it stays up; None for what hangs for good. Raises NoRuleValue."""
    if entry.item.every_months == Cycle.STANDING:
        return None
    return terms.after("disclosure_min_post_days", posted_on)


def add_photos(entry: BoardEntry, photos: Iterable[ContentFile], *, by: User | None, at: datetime) -> list[BoardProof]:
    return [BoardProof.objects.create(entry=entry, file=each, added_at=at, added_by=by) for each in photos]


@transaction.atomic
def find_complete(entry: BoardEntry, *, by: User | None, at: datetime) -> BoardEntry:
    """Looked at on the spot: it hangs and is whole."""
    held = hold(entry, ENTRY["find_complete"], by=by)
    refuse_elsewhere(by, held.estate)
    return checked(held, EntryState.POSTED, "", "find_board_complete", by=by, at=at)


@transaction.atomic
def find_faulty(entry: BoardEntry, *, lacks: str, by: User | None, at: datetime) -> BoardEntry:
    """Looked at on the spot: it does not hang, or something is missing. Everybody reads what.

    A fault that is over was about an earlier time: what is found now may become another.
    """
    held = hold(entry, ENTRY["find_faulty"], by=by)
    refuse_elsewhere(by, held.estate)
    if held.fault is not None and held.fault.state not in OPEN_FAULT:
        held.fault = None
    lacks = said_to_all(lacks, "lacks", _("Say what is missing."))
    return checked(held, EntryState.FAULTY, lacks, "find_board_faulty", by=by, at=at)


def checked(held: BoardEntry, state: EntryState, lacks: str, verb: str, *, by: User | None, at: datetime) -> BoardEntry:
    held.state, held.lacks = state, lacks
    held.checked_on, held.checked_by = timezone.localdate(at), by
    return keep(held, verb, "lacks", "checked_on", "checked_by", "fault", by=by, at=at)
