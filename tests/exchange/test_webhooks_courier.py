"""From a change to a receiver's server: scope, order, retries, and what may go wrong, with real servers."""

import json
from base64 import b64decode, b64encode
from datetime import timedelta
from hashlib import sha256
from hmac import new as hmac
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.api.resources import Resource
from accounts.authority import may
from accounts.models import AuditEntry, Role
from exchange.models import Attempt, Delivery, DeliveryState, Ending, Fault, Subscription, SubscriptionState
from exchange.webhooks import actions, batches, courier, outbound, readers, sealing
from tests.exchange.couriers import assert_signed, told
from tests.exchange.receivers import in_turn, receiving, with_status
from tests.factories import an_estate
from tests.factories.webhooks import a_webhook

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("allowed")]

HERE, THERE = "130102001000", "130108001000"
"""A street of 长安区, where `district` sees, and one of 裕华区, where `neighbour` does."""


class TestChanges:
    def test_are_told_once_and_signed(self, people, run):
        with receiving() as receiver:
            webhook = a_webhook(people["district"], receiver.address)
            estate = an_estate(HERE)
            assert (run(), run()) == (1, 0)
        (got,) = receiver.got
        told_of = json.loads(got.body)
        assert told(receiver) == [("estate", estate.code, "create")]
        assert told_of["type"] == "changes"
        assert set(told_of["data"]["entries"][0]) == {"position", "at", "resource", "key", "verb"}
        delivery = webhook.deliveries.get()
        assert (delivery.state, delivery.key) == (DeliveryState.DELIVERED, got.headers["webhook-id"])
        assert told_of["data"]["next"] == delivery.until == Subscription.objects.get().position
        message = f"{delivery.key}.{got.headers['webhook-timestamp']}.".encode() + got.body
        signature = b64encode(hmac(b64decode(webhook.secret[6:]), message, sha256).digest()).decode()
        assert got.headers["webhook-signature"] == f"v1,{signature}"

    def test_are_only_those_after_the_subscription(self, people, run):
        an_estate(HERE)
        with receiving() as receiver:
            a_webhook(people["district"], receiver.address)
            assert run() == 0
        assert receiver.got == []

    def test_come_in_order_a_hundred_at_a_time(self, people, run):
        with receiving() as receiver:
            a_webhook(people["bureau"], receiver.address)
            codes = [an_estate(HERE).code for _each in range(230)]
            assert run() == 3
        assert [key for _resource, key, _verb in told(receiver)] == codes
        assert [len(json.loads(each.body)["data"]["entries"]) for each in receiver.got] == [100, 100, 30]

    def test_are_those_asked_for(self, people, run, regions):
        with receiving() as estates, receiving() as leaving, receiving() as there:
            a_webhook(people["bureau"], estates.address, resources=["enterprise"])
            a_webhook(people["bureau"], leaving.address, verbs=["delete"])
            a_webhook(people["bureau"], there.address, region=regions["130108000000"])
            first, second = an_estate(HERE), an_estate(THERE)
            code = first.code
            first.delete()
            run()
        assert told(estates) == []
        assert told(leaving) == [("estate", code, "delete")]
        assert told(there) == [("estate", second.code, "create")]

    def test_that_nobody_asked_for_cost_nothing_again(self, people, run, django_assert_max_num_queries, clock):
        a_webhook(people["neighbour"])
        an_estate(HERE)
        assert run() == 0
        with django_assert_max_num_queries(3):
            assert courier.due(at=clock()) == []
        assert not Delivery.objects.exists()

    def test_hold_no_more_than_what_and_where(self, people, run):
        """What a thing looks like is asked of the API, by whoever may."""
        with receiving() as receiver:
            a_webhook(people["district"], receiver.address)
            estate = an_estate(HERE)
            run()
        assert estate.name not in receiver.got[0].body.decode()


class TestScope:
    def test_the_neighbour_never_hears_of_this_district(self, people, run):
        with receiving() as ours, receiving() as theirs, receiving() as citys:
            a_webhook(people["district"], ours.address)
            a_webhook(people["neighbour"], theirs.address)
            a_webhook(people["bureau"], citys.address)
            here, there = an_estate(HERE), an_estate(THERE)
            run()
        assert [key for _resource, key, _verb in told(ours)] == [here.code]
        assert [key for _resource, key, _verb in told(theirs)] == [there.code]
        assert [key for _resource, key, _verb in told(citys)] == [here.code, there.code]

    def test_what_moves_out_of_sight_leaves(self, people, run):
        estate = an_estate(HERE)
        with receiving() as ours, receiving() as theirs:
            a_webhook(people["district"], ours.address)
            a_webhook(people["neighbour"], theirs.address)
            estate.region_id = THERE
            estate.save()
            run()
        assert told(ours) == [("estate", estate.code, "leave")]
        assert told(theirs) == [("estate", estate.code, "enter")]

    def test_nothing_is_sent_for_who_may_no_longer_log_in(self, people, run):
        with receiving() as receiver:
            a_webhook(people["district"], receiver.address)
            people["district"].is_active = False
            people["district"].save()
            estate = an_estate(HERE)
            assert run() == 0
            people["district"].is_active = True
            people["district"].save()
            run()
        assert told(receiver) == [("estate", estate.code, "create")]

    @pytest.mark.parametrize("role", [Role.COMPANY, Role.AUDITOR, Role.INSPECTOR])
    def test_nothing_is_sent_for_a_role_without_webhooks(self, people, run, role):
        with receiving() as receiver:
            a_webhook(people["district"], receiver.address)
            people["district"].role = role
            people["district"].save()
            an_estate(HERE)
            assert run() == 0
        assert receiver.got == []

    def test_follows_a_person_who_moves(self, people, run, clock):
        """What failed before the move was made for other eyes: it is never sent, and read again with today's."""
        with receiving(in_turn(with_status(500), with_status(204))) as receiver:
            webhook = a_webhook(people["district"], receiver.address)
            before = an_estate(HERE)
            run()
            people["district"].region_id = "130108000000"
            people["district"].save()
            after = an_estate(THERE)
            clock.wait(seconds=15)
            run()
        assert [(key, verb) for _resource, key, verb in told(receiver)] == [
            (before.code, "create"), (after.code, "create"),
        ]  # fmt: skip
        assert before.code not in receiver.got[1].body.decode()
        states = list(webhook.deliveries.order_by("id").values_list("state", flat=True))
        assert states == [DeliveryState.WITHDRAWN, DeliveryState.DELIVERED]

    def test_a_region_of_its_own_is_of_no_use_outside_the_persons(self, people, run, regions):
        with receiving() as receiver:
            webhook = a_webhook(people["district"], receiver.address, region=regions[THERE])
            an_estate(THERE), an_estate(HERE)
            assert run() == 0
        assert receiver.got == []
        assert "region" in actions.silence_of(webhook)

    def test_is_that_of_the_role_too(self, people):
        """Streets do not see imports, whoever declares them as told by the feed."""
        webhook = a_webhook(people["street"])
        told = {name: set(readers.resources_told(webhook, people[name])) for name in ("street", "bureau")}
        assert {"estate", "grade"} <= told["street"] <= told["bureau"]
        for name, resources in told.items():
            assert all(may(people[name], Resource.known()[each].verb_to_read) for each in resources)
        webhook.resources = ["estate", "import"]
        assert readers.resources_told(webhook, people["street"]) == ["estate"]


class TestFailure:
    def test_is_tried_again_with_the_same_id_and_body(self, people, run, clock):
        with receiving(in_turn(with_status(503, "later"), with_status(200))) as receiver:
            webhook = a_webhook(people["district"], receiver.address)
            an_estate(HERE)
            assert (run(), run()) == (1, 0)
            assert Subscription.objects.get().failure_count == 1
            clock.wait(seconds=13)
            assert run() == 1
        first, second = receiver.got
        assert (first.body, first.headers["webhook-id"]) == (second.body, second.headers["webhook-id"])
        assert first.headers["webhook-timestamp"] != second.headers["webhook-timestamp"]
        assert [(each.status, each.fault) for each in Attempt.objects.all()] == [(503, Fault.STATUS), (200, "")]
        assert Attempt.objects.first().answer == "later"
        webhook.refresh_from_db()
        assert (webhook.failure_count, webhook.last_delivered_at) == (0, clock.now)

    def test_holds_back_what_comes_after_it(self, people, run, clock):
        with receiving(in_turn(with_status(500), with_status(500), with_status(200))) as receiver:
            a_webhook(people["district"], receiver.address)
            codes = [an_estate(HERE).code]
            run()
            codes.append(an_estate(HERE).code)
            assert run() == 0
            for _each in range(2):
                clock.wait(seconds=30)
                run()
        assert [key for _resource, key, _verb in told(receiver)] == [codes[0], codes[0], codes[0], codes[1]]

    def test_of_three_days_disables_and_loses_nothing(self, people, run, clock):
        with receiving(with_status(500)) as receiver:
            webhook = a_webhook(people["district"], receiver.address)
            estate = an_estate(HERE)
            began = clock()
            while run() or Subscription.objects.get().is_active:
                head = webhook.deliveries.get()
                assert clock() - began <= timedelta(days=3)
                clock.now = max(clock.now, head.next_try_at)
            webhook.refresh_from_db()
            assert (webhook.state, webhook.ending) == (SubscriptionState.DISABLED, Ending.FAILING)
            assert clock() - began == timedelta(days=3)
            entry = AuditEntry.objects.get(verb="disable_webhook")
            assert (entry.who, entry.after["ending"]) == ("portal", "failing")
            clock.wait(days=1)
            assert run() == 0
            receiver.answer = with_status(200)
            actions.resume(webhook, by=people["district"], at=clock())
            assert run() == 1
        assert len(set(receiver.keys)) == 1
        assert told(receiver)[-1] == ("estate", estate.code, "create")

    def test_with_410_disables_at_once(self, people, run, clock):
        with receiving(with_status(410)) as receiver:
            webhook = a_webhook(people["district"], receiver.address)
            an_estate(HERE)
            run()
            clock.wait(days=1)
            assert run() == 0
        webhook.refresh_from_db()
        assert (webhook.state, webhook.ending, len(receiver.got)) == (SubscriptionState.DISABLED, Ending.GONE, 1)

    def test_to_read_what_is_no_longer_kept_disables(self, people, run, clock):
        webhook = a_webhook(people["district"])
        an_estate(HERE)
        run_of = Subscription.objects.get().position
        Subscription.objects.update(position=run_of.partition("-")[0] + "-999999")
        run()
        webhook.refresh_from_db()
        assert (webhook.state, webhook.ending) == (SubscriptionState.DISABLED, Ending.BEHIND)
        actions.resume(webhook, by=people["district"], at=clock())
        with receiving() as receiver:
            Subscription.objects.update(address=receiver.address)
            estate = an_estate(HERE)
            assert run() == 1
        assert told(receiver) == [("estate", estate.code, "create")]

    def test_to_open_the_secret_disables(self, people, run, settings, clock):
        with receiving() as receiver:
            webhook = a_webhook(people["district"], receiver.address)
            an_estate(HERE)
            settings.WEBHOOK_KEYS = ["lost"]
            run()
            assert receiver.got == []
            webhook.refresh_from_db()
            assert (webhook.state, webhook.ending) == (SubscriptionState.DISABLED, Ending.SECRET)
            _webhook, secret = actions.rotate_secret(webhook, by=people["district"], at=clock(), overlap_hours=0)
            actions.resume(webhook, by=people["district"], at=clock())
            run()
        assert len(receiver.got) == 1
        assert_signed(receiver.got[0], secret)

    def test_of_a_removed_webhook_is_no_failure(self, people, clock):
        webhook = a_webhook(people["district"])
        delivery = batches.ping(webhook, at=clock())
        Subscription.objects.all().delete()
        courier.outcomes.note(delivery, outbound.Outcome(status=200), at=clock(), chance=0.5)
        assert not Attempt.objects.exists()


class TestRotation:
    def test_signs_with_both_secrets_for_a_while(self, people, run, clock):
        with receiving() as receiver:
            webhook = a_webhook(people["district"], receiver.address)
            _same, new = actions.rotate_secret(webhook, by=people["district"], at=clock())
            for pause in ({"hours": 23}, {"hours": 2}):
                clock.wait(**pause)
                an_estate(HERE)
                run()
        assert_signed(receiver.got[0], new, webhook.secret)
        assert_signed(receiver.got[1], new)

    def test_at_once_when_a_secret_has_leaked(self, people, run, clock):
        with receiving() as receiver:
            webhook = a_webhook(people["district"], receiver.address)
            _same, new = actions.rotate_secret(webhook, by=people["district"], at=clock(), overlap_hours=0)
            an_estate(HERE)
            run()
        assert_signed(receiver.got[0], new)
        assert Subscription.objects.get().sealed_old_secret == ""


class TestResealing:
    def test_leaves_the_old_key_without_use(self, people, settings):
        settings.WEBHOOK_KEYS = ["old"]
        webhook = a_webhook(people["district"])
        actions.rotate_secret(webhook, by=people["district"], at=timezone.now())
        settings.WEBHOOK_KEYS = ["new", "old"]
        call_command("reseal_webhooks", stdout=StringIO())
        settings.WEBHOOK_KEYS = ["new"]
        assert sealing.unseal(Subscription.objects.get().sealed_old_secret) == webhook.secret

    def test_names_what_no_key_opens_and_does_the_others(self, people, settings):
        settings.WEBHOOK_KEYS = ["lost"]
        a_webhook(people["district"], name="遗失")
        settings.WEBHOOK_KEYS = ["old"]
        good = a_webhook(people["district"])
        settings.WEBHOOK_KEYS = ["new", "old"]
        with pytest.raises(CommandError, match="遗失"):
            call_command("reseal_webhooks", stdout=StringIO())
        settings.WEBHOOK_KEYS = ["new"]
        good.refresh_from_db()
        assert sealing.unseal(good.sealed_secret) == good.secret
