"""The courier's turns: what is asked for by hand, pauses, one at a time, one that is killed, what is forgotten."""

import json
import os
import subprocess
import sys
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from accounts.lifecycle import NotNow
from credit.night.judge import database_address
from exchange.models import Delivery, DeliveryState, Subscription, SubscriptionState
from exchange.webhooks import actions, backoff, courier
from tests.exchange.couriers import in_thread, told
from tests.exchange.receivers import hanging, in_turn, receiving, until, with_status
from tests.factories import an_estate
from tests.factories.webhooks import a_webhook

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("allowed")]

HERE, THERE = "130102001000", "130108001000"
"""A street of 长安区, where `district` sees, and one of 裕华区, where `neighbour` does."""


class TestAskedFor:
    def test_ping_is_sent_even_while_paused(self, people, run, clock):
        with receiving() as receiver:
            webhook = a_webhook(people["district"], receiver.address)
            actions.pause(webhook, by=people["district"], at=clock())
            an_estate(HERE)
            actions.ping(webhook, by=people["district"], at=clock())
            assert (run(), run()) == (1, 0)
        assert json.loads(receiver.got[0].body)["type"] == "ping"

    def test_ping_that_fails_is_not_tried_again_and_holds_nothing_up(self, people, run, clock):
        with receiving(in_turn(with_status(500), with_status(200))) as receiver:
            webhook = a_webhook(people["district"], receiver.address)
            ping = actions.ping(webhook, by=people["district"], at=clock())
            estate = an_estate(HERE)
            assert run() == 2
        ping.refresh_from_db()
        assert (ping.state, ping.next_try_at) == (DeliveryState.FAILED, None)
        assert told(receiver) == [("estate", estate.code, "create")]

    def test_only_one_ping_at_a_time(self, people, clock):
        webhook = a_webhook(people["district"])
        actions.ping(webhook, by=people["district"], at=clock())
        with pytest.raises(NotNow, match="on its way"):
            actions.ping(webhook, by=people["district"], at=clock())

    def test_redelivery_sends_the_same_once_more(self, people, run, clock):
        with receiving() as receiver:
            webhook = a_webhook(people["district"], receiver.address)
            an_estate(HERE)
            run()
            actions.redeliver(webhook.deliveries.get(), by=people["district"], at=clock())
            assert (run(), run()) == (1, 0)
        first, second = receiver.got
        assert (first.body, first.headers["webhook-id"]) == (second.body, second.headers["webhook-id"])
        assert webhook.deliveries.get().attempts.count() == 2

    def test_redelivery_of_what_waits_is_the_next_try_at_once(self, people, run, clock):
        with receiving(in_turn(with_status(500), with_status(200))) as receiver:
            webhook = a_webhook(people["district"], receiver.address)
            an_estate(HERE)
            run()
            actions.redeliver(webhook.deliveries.get(), by=people["district"], at=clock())
            assert run() == 1
        assert len(receiver.got) == 2

    def test_redelivery_is_refused_for_other_eyes(self, people, run, clock):
        with receiving() as receiver:
            webhook = a_webhook(people["district"], receiver.address)
            an_estate(HERE)
            run()
            people["district"].region_id = "130108000000"
            people["district"].save()
            delivery = Delivery.objects.get()
            with pytest.raises(NotNow, match="another role or region"):
                actions.redeliver(delivery, by=people["district"], at=clock())
            assert run() == 0
        assert len(receiver.got) == 1
        assert webhook.deliveries.get().state == DeliveryState.DELIVERED

    def test_redelivery_asked_for_before_a_move_is_withdrawn(self, people, run, clock):
        with receiving() as receiver:
            webhook = a_webhook(people["district"], receiver.address)
            an_estate(HERE)
            run()
            position = Subscription.objects.get().position
            actions.redeliver(webhook.deliveries.get(), by=people["district"], at=clock())
            people["district"].region_id = "130108000000"
            people["district"].save()
            assert run() == 0
        assert (len(receiver.got), webhook.deliveries.get().state) == (1, DeliveryState.WITHDRAWN)
        assert Subscription.objects.get().position == position


class TestPause:
    def test_keeps_what_changes_meanwhile(self, people, run, clock):
        with receiving() as receiver:
            webhook = a_webhook(people["district"], receiver.address)
            actions.pause(webhook, by=people["district"], at=clock(), why="维护")
            estate = an_estate(HERE)
            assert run() == 0
            actions.resume(webhook, by=people["district"], at=clock())
            assert run() == 1
        assert told(receiver) == [("estate", estate.code, "create")]


class TestTurn:
    def test_is_one_at_a_time(self, people, clock):
        """While a receiver takes its time over a delivery, nobody else sends to it."""
        with receiving(hanging) as receiver:
            webhook = a_webhook(people["district"], receiver.address)
            an_estate(HERE)
            other = in_thread(lambda: courier.turn(webhook.pk, clock=timezone.now))
            until(lambda: receiver.got, "the first turn to send")
            assert courier.turn(webhook.pk, clock=clock) == 0
            receiver.released.set()
            other.join(10)
        assert len(receiver.got) == 1

    def test_holds_no_transaction_while_it_waits(self, people, clock):
        """One open for ten seconds would hold up the numbering of changes, and whoever pauses the webhook."""
        with receiving(hanging) as receiver:
            webhook = a_webhook(people["district"], receiver.address)
            an_estate(HERE)
            other = in_thread(lambda: courier.turn(webhook.pk, clock=timezone.now))
            until(lambda: receiver.got, "the turn to send")
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT count(*) FROM pg_stat_activity"
                    " WHERE state LIKE 'idle in transaction%' AND datname = current_database()"
                )
                assert cursor.fetchone()[0] == 0
            actions.pause(webhook, by=people["district"], at=clock())
            receiver.released.set()
            other.join(10)
        assert Subscription.objects.get().state == SubscriptionState.PAUSED

    def test_ends_after_its_time(self, people, clock):
        def slow(handler):
            clock.wait(seconds=9)
            with_status(200)(handler)

        with receiving(slow) as receiver:
            webhook = a_webhook(people["bureau"], receiver.address)
            for _each in range(600):
                an_estate(HERE)
            assert courier.turn(webhook.pk, clock=clock) == 4
            assert courier.due(at=clock()) == [webhook.pk]
            assert courier.turn(webhook.pk, clock=clock) == 2
        assert len(told(receiver)) == 600

    def test_database_refuses_two_waiting_in_line(self, people, clock):
        webhook = a_webhook(people["district"])
        values = {
            "subscription": webhook, "kind": "changes", "made_at": clock(), "trying_since": clock(),
            "next_try_at": clock(),
        }  # fmt: skip
        Delivery.objects.create(**values)
        with pytest.raises(IntegrityError, match="one_waiting_delivery_per_webhook"), transaction.atomic():
            Delivery.objects.create(**values)


KILLED = """
import os, django
django.setup()
from exchange.webhooks import courier, outcomes
from django.utils import timezone
outcomes.note = lambda *things, **more: os.kill(os.getpid(), 9)
courier.turn({pk}, clock=timezone.now)
"""


def test_a_courier_killed_after_sending_is_followed_by_the_same_delivery(people, run, settings, monkeypatch, clock):
    """At least once, the same id: the receiver took it, but the portal did not live to write that down."""
    monkeypatch.setenv("DATABASE_URL", database_address(os.environ["DATABASE_URL"]))
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "config.settings")
    monkeypatch.setenv("ANJU_WEBHOOK_ALLOWED", "127.0.0.1")
    with receiving() as receiver:
        webhook = a_webhook(people["district"], receiver.address)
        an_estate(HERE)
        killed = subprocess.run([sys.executable, "-c", KILLED.format(pk=webhook.pk)], cwd=settings.ROOT, check=False)
        assert killed.returncode == -9
        assert Delivery.objects.get().state == DeliveryState.WAITING
        clock.catch_up()
        until(lambda: run() == 1, "the lock of the killed process to fall")
    assert len(receiver.keys) == 2
    assert len(set(receiver.keys)) == 1
    assert Delivery.objects.get().state == DeliveryState.DELIVERED


class TestPurge:
    def test_forgets_after_thirty_days_what_has_ended(self, people, run, clock):
        with receiving(in_turn(with_status(200), with_status(500))) as receiver:
            webhook = a_webhook(people["district"], receiver.address)
            an_estate(HERE)
            run()
            an_estate(HERE)
            run()
        ended = webhook.deliveries.get(state=DeliveryState.DELIVERED).ended_at
        assert actions.purge(at=ended + timedelta(days=30)) == 0
        assert actions.purge(at=ended + timedelta(days=30, seconds=1)) == 1
        assert webhook.deliveries.get().state == DeliveryState.WAITING


def test_pauses_are_those_of_the_schedule(people, run, clock):
    with receiving(with_status(500)) as receiver:
        webhook = a_webhook(people["district"], receiver.address)
        an_estate(HERE)
        for tries in range(1, 6):
            run()
            pause = webhook.deliveries.get().next_try_at - clock()
            assert backoff.pause_after(tries, chance=0) <= pause <= backoff.pause_after(tries, chance=1)
            clock.now += pause
