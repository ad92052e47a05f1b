"""The desks of webhooks and deliveries."""

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEntry
from exchange.models import Delivery, Ending, Subscription, SubscriptionState
from exchange.webhooks import actions, courier, outcomes, sealing
from tests.exchange.receivers import receiving, with_status
from tests.factories import an_estate
from tests.factories.webhooks import a_webhook

LIST = "admin:exchange_subscription_changelist"
ADD = "admin:exchange_subscription_add"
PAGE = "admin:exchange_subscription_change"
HERE = "130102001000"
FORM = {"name": "物业台账", "address": "http://127.0.0.1:8999/hooks", "region": HERE, "resources": ["estate", "grade"]}
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def allowed(settings):
    settings.WEBHOOK_ALLOWED = ["127.0.0.1"]


@pytest.fixture
def desk(people, settings):
    def browser(name: str) -> Client:
        made = Client()
        made.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
        made.force_login(people[name])
        return made

    return browser


def page(browser: Client, name: str, *arguments) -> str:
    answer = browser.get(reverse(name, args=arguments))
    assert answer.status_code == 200
    return answer.content.decode()


def verb(webhook: Subscription, name: str) -> str:
    return reverse(f"admin:exchange_subscription_{name}", args=[webhook.pk])


class TestMaking:
    def test_shows_the_secret_on_one_page(self, desk):
        answer = desk("district").post(reverse(ADD), FORM)
        secret = re.search(r"whsec_[\w+/=]+", answer.content.decode())[0]
        webhook = Subscription.objects.get()
        assert sealing.unseal(webhook.sealed_secret) == secret
        assert (webhook.person.username, webhook.resources, webhook.verbs) == ("district", ["estate", "grade"], [])
        for place in (reverse(LIST), reverse(PAGE, args=[webhook.pk])):
            assert "whsec_" not in desk("district").get(place).content.decode()

    @pytest.mark.parametrize(
        ("values", "words"),
        [
            ({"address": "http://10.1.2.3/"}, "leads nowhere"),
            ({"address": "nothing"}, "https://example.org/hooks"),
            ({"region": "130108001000"}, "valid choice"),
            ({"resources": ["secret"]}, "valid choice"),
        ],
    )
    def test_says_in_the_form_what_cannot_be(self, desk, values, words):
        answer = desk("district").post(reverse(ADD), FORM | values)
        assert words in answer.content.decode()
        assert not Subscription.objects.exists()


class TestSeeing:
    @pytest.mark.parametrize(
        ("name", "status"), [("system", 200), ("district", 200), ("neighbour", 404), ("bureau", 404)]
    )
    def test_is_for_its_person_and_who_manages_people(self, desk, people, name, status):
        webhook = a_webhook(people["district"])
        delivery = actions.ping(webhook, by=people["district"], at=timezone.now())
        for place, key in ((PAGE, webhook.pk), ("admin:exchange_delivery_change", delivery.pk)):
            assert desk(name).get(reverse(place, args=[key])).status_code == status
        assert (webhook.name in page(desk(name), LIST)) is (status == 200)

    @pytest.mark.parametrize("name", ["auditor", "inspector", "company"])
    def test_is_not_for_roles_without_webhooks(self, desk, people, name):
        webhook = a_webhook(people["district"])
        for place in (reverse(LIST), reverse(ADD), reverse(PAGE, args=[webhook.pk]), verb(webhook, "pause")):
            assert desk(name).get(place).status_code == 403

    def test_who_manages_people_has_no_button_for_the_secret_and_no_form(self, desk, people):
        webhook = a_webhook(people["district"])
        own, others = page(desk("district"), PAGE, webhook.pk), page(desk("system"), PAGE, webhook.pk)
        assert verb(webhook, "rotate-secret") in own
        assert verb(webhook, "rotate-secret") not in others
        assert verb(webhook, "pause") in others
        assert 'name="address"' in own
        assert 'name="address"' not in others
        answer = desk("system").post(verb(webhook, "rotate-secret"), {"overlap_hours": "1"})
        assert "whsec_" not in answer.content.decode()
        assert sealing.unseal(Subscription.objects.get().sealed_secret) == webhook.secret
        desk("system").post(reverse(PAGE, args=[webhook.pk]), FORM | {"address": "http://127.0.0.1:8111/"})
        assert Subscription.objects.get().address == webhook.address

    def test_the_page_has_the_log_and_what_is_wrong(self, desk, people):
        with receiving(with_status(503, "zu viel")) as receiver:
            webhook = a_webhook(people["district"], receiver.address)
            an_estate(HERE)
            courier.turn(webhook.pk, clock=timezone.now)
        webhook.refresh_from_db()
        outcomes.disable(webhook, Ending.FAILING, at=timezone.now())
        text = page(desk("district"), PAGE, webhook.pk)
        for words in ("No delivery was taken for three days.", "503", "1 change", "disabled", verb(webhook, "resume")):
            assert words in text
        text = page(desk("district"), "admin:exchange_delivery_change", webhook.deliveries.get().pk)
        assert "zu viel" in text
        assert "estate" in text

    def test_hides_what_lies_beyond_ones_region(self, desk, people, regions):
        people["system"].region = regions["130108000000"]
        people["system"].save()
        with receiving(with_status(200, "zu viel")) as receiver:
            webhook = a_webhook(people["district"], receiver.address)
            estate = an_estate(HERE)
            courier.turn(webhook.pk, clock=timezone.now)
        text = page(desk("system"), "admin:exchange_delivery_change", webhook.deliveries.get().pk)
        assert estate.code not in text
        assert "zu viel" not in text
        assert "outside of what you see" in text

    def test_list_costs_the_same_for_many(self, desk, people, django_assert_num_queries):
        browser = desk("district")
        a_webhook(people["district"])
        browser.get(reverse(LIST))
        with django_assert_num_queries(6):
            browser.get(reverse(LIST))
        for _each in range(15):
            a_webhook(people["district"])
        with django_assert_num_queries(6):
            browser.get(reverse(LIST))


class TestButtons:
    def test_pause_resume_ping_and_send_again(self, desk, people):
        browser = desk("district")
        with receiving() as receiver:
            webhook = a_webhook(people["district"], receiver.address)
            browser.post(verb(webhook, "pause"), {"why": "检修"})
            assert Subscription.objects.get().state == SubscriptionState.PAUSED
            browser.post(verb(webhook, "resume"))
            browser.post(verb(webhook, "test"))
            courier.turn(webhook.pk, clock=timezone.now)
            delivery = Delivery.objects.get()
            browser.post(reverse("admin:exchange_delivery_redeliver", args=[delivery.pk]))
            courier.turn(webhook.pk, clock=timezone.now)
        assert receiver.keys == [delivery.key] * 2
        verbs = list(AuditEntry.objects.order_by("id").values_list("verb", flat=True))
        assert verbs == ["pause_webhook", "resume_webhook", "ping_webhook", "redeliver_webhook"]

    def test_rotating_shows_the_new_secret(self, desk, people):
        webhook = a_webhook(people["district"])
        text = desk("district").post(verb(webhook, "rotate-secret"), {"overlap_hours": "24"}).content.decode()
        secret = re.search(r"whsec_[\w+/=]+", text)[0]
        assert sealing.unseal(Subscription.objects.get().sealed_secret) == secret != webhook.secret

    def test_removing_leaves_only_the_audit_log(self, desk, people):
        webhook = a_webhook(people["district"])
        answer = desk("district").post(verb(webhook, "remove"))
        assert answer["Location"] == reverse(LIST)
        assert not Subscription.objects.exists()
        assert AuditEntry.objects.get(verb="remove_webhook").before["address"] == webhook.address

    def test_amending_is_audited(self, desk, people):
        webhook = a_webhook(people["district"])
        desk("district").post(reverse(PAGE, args=[webhook.pk]), FORM | {"resources": ["estate"]})
        webhook.refresh_from_db()
        assert (webhook.name, webhook.resources, webhook.region_id) == ("物业台账", ["estate"], HERE)
        assert AuditEntry.objects.get(verb="amend_webhook").after["resources"] == ["estate"]

    def test_a_button_that_is_not_open_says_so(self, desk, people):
        webhook = a_webhook(people["district"])
        answer = desk("district").post(verb(webhook, "resume"), follow=True)
        assert "not open here now" in answer.content.decode()
