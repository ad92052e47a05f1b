"""`/api/v1/webhooks/`: made, read, amended and used by their person; secrets are shown once; others see nothing."""

from base64 import b64decode, b64encode
from datetime import timedelta
from hashlib import sha256
from hmac import new as hmac

import pytest
from django.utils import timezone

from accounts.models import AuditEntry, Role, User
from exchange.models import Delivery, Subscription
from exchange.webhooks import actions, courier, sealing
from tests.exchange.receivers import receiving, with_status
from tests.factories import an_estate
from tests.factories.webhooks import a_webhook

LIST = "/api/v1/webhooks/"
HERE = "130102001000"
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def allowed(settings):
    settings.WEBHOOK_ALLOWED = ["127.0.0.1"]


@pytest.fixture
def client(client_of):
    """The district officer's, who reads English."""

    def client(name: str = "district", **options):
        made = client_of(name, **options)
        made.credentials(**made._credentials, HTTP_ACCEPT_LANGUAGE="en")
        return made

    return client


def body(address: str = "http://127.0.0.1:8999/hooks", **values) -> dict:
    return {"name": "裕华区物业台账", "address": address, **values}


def run() -> int:
    return sum(courier.turn(each, clock=timezone.now) for each in courier.due(at=timezone.now()))


class TestSubscribing:
    def test_shows_the_secret_once(self, client):
        answer = client().post(LIST, body(resources=["estate"], verbs=["create", "leave"], region=HERE))
        assert answer.status_code == 201, answer.content
        made = answer.json()
        assert answer["Location"].endswith(f"{LIST}{made['id']}/")
        assert answer["Cache-Control"] == "no-store"
        assert (made["state"], made["person"], made["region"]) == ("active", "district", HERE)
        assert len(b64decode(made["secret"].removeprefix("whsec_"))) == 32
        kept = Subscription.objects.get()
        assert sealing.unseal(kept.sealed_secret) == made["secret"]
        for address in (LIST, answer["Location"]):
            assert "whsec" not in client().get(address).content.decode()
            assert kept.sealed_secret not in client().get(address).content.decode()

    def test_keeps_no_secret_for_an_idempotency_key(self, client):
        first = client().post(LIST, body(), headers={"idempotency-key": "one"})
        again = client().post(LIST, body(), headers={"idempotency-key": "one"})
        assert (first.status_code, again.status_code) == (201, 409)
        assert Subscription.objects.count() == 1

    def test_leaves_a_line_without_the_secret_in_the_log(self, client):
        made = client().post(LIST, body()).json()
        entry = AuditEntry.objects.get(verb="subscribe_webhook")
        assert (entry.who, entry.after["address"]) == ("district", "http://127.0.0.1:8999/hooks")
        text = str(entry.after)
        assert made["secret"] not in text
        assert Subscription.objects.get().sealed_secret not in text

    @pytest.mark.parametrize(
        ("values", "pointer", "words"),
        [
            ({"address": "http://10.0.0.1/"}, "#/address", "leads nowhere"),
            ({"address": "http://169.254.169.254/latest/meta-data"}, "#/address", "leads nowhere"),
            ({"address": "http://[::1]/"}, "#/address", "leads nowhere"),
            ({"address": "ftp://example.org/"}, "#/address", "https://example.org/hooks"),
            ({"address": "https://example.org:22/"}, "#/address", "8000"),
            ({"address": "https://a:b@127.0.0.1/"}, "#/address", "password"),
            ({"address": ""}, "#/address", "blank"),
            ({"address": None}, "#/address", "null"),
            ({"address": "https://127.0.0.1/" + "a" * 600}, "#/address", "500"),
            ({"name": ""}, "#/name", "blank"),
            ({"resources": ["estate", "secret"]}, "#/resources", "“secret” is not known here. There are:"),
            ({"resources": ["import"]}, "#/resources", "“import” is not known here. There are:"),
            ({"resources": "estate"}, "#/resources", "list"),
            ({"verbs": ["burn"]}, "#/verbs/0", "burn"),
            ({"region": "130108001000"}, "#/region", "not known here"),
            ({"region": "130100000000"}, "#/region", "not known here"),
            ({"sealed_secret": "x"}, "#/sealed_secret", "no such field"),
        ],
    )
    def test_refuses_what_cannot_be(self, client, values, pointer, words):
        answer = client().post(LIST, body() | values)
        assert answer.status_code == 400, answer.content
        (error,) = answer.json()["errors"]
        assert error["pointer"].startswith(pointer)
        assert words.lower() in error["detail"].lower()
        assert not Subscription.objects.exists()

    def test_takes_nothing_that_only_the_portal_sets(self, client):
        values = {"state": "paused", "person": "neighbour", "position": "x", "failure_count": 7, "id": 9}
        client().post(LIST, body() | values)
        made = Subscription.objects.get()
        assert (made.state, made.person.username, made.failure_count) == ("active", "district", 0)
        assert made.position != "x"

    def test_has_an_end_at_twenty(self, client, people):
        for _each in range(actions.MOST_PER_PERSON):
            a_webhook(people["district"])
        answer = client().post(LIST, body())
        assert answer.status_code == 400
        assert "20" in answer.json()["detail"]

    def test_is_not_done_in_bulk(self, client):
        assert client().post(f"{LIST}bulk/", {"mode": "each", "rows": []}).status_code in (404, 405)


class TestRoles:
    @pytest.mark.parametrize("name", ["auditor", "inspector", "company"])
    def test_without_the_verb_are_refused(self, client, people, name):
        webhook = a_webhook(people["district"])
        for method, address in (
            ("get", LIST), ("post", LIST), ("get", f"{LIST}{webhook.pk}/"), ("get", f"{LIST}{webhook.pk}/deliveries/"),
            ("post", f"{LIST}{webhook.pk}/test/"),
        ):  # fmt: skip
            assert getattr(client(name), method)(address).status_code == 403

    @pytest.mark.parametrize("name", ["bureau", "neighbour", "street"])
    def test_see_none_of_others(self, client, people, name):
        webhook = a_webhook(people["district"])
        an_estate(HERE)
        run()
        key = webhook.deliveries.get().key
        mine = client(name)
        assert mine.get(LIST).json()["results"] == []
        one = f"{LIST}{webhook.pk}/"
        for method, address in (
            ("get", one), ("patch", one), ("delete", one), ("post", f"{one}pause/"), ("post", f"{one}resume/"),
            ("post", f"{one}test/"), ("post", f"{one}rotate-secret/"), ("get", f"{one}deliveries/"),
            ("get", f"{one}deliveries/{key}/"), ("post", f"{one}deliveries/{key}/redeliver/"),
        ):  # fmt: skip
            answer = getattr(mine, method)(address, {} if method != "get" else None)
            assert answer.status_code == 404, (method, address)
            assert webhook.address not in answer.content.decode()

    def test_a_delivery_is_found_under_its_own_webhook_only(self, client, people):
        webhook, other = a_webhook(people["district"]), a_webhook(people["district"])
        delivery = actions.ping(webhook, by=people["district"], at=timezone.now())
        assert client().get(f"{LIST}{webhook.pk}/deliveries/{delivery.key}/").status_code == 200
        assert client().get(f"{LIST}{other.pk}/deliveries/{delivery.key}/").status_code == 404
        assert client().get(f"{LIST}{other.pk}/deliveries/").json()["results"] == []
        assert client().get(f"{LIST}{webhook.pk}/deliveries/").json()["count"] == 1

    def test_who_manages_people_runs_all_but_reads_no_secret(self, client, people):
        webhook = a_webhook(people["district"])
        one = f"{LIST}{webhook.pk}/"
        system = client("system")
        assert [row["id"] for row in system.get(LIST).json()["results"]] == [webhook.pk]
        assert system.post(f"{one}pause/", {"why": "检修"}).json()["state"] == "paused"
        assert system.post(f"{one}resume/").json()["state"] == "active"
        assert system.post(f"{one}test/").status_code == 202
        for method, address, sent in (
            ("patch", one, {"address": "http://127.0.0.1:8998/"}), ("post", f"{one}rotate-secret/", {}),
        ):  # fmt: skip
            answer = getattr(system, method)(address, sent)
            assert answer.status_code == 403
            assert "district" in answer.json()["detail"]
        assert system.delete(one).status_code == 204
        assert AuditEntry.objects.filter(verb="remove_webhook", who="system").exists()

    def test_with_a_region_reads_no_body_from_beyond_it(self, client, people, regions):
        """A system administrator of one district sees that the neighbour's webhook works, not what it says."""
        people["system"].region = regions["130108000000"]
        people["system"].save()
        with receiving(with_status(200, "got it")) as receiver:
            webhook = a_webhook(people["district"], receiver.address)
            estate = an_estate(HERE)
            run()
        one = f"{LIST}{webhook.pk}/deliveries/{webhook.deliveries.get().key}/"
        told, own = client("system").get(one).json(), client().get(one).json()
        assert own["message"]["data"]["entries"][0]["key"] == estate.code
        assert own["attempts"][0]["answer"] == "got it"
        assert (told["message"], told["attempts"][0]["answer"], told["attempts"][0]["status"]) == (None, None, 200)
        assert (
            estate.code not in client("system").get(f"{LIST}{webhook.pk}/deliveries/?expand=message").content.decode()
        )

    def test_of_a_person_who_moved_shows_no_old_body(self, client, people):
        webhook = a_webhook(people["district"])
        estate = an_estate(HERE)
        run()
        people["district"].region_id = "130108000000"
        people["district"].save()
        text = client().get(f"{LIST}{webhook.pk}/deliveries/{webhook.deliveries.get().key}/").content.decode()
        assert estate.code not in text

    def test_a_read_only_token_changes_nothing(self, client, people):
        webhook = a_webhook(people["district"])
        reader = client(read_only=True)
        assert reader.get(f"{LIST}{webhook.pk}/").json()["moves"] == []
        assert reader.post(f"{LIST}{webhook.pk}/pause/").status_code == 403


class TestAmending:
    def test_changes_where_and_what(self, client, people):
        webhook = a_webhook(people["district"])
        answer = client().patch(f"{LIST}{webhook.pk}/", {"address": "http://127.0.0.1:8111/x", "resources": ["grade"]})
        assert answer.status_code == 200, answer.content
        assert (answer.json()["address"], answer.json()["resources"]) == ("http://127.0.0.1:8111/x", ["grade"])
        entry = AuditEntry.objects.get(verb="amend_webhook")
        assert entry.before["address"] == "http://127.0.0.1:8999/hooks"

    def test_judges_the_address_as_subscribing_does(self, client, people):
        webhook = a_webhook(people["district"])
        answer = client().patch(f"{LIST}{webhook.pk}/", {"address": "http://192.168.0.1/"})
        assert answer.status_code == 400
        assert answer.json()["errors"][0]["pointer"] == "#/address"

    def test_is_refused_when_it_was_changed_meanwhile(self, client, people):
        webhook = a_webhook(people["district"])
        tag = client().get(f"{LIST}{webhook.pk}/")["ETag"]
        assert client().patch(f"{LIST}{webhook.pk}/", {"name": "甲"}, headers={"if-match": tag}).status_code == 200
        assert client().patch(f"{LIST}{webhook.pk}/", {"name": "乙"}, headers={"if-match": tag}).status_code == 412


class TestVerbs:
    def test_are_told_with_the_webhook(self, client, people):
        webhook = a_webhook(people["district"])
        verbs = lambda name: [each["verb"] for each in client(name).get(f"{LIST}{webhook.pk}/").json()["moves"]]  # noqa: E731
        assert verbs("district") == ["pause", "test", "rotate-secret"]
        assert verbs("system") == ["pause", "test"]
        client().post(f"{LIST}{webhook.pk}/pause/")
        assert verbs("district") == ["resume", "test", "rotate-secret"]

    def test_that_are_not_open_are_a_conflict(self, client, people):
        webhook = a_webhook(people["district"])
        answer = client().post(f"{LIST}{webhook.pk}/resume/")
        assert answer.status_code == 409
        assert "active" in answer.json()["detail"]

    def test_rotate_shows_a_new_secret(self, client, people):
        webhook = a_webhook(people["district"])
        answer = client().post(f"{LIST}{webhook.pk}/rotate-secret/", {"overlap_hours": 48})
        assert answer.status_code == 200
        assert answer.json()["secret"] != webhook.secret
        kept = Subscription.objects.get()
        assert sealing.unseal(kept.sealed_secret) == answer.json()["secret"]
        assert sealing.unseal(kept.sealed_old_secret) == webhook.secret
        assert timedelta(hours=47) < kept.old_secret_until - timezone.now() < timedelta(hours=49)

    @pytest.mark.parametrize("hours", [-1, 169, "x", None])
    def test_rotate_refuses_a_strange_overlap(self, client, people, hours):
        webhook = a_webhook(people["district"])
        assert client().post(f"{LIST}{webhook.pk}/rotate-secret/", {"overlap_hours": hours}).status_code == 400

    def test_test_tells_what_the_receiver_said(self, client, people):
        with receiving(with_status(418, "I am a teapot")) as receiver:
            webhook = a_webhook(people["district"], receiver.address)
            answer = client().post(f"{LIST}{webhook.pk}/test/")
            assert (answer.status_code, answer.json()["state"]) == (202, "waiting")
            run()
        told = client().get(f"{LIST}{webhook.pk}/deliveries/{answer.json()['key']}/").json()
        assert told["state"] == "failed"
        (attempt,) = told["attempts"]
        assert (attempt["status"], attempt["answer"], attempt["fault"]) == (418, "I am a teapot", "status")
        assert attempt["reason"] == "The receiver did not take it."

    def test_redeliver_sends_it_again(self, client, people):
        with receiving() as receiver:
            webhook = a_webhook(people["district"], receiver.address)
            an_estate(HERE)
            run()
            one = f"{LIST}{webhook.pk}/deliveries/{webhook.deliveries.get().key}/"
            assert client().post(f"{one}redeliver/").status_code == 202
            run()
        assert len(receiver.keys) == 2
        assert len(set(receiver.keys)) == 1
        assert len(client().get(one).json()["attempts"]) == 2


class TestLists:
    def test_cost_the_same_for_one_and_for_many(self, client, people, django_assert_num_queries):
        def ask(address):
            with django_assert_num_queries(3 if address == LIST else 4):
                assert client_.get(address).status_code == 200

        client_ = client()
        webhook = a_webhook(people["district"])
        deliveries = f"{LIST}{webhook.pk}/deliveries/"
        client_.get(LIST), client_.get(deliveries)
        ask(LIST), ask(deliveries)
        for _each in range(10):
            a_webhook(people["district"])
            Delivery.objects.create(
                subscription=webhook, kind="ping", body="{}", made_at=timezone.now(), trying_since=timezone.now(),
                state="delivered", ended_at=timezone.now(),
            )  # fmt: skip
        ask(LIST), ask(deliveries)

    @pytest.mark.parametrize(
        ("query", "count"),
        [("state=paused", 1), ("state=active", 1), ("state=active,paused", 2), ("search=台账", 1), ("search=8997", 1)],
    )
    def test_are_filtered(self, client, people, query, count):
        a_webhook(people["district"])
        a_webhook(people["district"], "http://127.0.0.1:8997/", name="别的", state="paused")
        assert client().get(f"{LIST}?{query}").json()["count"] == count

    def test_of_deliveries_by_state(self, client, people):
        webhook = a_webhook(people["district"])
        an_estate(HERE)
        run()
        deliveries = f"{LIST}{webhook.pk}/deliveries/"
        assert client().get(f"{deliveries}?state=waiting").json()["count"] == 1
        assert client().get(f"{deliveries}?state=delivered").json()["count"] == 0

    def test_refuse_unknown_parameters(self, client):
        assert client().get(f"{LIST}?secret=1").status_code == 400


SNIPPET = "docs/webhooks.md"


class TestThePage:
    """The program in `docs/webhooks.md` is run here as it stands there."""

    @pytest.fixture
    def verify(self, settings):
        text = (settings.ROOT / SNIPPET).read_text()
        program = text.split("```python\n")[1].split("```")[0]
        names: dict = {}
        exec(program, names)
        return names["verify"]

    def test_verifies_what_is_sent(self, verify, people):
        with receiving() as receiver:
            webhook = a_webhook(people["district"], receiver.address)
            _same, new = actions.rotate_secret(webhook, by=people["district"], at=timezone.now())
            an_estate(HERE)
            run()
        got = receiver.got[0]
        for secret in (webhook.secret, new):
            assert verify(secret, got.headers, got.body)["type"] == "changes"
        with pytest.raises(ValueError, match="signature"):
            verify(webhook.secret, got.headers, got.body + b" ")
        with pytest.raises(ValueError, match="signature"):
            verify("whsec_" + "A" * 43 + "=", got.headers, got.body)

    def test_refuses_old_messages(self, verify):
        old = str(int(timezone.now().timestamp()) - 400)
        secret, content = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", b"{}"
        signed = hmac(b64decode(secret[6:]), f"msg_1.{old}.".encode() + content, sha256).digest()
        headers = {
            "webhook-id": "msg_1",
            "webhook-timestamp": old,
            "webhook-signature": f"v1,{b64encode(signed).decode()}",
        }
        with pytest.raises(ValueError, match="old"):
            verify(secret, headers, content)

    def test_has_the_same_program_in_chinese(self, settings):
        english, chinese = (
            (settings.ROOT / "docs" / name).read_text().split("```python\n")[1].split("```")[0]
            for name in ("webhooks.md", "webhooks.zh-CN.md")
        )
        assert english == chinese


def test_a_person_made_company_staff_is_told_why_nothing_is_sent(people):
    webhook = a_webhook(people["district"])
    assert actions.silence_of(webhook) == ""
    User.objects.filter(username="district").update(role=Role.COMPANY)
    assert actions.silence_of(Subscription.objects.get()) != ""
