"""Keeping the tallies in step: with what the change feed tells since the last time, a new night, a new day.

The clock calls `follow` every minute and after each night. Killed at any point, nothing is half done: how far the feed
was read is noted in the transaction that counted, and counting something twice changes nothing.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime

from django.db import Error, connection
from django.db.models import Q
from django.utils import timezone

from credit.models import Night
from enterprises.models import ServiceContract
from exchange import feed
from oversight.actions import Touched, renew_tallies
from oversight.models import Followed, Window

LOCK = 0x74616C6C
"""The key of the advisory lock that only one follower holds."""
RESOURCES = ("estate", "contract", "enterprise")
MOST = 2_000
"""When more changes than these are told, all is looked at: that is three statements, too."""
EVERYTHING = Touched(None, None)


def follow(*, at: datetime) -> bool:
    """Bring the tallies in step with what happened until now. False where another process is at it."""
    with only_follower() as is_mine:
        if not is_mine:
            return False
        last, night, on = Followed.objects.first(), Night.objects.last(), timezone.localdate(at)
        if last is None or (last.on, last.night_id) != (on, night and night.pk):
            touched, position = EVERYTHING, feed.start()
        else:
            touched, position = touched_since(last.position)
        renew_tallies(touched, position=position, night=night, on=on, at=at)
        return True


@contextmanager
def only_follower() -> Iterator[bool]:
    """Whether this process holds the followers' lock; it falls with the connection."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
        (is_mine,) = cursor.fetchone()
        try:
            yield is_mine
        finally:
            if is_mine:
                with suppress(Error):
                    cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])


def touched_since(position: str) -> tuple[Touched, str]:
    """Whose facts may differ after what the feed tells since a place, and where it ended."""
    entries: list[feed.Entry] = []
    while len(entries) <= MOST:
        try:
            page = feed.read(None, since=position, limit=feed.MOST, resources=RESOURCES)
        except (feed.NoLongerKept, feed.UnknownPlace):
            break
        entries += page.entries
        position = page.next
        if not page.more:
            return touched_by(entries), position
    return EVERYTHING, feed.start()


def touched_by(entries: Iterable[feed.Entry]) -> Touched:
    """What some changes are about: where things are now, and where the tallies still have them.

    Everything, where a contract changed of which is no longer known whom it was about.
    """
    first: dict[str, dict[int, str]] = {name: {} for name in RESOURCES}
    for entry in entries:
        first[entry.resource].setdefault(int(entry.pk), entry.verb)
    estates, contracts = set(first["estate"]), first["contract"]
    columns = ("estate_id", "enterprise_id")
    known = Window.objects.filter(Q(contract_id__in=contracts) | Q(estate_id__in=estates))
    known_contracts = set(known.values_list("contract_id", flat=True))
    if any(verb != "create" and contract not in known_contracts for contract, verb in contracts.items()):
        return EVERYTHING
    now = ServiceContract.objects.filter(Q(pk__in=contracts) | Q(estate__in=estates))
    about = [*known.values_list(*columns), *now.values_list(*columns)]
    companies = {company for _estate, company in about if company is not None}
    return Touched(estates | {estate for estate, _company in about}, companies | set(first["enterprise"]))
