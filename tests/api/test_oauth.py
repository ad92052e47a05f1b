"""OAuth 2 client credentials: the happy path, and every way to be refused."""

import base64
from datetime import UTC, datetime, timedelta
from urllib.parse import quote

import pytest
from django.core.cache import cache
from django.test import Client
from rest_framework.test import APIClient

from accounts import brake
from accounts.models import ApiToken, AuditEntry
from accounts.tokens import digest_of, make_client, revoke_client, rotate_client

TOKEN = "/api/v1/oauth/token/"
FORM = "application/x-www-form-urlencoded"
GRANT = "grant_type=client_credentials"


@pytest.fixture(autouse=True)
def no_failures_yet():
    yield
    cache.clear()


@pytest.fixture
def client_of_district(people):
    return make_client(people["district"], name="长安区平台", by=None, at=datetime.now(UTC))


def basic(client_id: str, secret: str) -> dict[str, str]:
    return {"authorization": "Basic " + base64.b64encode(f"{client_id}:{secret}".encode()).decode()}


def ask(body: str = GRANT, *, headers=None, content_type: str = FORM, **environment):
    return Client().post(TOKEN, body, content_type=content_type, headers=headers or {}, **environment)


def regions(access_token: str):
    return APIClient().get("/api/v1/regions/", headers={"authorization": f"Bearer {access_token}"})


class TestAToken:
    def test_is_fetched_with_the_credentials_in_the_header(self, client_of_district):
        client, secret = client_of_district
        answer = ask(headers=basic(client.client_id, secret))
        assert answer.status_code == 200
        told = answer.json()
        assert {name: told[name] for name in ("token_type", "expires_in", "scope")} == {
            "token_type": "Bearer",
            "expires_in": 3600,
            "scope": "read write",
        }
        assert (answer["Cache-Control"], answer["Pragma"]) == ("no-store", "no-cache")
        assert regions(told["access_token"]).json()["count"] == 3

    def test_is_fetched_with_the_credentials_in_the_body(self, client_of_district):
        client, secret = client_of_district
        answer = ask(f"{GRANT}&client_id={client.client_id}&client_secret={secret}")
        assert regions(answer.json()["access_token"]).status_code == 200

    def test_is_kept_as_a_peppered_digest_for_an_hour(self, client_of_district):
        client, secret = client_of_district
        key = ask(headers=basic(client.client_id, secret)).json()["access_token"]
        token = ApiToken.objects.get()
        assert token.digest == digest_of(key)
        assert token.client == client
        assert token.expires_at - token.issued_at == timedelta(hours=1)
        assert key not in str(ApiToken.objects.values()) + str(AuditEntry.objects.values())

    def test_ends_with_its_client(self, client_of_district):
        client, secret = client_of_district
        key = ask(headers=basic(client.client_id, secret)).json()["access_token"]
        revoke_client(client, by=None, at=datetime.now(UTC))
        assert regions(key).status_code == 401

    def test_says_where_the_next_one_comes_from_when_it_has_expired(self, client_of_district):
        client, secret = client_of_district
        key = ask(headers=basic(client.client_id, secret)).json()["access_token"]
        ApiToken.objects.update(expires_at=datetime.now(UTC))
        answer = APIClient().get(
            "/api/v1/regions/", headers={"authorization": f"Bearer {key}", "accept-language": "en"}
        )
        assert "client's id and secret" in answer.json()["detail"]

    def test_reads_only_when_only_that_was_asked_for(self, client_of_district):
        client, secret = client_of_district
        told = ask(f"{GRANT}&scope=read", headers=basic(client.client_id, secret)).json()
        assert told["scope"] == "read"
        assert ApiToken.objects.get().read_only

    def test_of_a_client_that_reads_only_reads_only(self, people):
        client, secret = make_client(people["district"], name="x", read_only=True, by=None, at=datetime.now(UTC))
        assert ask(headers=basic(client.client_id, secret)).json()["scope"] == "read"
        assert ApiToken.objects.get().read_only

    def test_is_fetched_with_both_secrets_during_a_rotation(self, client_of_district):
        client, old = client_of_district
        new = rotate_client(client, by=None, at=datetime.now(UTC))
        for secret in (old, new):
            assert ask(headers=basic(client.client_id, secret)).status_code == 200

    def test_takes_odd_letters_form_encoded_in_the_header(self, client_of_district):
        client, secret = client_of_district
        assert ask(headers=basic(quote(client.client_id, safe=""), quote(secret, safe=""))).status_code == 200

    def test_notes_that_the_client_was_used(self, client_of_district):
        client, secret = client_of_district
        ask(headers=basic(client.client_id, secret))
        client.refresh_from_db()
        assert client.last_used_at is not None


class TestARefusal:
    def refused(self, answer, status: int, error: str) -> None:
        assert (answer.status_code, answer.json()["error"]) == (status, error)
        assert answer["Content-Type"] == "application/json"
        assert answer["Cache-Control"] == "no-store"
        assert not ApiToken.objects.exists()

    @pytest.mark.parametrize(
        "headers",
        [
            {},
            basic("nobody", "guess"),
            basic("", ""),
            {"authorization": "Basic %%%"},
            {"authorization": "Basic " + base64.b64encode(b"\xff\xfe").decode()},
            {"authorization": "Bearer x"},
            {"authorization": "Token x"},
        ],
    )
    def test_of_an_unknown_client(self, client_of_district, headers):
        answer = ask(headers=headers)
        self.refused(answer, 401, "invalid_client")
        assert answer["WWW-Authenticate"] == 'Basic realm="api"'

    def test_of_a_wrong_secret(self, client_of_district):
        self.refused(ask(headers=basic(client_of_district[0].client_id, "guess")), 401, "invalid_client")

    def test_of_a_revoked_client(self, client_of_district):
        client, secret = client_of_district
        revoke_client(client, by=None, at=datetime.now(UTC))
        self.refused(ask(headers=basic(client.client_id, secret)), 401, "invalid_client")

    def test_of_a_person_who_may_no_longer_log_in(self, client_of_district):
        client, secret = client_of_district
        client.user.is_active = False
        client.user.save()
        self.refused(ask(headers=basic(client.client_id, secret)), 401, "invalid_client")

    def test_of_a_call_from_elsewhere(self, people):
        client, secret = make_client(
            people["district"], name="x", networks=["10.20.0.0/16"], by=None, at=datetime.now(UTC)
        )
        self.refused(ask(headers=basic(client.client_id, secret), REMOTE_ADDR="198.51.100.1"), 401, "invalid_client")
        assert ask(headers=basic(client.client_id, secret), REMOTE_ADDR="10.20.1.1").status_code == 200

    @pytest.mark.parametrize(
        ("body", "error"),
        [
            ("", "invalid_request"),
            ("scope=read", "invalid_request"),
            ("grant_type=password", "unsupported_grant_type"),
            ("grant_type=authorization_code&code=x", "unsupported_grant_type"),
            (f"{GRANT}&{GRANT}", "invalid_request"),
            (f"{GRANT}&scope=admin", "invalid_scope"),
            (f"{GRANT}&scope=read+admin", "invalid_scope"),
            (f"{GRANT}&scope=read&scope=write", "invalid_request"),
            (f"{GRANT}&client_id=another", "invalid_request"),
            (f"{GRANT}&client_secret=twice", "invalid_request"),
            ("%ff%fe=\x00", "invalid_request"),
            ("{}", "invalid_request"),
        ],
    )
    def test_of_a_request_that_is_none(self, client_of_district, body, error):
        client, secret = client_of_district
        self.refused(ask(body, headers=basic(client.client_id, secret)), 400, error)

    def test_of_writing_for_a_client_that_reads_only(self, people):
        client, secret = make_client(people["district"], name="x", read_only=True, by=None, at=datetime.now(UTC))
        self.refused(ask(f"{GRANT}&scope=write", headers=basic(client.client_id, secret)), 400, "invalid_scope")

    def test_of_credentials_given_twice_in_the_body(self, client_of_district):
        client, secret = client_of_district
        body = f"{GRANT}&client_id={client.client_id}&client_secret=guess&client_secret={secret}"
        self.refused(ask(body), 400, "invalid_request")

    def test_of_a_body_in_json(self, client_of_district):
        client, secret = client_of_district
        answer = ask("{}", content_type="application/json", headers=basic(client.client_id, secret))
        self.refused(answer, 400, "invalid_request")

    def test_of_a_body_that_is_no_text(self, client_of_district):
        self.refused(ask(b"\xff\xfe"), 400, "invalid_request")

    def test_of_a_body_that_is_too_large(self, client_of_district, settings):
        settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1000
        self.refused(ask(GRANT + "&x=" + "x" * 2000), 413, "invalid_request")

    @pytest.mark.parametrize("client_id", ["%00", "a%00b", "%F0%9F%92%A9"])
    def test_of_an_id_that_no_client_can_have(self, people, client_id):
        for answer in (ask(f"{GRANT}&client_id={client_id}&client_secret=x"), ask(headers=basic(client_id, "x"))):
            assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client")

    def test_of_secrets_in_the_address(self, client_of_district):
        client, secret = client_of_district
        answer = Client().post(f"{TOKEN}?client_id={client.client_id}&client_secret={secret}", GRANT, content_type=FORM)
        self.refused(answer, 400, "invalid_request")

    @pytest.mark.parametrize("method", ["get", "put", "patch", "delete"])
    def test_of_another_method(self, db, method):
        self.refused(getattr(Client(), method)(TOKEN), 405, "invalid_request")

    def test_answers_json_whatever_is_asked_for(self, client_of_district):
        self.refused(ask(headers={"accept": "text/html"}), 401, "invalid_client")

    def test_of_a_connection_without_tls_in_production(self, client_of_district, settings):
        client, secret = client_of_district
        settings.PRODUCTION = True
        self.refused(ask(headers=basic(client.client_id, secret)), 400, "insecure_transport")
        assert Client().post(
            TOKEN, GRANT, content_type=FORM, headers=basic(client.client_id, secret), secure=True
        ).status_code == 200  # fmt: skip

    def test_of_calls_beyond_the_limit(self, client_of_district, settings):
        settings.API_CALLS_PER_MINUTE_WITHOUT_LOGIN = 2
        answers = [ask(REMOTE_ADDR="198.51.100.77") for _call in range(6)]  # six: the minute may turn
        assert 429 in [answer.status_code for answer in answers]
        self.refused(answers[-1], 429, "temporarily_unavailable")
        assert 1 <= int(answers[-1]["Retry-After"]) <= 60


class TestGuessing:
    def test_is_slowed_down_per_client_and_address(self, client_of_district):
        client, secret = client_of_district
        for _failure in range(brake.MOST_FAILURES):
            assert ask(headers=basic(client.client_id, "guess")).status_code == 401
        answer = ask(headers=basic(client.client_id, secret))
        assert (answer.status_code, answer.json()["error"]) == (429, "temporarily_unavailable")
        assert int(answer["Retry-After"]) == brake.MINUTES * 60
        assert ask(headers=basic(client.client_id, secret), REMOTE_ADDR="198.51.100.9").status_code == 200

    def test_is_written_down_once(self, client_of_district):
        client, _secret = client_of_district
        for _failure in range(brake.MOST_FAILURES + 3):
            ask(headers=basic(client.client_id, "guess"))
        assert AuditEntry.objects.filter(verb="close_login", thing_id=str(client.pk)).count() == 1

    def test_is_forgotten_after_the_right_secret(self, client_of_district):
        client, secret = client_of_district
        for _time in range(3):
            for _failure in range(brake.MOST_FAILURES - 1):
                ask(headers=basic(client.client_id, "guess"))
            assert ask(headers=basic(client.client_id, secret)).status_code == 200


class TestMetadata:
    def test_leads_to_the_address_that_issues_tokens(self, client_of_district):
        client, secret = client_of_district
        told = Client().get("/.well-known/oauth-authorization-server").json()
        assert told["issuer"] == "http://testserver"
        assert told["grant_types_supported"] == ["client_credentials"]
        place = told["token_endpoint"].removeprefix("http://testserver")
        answer = Client().post(place, GRANT, content_type=FORM, headers=basic(client.client_id, secret))
        assert answer.json()["scope"].split() == told["scopes_supported"]


def test_no_secret_stands_in_a_log_or_an_answer(client_of_district, caplog):
    client, secret = client_of_district
    with caplog.at_level("INFO"):
        good = ask(headers=basic(client.client_id, secret))
        bad = ask(f"{GRANT}&scope=x&client_id={client.client_id}&client_secret={secret}")
    assert bad.status_code == 400
    assert secret not in bad.content.decode() + good.content.decode() + caplog.text
    assert good.json()["access_token"] not in caplog.text
