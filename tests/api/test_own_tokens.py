"""`/api/v1/tokens/`: one's own tokens, without their keys."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from accounts.models import ApiToken, AuditEntry
from accounts.tokens import issue_client_token, issue_token, make_client, revoke_token

TOKENS = "/api/v1/tokens/"


@pytest.fixture
def held(people):
    """`held("district", ...)` is a token of a person, and a client that calls with it."""

    def issue(holder: str, /, **terms) -> tuple[ApiToken, APIClient]:
        token, key = issue_token(people[holder], by=None, at=datetime.now(UTC), **{"name": holder, **terms})
        made = APIClient()
        made.credentials(HTTP_AUTHORIZATION=f"Bearer {key}")
        return token, made

    return issue


def browser(people, name: str) -> APIClient:
    made = APIClient()
    made.force_login(people[name])
    return made


class TestTheList:
    @pytest.mark.parametrize("name", ["bureau", "district", "street", "inspector", "company"])
    def test_has_ones_own(self, held, name):
        held("neighbour")
        token, client = held(name)
        told = client.get(TOKENS).json()
        assert [row["id"] for row in told["results"]] == [token.pk]
        assert told["count"] == 1

    @pytest.mark.parametrize("name", ["system", "auditor"])
    def test_has_all_for_who_sees_people(self, held, name):
        held("neighbour")
        assert held(name)[1].get(TOKENS).json()["count"] == 2

    def test_has_neither_keys_nor_digests(self, held):
        token, client = held("district")
        text = client.get(TOKENS).content.decode() + client.get(f"{TOKENS}{token.pk}/").content.decode()
        assert token.digest not in text
        [row] = client.get(TOKENS).json()["results"]
        assert not {"key", "digest"} & set(row)

    def test_tells_the_terms(self, held, people, settings):
        settings.API_CALLS_PER_MINUTE = 777
        token, client = held("district", networks=["127.0.0.0/8"], read_only=True)
        row = client.get(f"{TOKENS}{token.pk}/").json()
        assert row["networks"] == ["127.0.0.0/8"]
        assert (row["read_only"], row["calls_per_minute"], row["state"]) == (True, 777, "good")
        assert (row["person"], row["role"], row["region"]) == ("district", "district", "130102000000")

    def test_is_filtered_by_state(self, held):
        token, client = held("district")
        other, _client = held("district", name="old")
        revoke_token(other, by=None, at=datetime.now(UTC))
        third, _client = held("district", name="older")
        ApiToken.objects.filter(pk=third.pk).update(expires_at=datetime.now(UTC) - timedelta(days=1))
        for state, found in [("good", token), ("revoked", other), ("expired", third)]:
            rows = client.get(f"{TOKENS}?state={state}").json()["results"]
            assert [(row["id"], row["state"]) for row in rows] == [(found.pk, state)]
        assert client.get(f"{TOKENS}?state=lost").status_code == 400

    def test_costs_the_same_for_many(self, held, people):
        _token, client = held("district")
        client.get(TOKENS)
        with CaptureQueriesContext(connection) as few:
            client.get(TOKENS)
        for number in range(20):
            issue_token(people["district"], name=str(number), by=None, at=datetime.now(UTC))
        with CaptureQueriesContext(connection) as many:
            assert client.get(TOKENS).json()["count"] == 21
        assert len(few) == len(many)

    def test_of_another_person_is_not_there(self, held):
        other, _client = held("neighbour")
        _token, client = held("district")
        assert client.get(f"{TOKENS}{other.pk}/").status_code == 404
        for query in ("person=neighbour", f"id={other.pk}", "search=neighbour"):
            assert client.get(f"{TOKENS}?{query}").json()["count"] == 0
        for verb in ("rotate", "revoke"):
            assert client.post(f"{TOKENS}{other.pk}/{verb}/").status_code == 404
        other.refresh_from_db()
        assert other.revoked_at is None

    def test_as_a_file_has_the_same_rows_and_no_digests(self, held):
        held("neighbour")
        token, client = held("district", name="长安区平台")
        answer = client.get(f"{TOKENS}export/?as=csv")
        assert answer.status_code == 200
        text = b"".join(answer.streaming_content).decode()
        assert "长安区平台" in text
        assert "neighbour" not in text
        assert token.digest not in text


class TestCurrent:
    def test_says_who_is_calling_and_with_what(self, held):
        token, client = held("district", read_only=True, networks=["127.0.0.1"], calls_per_minute=50)
        told = client.get(f"{TOKENS}current/").json()
        assert (told["person"], told["role"], told["region"]) == ("district", "district", "130102000000")
        assert told["region_name"] == "长安区"
        assert (told["token"], told["read_only"], told["calls_per_minute"]) == (token.pk, True, 50)
        assert told["networks"] == ["127.0.0.1/32"]
        assert datetime.fromisoformat(told["expires_at"]) == token.expires_at
        assert "registers.edit" in told["may"]
        assert "rulebooks.edit" not in told["may"]

    def test_asks_nothing_but_who_it_is(self, held):
        _token, client = held("district")
        client.get(f"{TOKENS}current/")
        with CaptureQueriesContext(connection) as queries:
            client.get(f"{TOKENS}current/")
        assert len(queries) == 1

    def test_knows_a_session(self, people):
        told = browser(people, "system").get(f"{TOKENS}current/").json()
        assert (told["person"], told["token"], told["expires_at"], told["region"]) == ("system", None, None, None)

    def test_names_the_client_that_fetched_the_token(self, people):
        made, _secret = make_client(people["district"], name="x", by=None, at=datetime.now(UTC))
        issue_client_token(made, key="fetched", read_only=False, at=datetime.now(UTC))
        client = APIClient()
        client.credentials(HTTP_AUTHORIZATION="Bearer fetched")
        assert client.get(f"{TOKENS}current/").json()["client"] == made.client_id

    def test_is_for_who_is_logged_in(self, db):
        assert APIClient().get(f"{TOKENS}current/").status_code == 401


class TestRotate:
    def test_shows_the_new_key_once(self, held):
        token, client = held("district")
        answer = client.post(f"{TOKENS}{token.pk}/rotate/", {"overlap_days": 3})
        assert answer.status_code == 201
        assert answer["Cache-Control"] == "no-store"
        told = answer.json()
        assert told["token"]["predecessor"] == token.pk
        old_ends = datetime.fromisoformat(told["old_key_good_until"])
        assert timedelta(days=2, hours=23) < old_ends - datetime.now(UTC) <= timedelta(days=3)
        new = APIClient()
        new.credentials(HTTP_AUTHORIZATION=f"Token {told['key']}")
        for caller in (client, new):
            assert caller.get(f"{TOKENS}current/").status_code == 200
        assert told["key"] not in new.get(TOKENS).content.decode() + str(AuditEntry.objects.values())
        assert client.get(f"{TOKENS}{token.pk}/").json()["successor"] == told["token"]["id"]

    def test_takes_a_week_unless_told_otherwise(self, held):
        token, client = held("district")
        told = client.post(f"{TOKENS}{token.pk}/rotate/").json()
        left = datetime.fromisoformat(told["old_key_good_until"]) - datetime.now(UTC)
        assert timedelta(days=6, hours=23) < left <= timedelta(days=7)

    @pytest.mark.parametrize("body", [{"overlap_days": -1}, {"overlap_days": 91}, {"overlap_days": "x"}, {"days": 1}])
    def test_refuses_what_makes_no_sense(self, held, body):
        token, client = held("district")
        answer = client.post(f"{TOKENS}{token.pk}/rotate/", body)
        assert answer.status_code == 400
        assert answer.json()["errors"][0]["pointer"] == f"#/{next(iter(body))}"

    def test_is_possible_once(self, held):
        token, client = held("district")
        client.post(f"{TOKENS}{token.pk}/rotate/")
        assert client.post(f"{TOKENS}{token.pk}/rotate/").status_code == 409

    def test_gives_a_token_no_key_but_its_own(self, held, people):
        token, client = held("district")
        other, _client = held("district", name="from elsewhere")
        assert client.post(f"{TOKENS}{other.pk}/rotate/").status_code == 403
        assert browser(people, "district").post(f"{TOKENS}{other.pk}/rotate/").status_code == 201
        assert held("system")[1].post(f"{TOKENS}{token.pk}/rotate/").status_code == 201

    def test_is_no_business_of_an_auditor(self, held):
        token, _client = held("district")
        _own, auditor = held("auditor")
        for verb in ("rotate", "revoke"):
            assert auditor.post(f"{TOKENS}{token.pk}/{verb}/").status_code == 403

    def test_needs_a_token_that_may_write(self, held):
        token, client = held("district", read_only=True)
        assert client.post(f"{TOKENS}{token.pk}/rotate/").status_code == 403

    def test_is_done_once_for_an_idempotency_key_whose_answer_is_not_kept(self, held):
        token, client = held("district")
        again = {"headers": {"idempotency-key": "rotate-1"}}
        first = client.post(f"{TOKENS}{token.pk}/rotate/", **again)
        second = client.post(f"{TOKENS}{token.pk}/rotate/", **again)
        assert (first.status_code, second.status_code) == (201, 409)
        assert second.json()["type"] == "urn:anju:problem:already-done"
        assert ApiToken.objects.count() == 2


class TestRevoke:
    def test_ends_a_token_at_once(self, held):
        _token, client = held("district")
        other, others = held("district", name="lost")
        told = client.post(f"{TOKENS}{other.pk}/revoke/", {"why": "遗失"}).json()
        assert (told["id"], told["state"]) == (other.pk, "revoked")
        assert others.get(TOKENS).status_code == 401
        assert AuditEntry.objects.get(verb="revoke_token").why == "遗失"

    def test_may_end_the_one_that_is_calling(self, held):
        token, client = held("district")
        assert client.post(f"{TOKENS}{token.pk}/revoke/").status_code == 200
        assert client.get(TOKENS).status_code == 401
