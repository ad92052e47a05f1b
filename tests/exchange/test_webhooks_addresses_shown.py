"""The query of a webhook's address may hold a key to the receiver: only its person reads it, nobody in the log."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import AuditEntry
from exchange.models import Subscription
from exchange.webhooks import actions, addresses
from tests.factories.webhooks import a_webhook

LIST = "/api/v1/webhooks/"
DESK = "/admin/exchange/subscription/"
ADDRESS = "https://oapi.dingtalk.com/robot/send?access_token=k3y-of-the-robot"
SHOWN = "https://oapi.dingtalk.com/robot/send?…"


@pytest.fixture
def webhook(people) -> Subscription:
    return a_webhook(people["district"], ADDRESS)


@pytest.fixture(autouse=True)
def anywhere(monkeypatch):
    """Every name leads somewhere."""
    monkeypatch.setattr(addresses, "look_up", lambda host, port: ["93.184.216.34"])


class TestApi:
    def test_shows_its_person_all(self, webhook, client_of):
        client = client_of("district")
        assert client.get(f"{LIST}{webhook.pk}/").json()["address"] == ADDRESS
        assert client.get(LIST).json()["results"][0]["address"] == ADDRESS
        told = client.patch(f"{LIST}{webhook.pk}/", {"name": "台账"}).json()
        assert (told["address"], told["name"]) == (ADDRESS, "台账")

    @pytest.mark.parametrize("place", ["", "{pk}/", "export/", "?fields=address", "{pk}/pause/"])
    def test_shows_others_no_query(self, webhook, client_of, place):
        client, address = client_of("system"), LIST + place.format(pk=webhook.pk)
        answer = client.post(address) if "pause" in place else client.get(address)
        assert answer.status_code == 200
        text = (answer.getvalue() if answer.streaming else answer.content).decode()
        assert SHOWN in text
        assert "k3y" not in text

    def test_shows_an_address_without_query_as_it_is(self, people, client_of):
        a_webhook(people["district"], "https://example.org/hooks")
        assert client_of("system").get(LIST).json()["results"][0]["address"] == "https://example.org/hooks"

    @pytest.mark.parametrize(("text", "count"), [("dingtalk", 1), ("k3y", 0)])
    @pytest.mark.parametrize("who", ["system", "district"])
    def test_is_not_searched_behind_the_mark(self, webhook, client_of, who, text, count):
        assert client_of(who).get(LIST, {"search": text}).json()["count"] == count


class TestDesk:
    @pytest.mark.parametrize("place", ["", "{pk}/change/", "{pk}/test/"])
    def test_shows_others_no_query(self, webhook, people, client, place):
        client.force_login(people["system"])
        answer = client.get(DESK + place.format(pk=webhook.pk))
        assert answer.status_code == 200
        text = answer.content.decode()
        assert SHOWN in text
        assert "k3y" not in text

    def test_has_it_in_its_persons_form(self, webhook, people, client):
        client.force_login(people["district"])
        assert ADDRESS in client.get(f"{DESK}{webhook.pk}/change/").content.decode()

    @pytest.mark.parametrize(("text", "is_found"), [("dingtalk", True), ("k3y", False)])
    def test_is_not_searched_behind_the_mark(self, webhook, people, client, text, is_found):
        client.force_login(people["system"])
        assert (webhook.name in client.get(DESK, {"q": text}).content.decode()) is is_found


class TestLog:
    def test_has_no_query(self, people, client_of):
        client = client_of("district")
        made = client.post(LIST, {"name": "钉钉", "address": ADDRESS}).json()
        client.patch(f"{LIST}{made['id']}/", {"address": "https://example.org/h?key=an0ther"})
        assert client.delete(f"{LIST}{made['id']}/").status_code == 204
        lines = list(AuditEntry.objects.filter(thing="exchange.subscription").values("before", "after"))
        assert len(lines) == 3
        assert lines[-1]["before"]["address"] if lines[-1]["before"] else lines[0]["before"]["address"]
        assert "k3y" not in str(lines)
        assert "an0ther" not in str(lines)

    def test_says_that_the_query_was_changed(self, webhook, client_of):
        client_of("district").patch(f"{LIST}{webhook.pk}/", {"address": ADDRESS.replace("k3y", "n3w")})
        line = AuditEntry.objects.get(verb="amend_webhook")
        assert (line.before, line.after) == ({"address": SHOWN}, {"address": SHOWN})


class TestLookingUp:
    """To look up a name may take seconds, during which nobody else must wait."""

    @pytest.fixture
    def locks(self, monkeypatch) -> list[bool]:
        """Whether rows were locked when a name was looked up."""
        found: list[bool] = []
        monkeypatch.setattr(addresses, "look_up", lambda *asked: found.append(self.has_locked()) or ["93.184.216.34"])
        with CaptureQueriesContext(connection) as self.asked:
            yield found

    def has_locked(self) -> bool:
        return any("FOR NO KEY UPDATE" in each["sql"] for each in self.asked)

    def test_of_a_new_webhook_locks_nobody(self, people, locks):
        made = Subscription(name="钉钉", address=ADDRESS)
        actions.subscribe(made, by=people["district"], at=timezone.now())
        assert locks == [False]
        assert self.has_locked()

    def test_of_another_address_locks_nobody(self, webhook, people, locks):
        own = Subscription.objects.get(pk=webhook.pk)
        own.address = "https://example.org/hooks"
        actions.amend(own, by=people["district"], at=timezone.now())
        assert locks == [False]
        assert self.has_locked()

    def test_is_not_done_for_an_address_that_stays(self, webhook, people, locks):
        own = Subscription.objects.get(pk=webhook.pk)
        own.name = "台账"
        actions.amend(own, by=people["district"], at=timezone.now())
        assert locks == []
