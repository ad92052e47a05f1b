"""What waits in the outbox is sent. A message is taken, carried outside of any transaction, and noted.

Taking it sets the moment of the next try first: a worker that dies on the way leaves it to be tried again, and the
gateway can tell by the message's key.
"""

import logging
import random
from collections.abc import Callable
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts import ports
from accounts.sealing import NotOpened
from complaints.models import Notice, NoticeState
from complaints.notices.quiet import RINGING, goes_out_from
from complaints.terms import terms
from exchange.webhooks.backoff import next_try

AT_ONCE = 100
"""How many are taken at a time."""
LONGEST_FAULT = 200

log = logging.getLogger(__name__)


def send_due(clock: Callable[[], datetime]) -> int:
    """Send what may go out by now. Returns how many were sent."""
    sent, seen = 0, AT_ONCE
    while seen == AT_ONCE:
        seen, taken = take(at=clock())
        sent += sum(send(notice, at=clock()) for notice in taken)
    return sent


@transaction.atomic
def take(*, at: datetime) -> tuple[int, list[Notice]]:
    """How many were due, and those to be tried now; what fell into quiet hours is put off to their end."""
    due = Notice.objects.filter(state=NoticeState.WAITING, next_try_at__lte=at).order_by("next_try_at", "id")
    rows = due.select_related("complaint").select_for_update(skip_locked=True, of=("self",))[:AT_ONCE]
    by_day = goes_out_from(at, terms(timezone.localdate(at)))
    taken = []
    for notice in rows:
        if by_day > at and notice.way in RINGING and not notice.complaint.is_urgent:
            notice.next_try_at = by_day
        else:
            notice.try_count += 1
            notice.next_try_at = pause(notice, at=at) or at
            taken.append(notice)
    Notice.objects.bulk_update(rows, ["next_try_at", "try_count"])
    return len(rows), taken


def pause(notice: Notice, *, at: datetime) -> datetime | None:
    chance = random.random()  # noqa: S311 - it keeps no secret
    return next_try(tries=notice.try_count, since=notice.made_at, at=at, chance=chance, asked=None)


def send(notice: Notice, *, at: datetime) -> bool:
    """Carry one message. What goes wrong is noted beside it and tried again, or given up."""
    try:
        message = ports.Message(notice.key, notice.address, notice.masked_address, notice.subject, notice.words)
        ports.adapter(notice.way).carry(message)
    except (ports.Undeliverable, NotOpened) as fault:
        return end(notice, NoticeState.FAILED, fault=type(fault).__name__)
    except Exception as fault:  # an adapter of any make: whatever it raises, the others go on
        log.warning("notice %s: %s", notice.pk, type(fault).__name__)
        return put_off(notice, fault=said(fault, notice), at=at)
    return end(notice, NoticeState.SENT, sent_at=at)


def said(fault: Exception, notice: Notice) -> str:
    """What an adapter says, which may name the address, without it."""
    return f"{type(fault).__name__}: {fault}".replace(notice.address, notice.masked_address)[:LONGEST_FAULT]


def end(notice: Notice, state: NoticeState, **noted) -> bool:
    """It needs no address any more."""
    values = {"state": state, "sealed_address": "", "fault": "", **noted}
    Notice.objects.filter(pk=notice.pk).update(**values)
    return state == NoticeState.SENT


def put_off(notice: Notice, *, fault: str, at: datetime) -> bool:
    if pause(notice, at=at) is None:
        return end(notice, NoticeState.FAILED, fault=fault)
    Notice.objects.filter(pk=notice.pk).update(fault=fault)
    return False
