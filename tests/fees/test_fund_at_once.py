"""Closing the books waits for who is booking at that moment, and counts what they booked."""

import threading
import time
from contextlib import contextmanager
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import Sum

from fees.funds import actions
from fees.models import EntryKind, FundEntry, FundPeriod
from tests.conftest import NOW, TODAY
from tests.factories.places import an_estate
from tests.factories.rules import the_rules
from tests.fees.funded import a_block, accounts_of, pay_in

WAITING = """
SELECT EXISTS (
    SELECT FROM pg_locks w JOIN pg_stat_activity a ON a.pid = w.pid
    WHERE NOT w.granted AND a.datname = current_database()
)
"""
YEAR = date(2025, 1, 1)


@pytest.fixture
def block(city, transactional_db):
    the_rules(city)
    made = a_block(an_estate("130102001001"), [100])
    pay_in(made, 100_00)
    return made


@contextmanager
def meanwhile(act):
    """`act` begins elsewhere when the block is done, whose transaction then is held open until `act` waits for it."""
    failed = []

    def run() -> None:
        try:
            act()
        except IntegrityError as error:
            failed.append(str(error))
        finally:
            connection.close()

    other = threading.Thread(target=run)
    with transaction.atomic():
        yield failed
        other.start()
        until = time.monotonic() + 10
        while other.is_alive() and not somebody_waits() and time.monotonic() < until:
            time.sleep(0.02)
    other.join(timeout=20)
    assert not other.is_alive()


def somebody_waits() -> bool:
    with connection.cursor() as cursor:
        cursor.execute(WAITING)
        return cursor.fetchone()[0]


def test_what_is_booked_while_the_books_are_closed_is_in_them(block):
    with meanwhile(lambda: actions.roll_forward(TODAY, at=NOW)) as failed:
        pay_in(block, 7_77, on=TODAY - timedelta(days=1), kind=EntryKind.TOP_UP)
    entries = FundEntry.objects.filter(block=block, on__lt=TODAY).aggregate(fen=Sum("amount_fen"))
    assert (failed, FundPeriod.objects.get().closing_fen, entries["fen"]) == ([], 107_77, 107_77)


def test_a_period_written_around_the_actions_counts_it_too(block):
    def write() -> None:
        FundPeriod.objects.create(
            block=block, from_on=YEAR, until_on=TODAY, opening_fen=0, deposits_fen=100_00, closing_fen=100_00,
            closed_at=NOW,
        )  # fmt: skip

    with meanwhile(write) as failed:
        pay_in(block, 7_77, on=TODAY - timedelta(days=1), kind=EntryKind.TOP_UP)
    assert "holds what its entries say" in failed[0]


def test_an_entry_written_around_the_actions_is_not_of_closed_books(block):
    voucher = pay_in(block, 1, on=TODAY, kind=EntryKind.TOP_UP)

    def write() -> None:
        told = {"voucher": voucher, "block": block, "kind": EntryKind.TOP_UP, "on": TODAY}
        FundEntry.objects.create(**told, amount_fen=1)

    with meanwhile(write) as failed:
        actions.roll_forward(TODAY + timedelta(days=1), at=NOW + timedelta(days=1))
    assert "the books of the fund are closed" in failed[0]
    assert accounts_of(block)[0].balance_fen == 100_01
