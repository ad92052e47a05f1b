"""The verbs of the exchange with the hotline."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from accounts import audit
from accounts.authority import require
from accounts.models import User
from complaints.actions.filing import NewComplaint, file
from complaints.hotline.lifecycle import ITEM, RIGHT
from complaints.models import Channel, Complaint, HotlineItem, HotlineState, Kind, Topic
from estates.models import Estate

ORDERS = uuid.UUID("6f0f3b52-0c63-5d2c-9f7e-12345a12345a")
"""The name space in which an order's number becomes the key of its filing."""
CONSENT = "12345"
"""The hotline asked its caller; it holds the record of that."""
SENT_AT_ONCE = 500


@dataclass
class Order:
    """An order of the hotline, as it comes in. `name` and `phone` are the caller's."""

    number: str
    estate: Estate
    topic: Topic
    words: str
    kind: str = Kind.COMPLAINT
    spot: str = ""
    name: str = ""
    phone: str = ""


def take_in(order: Order, *, by: User | None, at: datetime) -> tuple[Complaint, bool]:
    """The complaint of an order, and whether it is new: the same number again is the same complaint.

    Raises ValidationError, NotAllowed, and ValidationError on `number` for one that belongs to another estate.
    """
    require(by, RIGHT)
    known = Complaint.objects.filter(hotline_number=order.number).first()
    if known is None:
        return file(complaint_of(order), by=by, at=at), True
    if known.estate_id != order.estate.pk:
        raise ValidationError({"number": _("An order with this number was about another estate.")})
    return known, False


def complaint_of(order: Order) -> NewComplaint:
    return NewComplaint(
        estate=order.estate, topic=order.topic, words=order.words, channel=Channel.HOTLINE,
        key=uuid.uuid5(ORDERS, order.number), kind=order.kind, spot=order.spot, name=order.name, phone=order.phone,
        consent_version=CONSENT if order.name or order.phone else "", hotline_number=order.number,
    )  # fmt: skip


@transaction.atomic
def send_waiting(*, way: str, by: User, at: datetime, most: int = SENT_AT_ONCE) -> list[int]:
    """Hand out what waits, the oldest first; returns primary keys. Two who ask at once get different items."""
    require(by, RIGHT)
    waiting = HotlineItem.objects.filter(state=HotlineState.WAITING).order_by("pk")
    mine = waiting.visible_to(by).select_for_update(of=("self",), skip_locked=True)[:most]
    keys = [item.pk for item in mine]
    HotlineItem.objects.filter(pk__in=keys).update(**sent(way, at))
    if keys:
        note(keys, "send", by=by, at=at)
    return keys


def sent(way: str, at: datetime) -> dict[str, Any]:
    return {"state": HotlineState.SENT, "way": way, "sent_at": at, "fault": "", "try_count": F("try_count") + 1}


def note(keys: Iterable[int], verb: str, *, by: User, at: datetime) -> None:
    for item in HotlineItem.objects.select_related("complaint", "step").filter(pk__in=keys):
        audit.record(by=by, at=at, verb=f"{verb}_hotline_item", thing=item, after={"state": item.state})


@transaction.atomic
def receipt(item: HotlineItem, *, reference: str, by: User | None, at: datetime) -> HotlineItem:
    """The hotline has it, under this number. Raises NotNow, ValidationError."""
    if not reference.strip():
        raise ValidationError({"reference": _("Give the number of the receipt.")})
    return move(
        item,
        "receipt",
        by=by,
        at=at,
        state=HotlineState.RECEIPTED,
        receipted_at=at,
        reference=reference.strip(),
        fault="",
    )


@transaction.atomic
def fail(item: HotlineItem, *, fault: str, by: User | None, at: datetime) -> HotlineItem:
    """The hotline did not take it. Raises NotNow, ValidationError."""
    if not fault.strip():
        raise ValidationError({"fault": _("Say what went wrong.")})
    return move(item, "fail", by=by, at=at, state=HotlineState.FAILED, fault=fault.strip()[:200])


@transaction.atomic
def send_again(item: HotlineItem, *, by: User | None, at: datetime) -> HotlineItem:
    """Put it back among those that wait; its age goes on. Raises NotNow."""
    return move(item, "send_again", by=by, at=at, state=HotlineState.WAITING)


def move(item: HotlineItem, verb: str, *, by: User | None, at: datetime, **changes: Any) -> HotlineItem:
    require(by, ITEM[verb].right)
    rows = HotlineItem.objects.all() if by is None else HotlineItem.objects.visible_to(by)
    held = rows.select_for_update(of=("self",)).select_related("complaint", "step").get(pk=item.pk)
    ITEM[verb].insist(held.state, now=held.get_state_display())
    before = {"state": held.state}
    for name, value in changes.items():
        setattr(held, name, value)
    held.save(update_fields=list(changes))
    audit.record(by=by, at=at, verb=f"{verb}_hotline_item", thing=held, before=before, after={"state": held.state})
    return held
