"""Many owners at the same moment: none is lost, none counts twice, and the end of the vote is the end for all."""

from collections import Counter, deque
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from decimal import Decimal

import pytest
from django.db import connection, transaction

from accounts.lifecycle import NotNow
from accounts.sealing import digest
from committees.models import Ballot, Holder, Owner, Ownership, Refusal, Way
from committees.votes import actions, counting
from committees.votes.actions import AlreadyVoted
from tests.factories.owners import OWNED_SINCE, owners_of, some_homes
from tests.factories.votes import AFTER, CLOSES, DURING, an_open_vote, announced, option

HEADS = 1_000
TWICE = 60
AT_ONCE = 8

pytestmark = pytest.mark.django_db(transaction=True)


def many_owners(estate, count: int) -> list[Owner]:
    homes = some_homes(estate, [Decimal(5000 + 7 * number) / 100 for number in range(count)])
    owners = Owner.objects.bulk_create([Owner(estate=estate, key=f"{number:064d}") for number in range(count)])
    Holder.objects.bulk_create([Holder(owner=owner, document_digest=digest(owner.key)) for owner in owners])
    Ownership.objects.bulk_create(
        [Ownership(home=home, owner=owner, from_on=OWNED_SINCE) for home, owner in zip(homes, owners, strict=True)]
    )
    return owners


def all_at_once(calls) -> Counter:
    """A few threads take one call after the other; counts what came of them by name."""
    waiting = deque(calls)

    def outcomes() -> Iterator[str]:
        while waiting:
            with suppress(IndexError):  # another thread took the last one
                call = waiting.popleft()
                try:
                    call()
                except NotNow as refusal:
                    yield type(refusal).__name__
                else:
                    yield "done"

    def caller(_number: int) -> Counter:
        try:
            return Counter(outcomes())
        finally:
            connection.close()

    with ThreadPoolExecutor(AT_ONCE) as threads:
        return sum(threads.map(caller, range(AT_ONCE)), Counter())


def test_a_thousand_ballots_at_once_lose_none_and_count_once(estate):
    owners = many_owners(estate, HEADS)
    vote = an_open_vote(estate)
    sides = [option(vote, "yes").pk, option(vote, "no").pk]

    def ballot(number: int):
        owner, side = owners[number % HEADS], sides[number % 2]
        return lambda: actions.cast(vote, owner, [side], Way.PHONE, by=None, at=DURING)

    # The sixty last come twice, each pair at nearly the same moment.
    order = [number for number in range(HEADS) for _time in range(2 if number >= HEADS - TWICE else 1)]
    outcomes = all_at_once(ballot(number) for number in order)

    assert outcomes == {"done": HEADS, "AlreadyVoted": TWICE}
    assert Ballot.objects.filter(vote=vote).count() == HEADS
    assert Refusal.objects.filter(vote=vote).count() == TWICE
    posted = announced(vote)
    yes, no = option(vote, "yes"), option(vote, "no")
    assert (yes.heads, no.heads) == (HEADS // 2, HEADS // 2)
    assert yes.area_m2 + no.area_m2 == posted.matters.get().area_all_m2
    assert counting.check(posted) == []


def test_closing_waits_for_ballots_that_are_being_written(estate):
    """Those that came in are counted, those that came later are told so: none is between the two."""
    owners = many_owners(estate, 120)
    vote = an_open_vote(estate)
    side = [option(vote, "yes").pk]
    calls = [lambda owner=owner: actions.cast(vote, owner, side, Way.PHONE, by=None, at=DURING) for owner in owners]
    calls.insert(60, lambda: actions.close(vote, by=None, at=CLOSES))
    outcomes = all_at_once(calls)
    counted = actions.count(vote, by=None, at=AFTER)
    assert outcomes["done"] - 1 == counted.matters.get().heads_part == Ballot.objects.filter(vote=vote).count()
    assert outcomes["done"] + outcomes["NotNow"] == 121


def test_a_long_list_of_papers_keeps_nobody_from_voting(estate, people):
    """All papers of a workbook are read in one transaction; phones are not kept waiting for its end."""
    paper, phone = owners_of(estate, [90, 100])
    vote = an_open_vote(estate)
    side = [option(vote, "yes").pk]

    def by_phone() -> None:
        try:
            with connection.cursor() as cursor:
                cursor.execute("SET lock_timeout = '5s'")
            actions.cast(vote, phone, side, Way.PHONE, by=None, at=DURING)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as thread, transaction.atomic():
        actions.enter_paper(vote, paper, side, received_on=DURING.date(), by=people["street"], at=DURING)
        thread.submit(by_phone).result()
    assert Ballot.objects.get().owner == phone


def test_the_first_of_two_ballots_stands_when_both_are_on_the_way(estate):
    """Neither sees the other's row; the database lets one in."""
    (owner,) = many_owners(estate, 1)
    vote = an_open_vote(estate)
    side = [option(vote, "yes").pk]

    def second() -> str:
        try:
            actions.cast(vote, owner, side, Way.PHONE, by=None, at=DURING)
        except AlreadyVoted:
            return "second"
        finally:
            connection.close()
        return "first"

    with ThreadPoolExecutor(1) as thread:
        with transaction.atomic():
            actions.cast(vote, owner, side, Way.PHONE, by=None, at=DURING)
            waiting = thread.submit(second)
        assert waiting.result() == "second"
    assert Ballot.objects.count() == 1
