"""The feed under writers who work at the same time: nothing missed, nothing twice, in the order of commits.

Every writer has a connection of its own, and so has the reader.
"""

import random
import threading
import time
from collections import Counter
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from itertools import pairwise

import psycopg2
import pytest
from django.db import connection, transaction

from accounts.models import Level, Region
from exchange import feed
from tests.factories import an_estate

pytestmark = pytest.mark.django_db(transaction=True)

WRITERS, TRANSACTIONS = 8, 60


@pytest.fixture
def street(transactional_db) -> Region:
    Region.objects.create(code="130100000000", name="石家庄市", level=Level.CITY)
    Region.objects.create(code="130102000000", name="长安区", level=Level.COUNTY, parent_id="130100000000")
    return Region.objects.create(code="130102001000", name="建北街道", level=Level.STREET, parent_id="130102000000")


@contextmanager
def a_session():
    """A further connection to the same database, without Django in between."""
    known = connection.get_connection_params()
    names = ("dbname", "host", "port", "user", "password")
    opened = psycopg2.connect(**{name: known[name] for name in names if known.get(name)})
    try:
        yield opened
    finally:
        opened.close()


def write(session, code: str) -> None:
    with session.cursor() as cursor:
        cursor.execute(
            "INSERT INTO estates_estate (code, name, initials, former_names, address, region_id, floor_area_m2,"
            " households, building_count, kind, service_mode, renovation)"
            " VALUES (%s, 'x', '', '', '', '130102001000', 1, 1, 1, 'commodity', 'company', 'not_planned')",
            [code],
        )


def change(session, code: str) -> None:
    with session.cursor() as cursor:
        cursor.execute("UPDATE estates_estate SET households = households + 1 WHERE code = %s", [code])


def read_on(since: str, *, limit: int = 1000) -> tuple[list[feed.Entry], str]:
    found = []
    while True:
        page = feed.read(None, since=since, limit=limit, resources={"estate"})
        found += page.entries
        since = page.next
        if not page.more:
            return found, since


def read_until_done(since: str, writing: list[Future], limit: int) -> list[feed.Entry]:
    """A reader who asks without a pause until nobody writes any more, in a thread of its own."""
    found: list[feed.Entry] = []
    try:
        while True:
            was_last = all(each.done() for each in writing)
            news, since = read_on(since, limit=limit)
            found += news
            if was_last:
                return found
    finally:
        connection.close()


def keys(entries) -> list[str]:
    return [entry.key for entry in entries]


class Writer:
    """Random transactions. `kept` are the codes of each that was committed, with the times just before and after."""

    def __init__(self, number: int) -> None:
        self.number, self.chance = number, random.Random(number)
        self.kept: list[tuple[float, float, list[str]]] = []
        self.dropped: list[str] = []

    def run(self) -> None:
        with a_session() as session:
            for n in range(TRANSACTIONS):
                codes = self.one(session, n)
                if self.chance.random() < 0.2:
                    session.rollback()
                    self.dropped += codes
                    continue
                before = time.perf_counter()
                session.commit()
                self.kept.append((before, time.perf_counter(), codes))

    def one(self, session, n: int) -> list[str]:
        """Write a few estates, some in savepoints that are given up; returns those that the commit would keep."""
        codes = []
        for part in range(self.chance.randint(1, 5)):
            code = f"130102001{self.number}{n:02d}{part}"
            with session.cursor() as cursor:
                cursor.execute("SAVEPOINT here")
                write(session, code)
                if self.chance.random() < 0.3:
                    cursor.execute("ROLLBACK TO here")
                    self.dropped.append(code)
                else:
                    cursor.execute("RELEASE here")
                    codes.append(code)
            time.sleep(self.chance.choice((0, 0, 0.002, 0.01)))
        return codes


class TestEightWriters:
    def test_are_told_whole_once_and_in_the_order_of_their_commits(self, street):
        since = feed.start()
        writers = [Writer(number) for number in range(WRITERS)]
        with ThreadPoolExecutor(WRITERS + 2) as pool:
            writing = [pool.submit(writer.run) for writer in writers]
            reading = [pool.submit(read_until_done, since, writing, limit) for limit in (7, 50)]
            for each in writing:
                each.result()
            entries, others = [each.result() for each in reading]
        assert entries == others
        commits = [commit for writer in writers for commit in writer.kept]
        self.assert_nothing_is_missing_or_twice(entries, commits)
        self.assert_transactions_are_whole(entries, commits)
        self.assert_in_the_order_of_commits(entries, commits)

    def assert_nothing_is_missing_or_twice(self, entries, commits):
        assert Counter(keys(entries)) == Counter(code for _before, _after, codes in commits for code in codes)
        positions = [int(entry.position.partition("-")[2]) for entry in entries]
        assert all(later == earlier + 1 for earlier, later in pairwise(positions))

    def assert_transactions_are_whole(self, entries, commits):
        told = keys(entries)
        for _before, _after, codes in commits:
            if codes:
                first = told.index(codes[0])
                assert told[first : first + len(codes)] == codes

    def assert_in_the_order_of_commits(self, entries, commits):
        """Whoever began to commit after another one's commit had returned is told later."""
        place = {key: number for number, key in enumerate(keys(entries))}
        told = [(before, after, place[codes[0]]) for before, after, codes in commits if codes]
        pairs = [(one, two) for one in told for two in told if one[1] < two[0]]
        assert len(pairs) > 1000
        assert all(one[2] < two[2] for one, two in pairs)

    def test_can_be_read_from_any_position(self, street):
        since = feed.start()
        for number in range(3):
            with transaction.atomic():
                for _n in range(4):
                    an_estate()
            if number == 1:
                feed.start()
        entries, _end = read_on(since)
        assert len(entries) == 12
        for number, entry in enumerate(entries):
            assert read_on(entry.position, limit=5)[0] == entries[number + 1 :]


class TestOrder:
    def test_is_that_of_commits_not_of_writing(self, street):
        since = feed.start()
        with a_session() as first, a_session() as second:
            write(first, "1301020010001")
            write(second, "1301020010002")
            second.commit()
            first.commit()
        assert keys(read_on(since)[0]) == ["1301020010002", "1301020010001"]

    def test_is_that_of_commits_where_constraints_were_checked_before(self, street):
        """As Django's `check_constraints` does before a thing is deleted."""
        since = feed.start()
        with a_session() as first, a_session() as second:
            write(first, "1301020010001")
            with first.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
                cursor.execute("SET CONSTRAINTS ALL DEFERRED")
            write(second, "1301020010002")
            second.commit()
            first.commit()
        assert keys(read_on(since)[0]) == ["1301020010002", "1301020010001"]

    def test_of_one_things_changes_holds_where_constraints_stay_immediate(self, street):
        since = feed.start()
        with a_session() as first, a_session() as second:
            with first.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            write(first, "1301020010001")
            write(second, "1301020010002")
            second.commit()
            change(first, "1301020010002")
            write(first, "1301020010003")
            first.commit()
        entries = read_on(since)[0]
        assert [key for key in keys(entries) if key.endswith("2")] == ["1301020010002"] * 2
        assert [entry.verb for entry in entries if entry.key.endswith("2")] == ["create", "change"]
        assert sorted(keys(entries)) == ["1301020010001", "1301020010002", "1301020010002", "1301020010003"]


class TestLongTransaction:
    def test_holds_nobody_up_and_is_told_when_it_ends(self, street):
        since = feed.start()
        with a_session() as long, a_session() as short:
            write(long, "1301020010001")
            found = []
            for n in range(2, 5):
                write(short, f"130102001000{n}")
                short.commit()
                entries, since = read_on(since)
                found.append(keys(entries))
            assert found == [["1301020010002"], ["1301020010003"], ["1301020010004"]]
            long.commit()
        assert keys(read_on(since)[0]) == ["1301020010001"]

    def test_that_is_given_up_leaves_no_trace(self, street):
        since = feed.start()
        with a_session() as session:
            write(session, "1301020010001")
            session.rollback()
            write(session, "1301020010002")
            session.commit()
        assert keys(read_on(since)[0]) == ["1301020010002"]


class TestReaders:
    def test_wait_for_each_other_not_for_writers(self, street):
        """One reader numbers and has not committed; a writer commits at once, a second reader waits and sees all."""
        since = feed.start()
        with a_session() as reader, a_session() as writer:
            write(writer, "1301020010001")
            writer.commit()
            with reader.cursor() as cursor:
                cursor.execute("SELECT * FROM exchange_number(100)")
            write(writer, "1301020010002")
            writer.commit()
            found = []
            second = threading.Thread(target=lambda: found.extend(in_thread(since)))
            second.start()
            time.sleep(0.1)
            assert second.is_alive()
            reader.commit()
            second.join(5)
        assert keys(found) == ["1301020010001", "1301020010002"]

    def test_that_die_before_their_commit_leave_the_numbers_to_the_next(self, street):
        since = feed.start()
        with a_session() as reader, a_session() as writer:
            write(writer, "1301020010001")
            writer.commit()
            with reader.cursor() as cursor:
                cursor.execute("SELECT * FROM exchange_number(100)")
            reader.close()
        assert keys(read_on(since)[0]) == ["1301020010001"]

    def test_wait_for_the_disk_even_where_commits_do_not(self, street):
        """A crash must not take back a position that was told."""
        with a_session() as session, session.cursor() as cursor:
            cursor.execute("SET synchronous_commit TO off")
            write(session, "1301020010001")
            session.commit()
            cursor.execute("SELECT * FROM exchange_number(100)")
            cursor.execute("SHOW synchronous_commit")
            assert cursor.fetchone() == ("on",)
            session.commit()
            cursor.execute("SHOW synchronous_commit")
            assert cursor.fetchone() == ("off",)

    def test_of_a_big_backlog_are_told_that_there_is_more(self, street, monkeypatch):
        since = feed.start()
        for _n in range(5):
            an_estate()
        monkeypatch.setattr(feed, "AT_ONCE", 2)
        page = feed.read(None, since=since)
        assert (len(page.entries), page.more) == (2, True)
        assert len(read_on(since)[0]) == 5


def in_thread(since: str) -> list[feed.Entry]:
    try:
        return read_on(since)[0]
    finally:
        connection.close()
