"""The night's look over all boards: what was left out becomes a fault, what was put right meanwhile is closed.

An estate has one open fault of a kind at most: what lapses while it waits to be checked joins it, what lapses while
the company has its term waits for the next one. So a board that lacks six items counts once.
"""

from collections import defaultdict
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.city import whole
from estates.board import faults
from estates.board.opening import WITH_A_COMPANY
from estates.models import (
    OPEN_FAULT,
    BoardEntry,
    BoardFault,
    BoardObjection,
    EntryState,
    Estate,
    FaultKind,
    FaultState,
    ObjectionState,
)

Lapsed = dict[tuple[int, str], list[Any]]
A_DAY = timedelta(days=1)


@transaction.atomic
def look_over(*, at: datetime) -> int:
    """Says how many faults are new. A second look on one day finds none."""
    on = timezone.localdate(at)
    close_what_was_put_right(at=at)
    found: Lapsed = defaultdict(list)
    for entry in lapsed_entries(on):
        found[entry.estate_id, entry.item.counts_as].append(entry)
    for objection in lapsed_objections(on):
        found[objection.estate_id, FaultKind.OBJECTION].append(objection)
    return take_up(found, at=at)


def lapsed_entries(on: date) -> QuerySet[BoardEntry]:
    """What counts where it is left out, was due longer ago than the city waits, and stands in no fault."""
    before = on - timedelta(days=whole("board_fault_after_days", on=on))
    lapsed = Q(state=EntryState.DUE, due_on__lt=before) | Q(state=EntryState.FAULTY, checked_on__lt=before)
    rows = BoardEntry.objects.owed(on=on).filter(lapsed, fault=None, estate__service_mode__in=WITH_A_COMPANY)
    return rows.exclude(item__counts_as="").select_related("item").order_by("estate_id", "pk")


def lapsed_objections(on: date) -> QuerySet[BoardObjection]:
    rows = BoardObjection.objects.late(on=on).filter(fault=None, estate__service_mode__in=WITH_A_COMPANY)
    return rows.order_by("estate_id", "pk")


def take_up(found: Lapsed, *, at: datetime) -> int:
    """Put each group into the open fault of its estate and kind, or into a new one."""
    estates = Estate.objects.in_bulk([estate for estate, _kind in found])
    standing = BoardFault.objects.filter(state__in=OPEN_FAULT, estate__in=estates)
    held = {(fault.estate_id, fault.kind): fault for fault in standing}
    new = 0
    for (estate, kind), things in found.items():
        fault = held.get((estate, kind))
        if fault is None:
            day = min(map(lapsed_on, things))
            fault, new = faults.report(estate=estates[estate], kind=kind, happened_on=day, by=None, at=at), new + 1
        if fault.state == FaultState.REPORTED:
            put_into(fault, things)
    return new


def lapsed_on(thing: BoardEntry | BoardObjection) -> date:
    """The first day on which it was not in order."""
    if isinstance(thing, BoardEntry) and thing.state == EntryState.FAULTY:
        assert thing.checked_on is not None
        return thing.checked_on
    return thing.due_on + A_DAY


def put_into(fault: BoardFault, things: list[Any]) -> None:
    type(things[0])._default_manager.filter(pk__in=[thing.pk for thing in things]).update(fault=fault)


def close_what_was_put_right(*, at: datetime) -> None:
    """Faults that the portal found and nobody has checked yet go once all they are about is in order."""
    entries = BoardEntry.objects.filter(fault=OuterRef("pk"))
    objections = BoardObjection.objects.filter(fault=OuterRef("pk"))
    waiting = BoardFault.objects.filter(state=FaultState.REPORTED, reported_by=None)
    in_order = waiting.filter(Exists(entries) | Exists(objections)).exclude(
        Exists(entries.exclude(state=EntryState.POSTED)) | Exists(objections.filter(state=ObjectionState.FILED))
    )
    for fault in in_order:
        faults.note_put_right(fault, decision=_("Put right before anybody checked it."), by=None, at=at)
