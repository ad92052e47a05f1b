"""The key in the header: who it is, what it opens, when and from where it is refused."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from accounts.models import ApiToken
from accounts.tokens import digest_of, issue_token, revoke_token

REGIONS = "/api/v1/regions/"


def call(key: str, method: str = "get", scheme: str = "Token", **environment):
    return getattr(APIClient(), method)(REGIONS, headers={"authorization": f"{scheme} {key}"}, **environment)


@pytest.fixture
def token_of(people):
    def issue(name="bureau", **options):
        return issue_token(people[name], name="test", by=None, at=datetime.now(UTC), **options)

    return issue


class TestToken:
    @pytest.mark.parametrize("scheme", ["Token", "Bearer", "bearer"])
    def test_opens_the_api(self, token_of, scheme):
        _token, key = token_of()
        assert call(key, scheme=scheme).status_code == 200

    def test_is_kept_only_as_a_peppered_digest(self, token_of, settings):
        token, key = token_of()
        assert key not in str(ApiToken.objects.values().get())
        assert token.digest == digest_of(key)
        settings.TOKEN_PEPPER = "another"
        assert call(key).status_code == 401

    @pytest.mark.parametrize(("name", "seen"), [("district", 3), ("bureau", 7)])
    def test_takes_one_query_for_token_person_and_region(self, token_of, name, seen):
        token, key = token_of(name)
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=datetime.now(UTC))
        with CaptureQueriesContext(connection) as queries:
            assert call(key).json()["count"] == seen
        assert len([q for q in queries if "accounts_apitoken" in q["sql"]]) == 1
        assert len(queries) == 3  # token, count, page

    def test_of_a_person_without_a_region_opens_the_api(self, token_of):
        _token, key = token_of("system")
        assert call(key).json()["count"] == 7

    @pytest.mark.parametrize("header", ["Token", "Token a b", "Token wrong", "Token ключ", "Bearer x", "Basic eDp4"])
    def test_that_is_not_known_is_refused_with_a_challenge(self, people, header):
        answer = APIClient().get(REGIONS, HTTP_AUTHORIZATION=header)
        assert answer.status_code == 401
        assert answer["WWW-Authenticate"] == 'Token realm="api", Bearer realm="api"'
        assert answer["Content-Type"] == "application/problem+json"

    def test_expires(self, token_of):
        token, key = token_of()
        ApiToken.objects.filter(pk=token.pk).update(expires_at=datetime.now(UTC) - timedelta(seconds=1))
        answer = call(key)
        assert answer.status_code == 401
        assert "过期" in answer.json()["detail"]

    def test_is_dead_once_revoked(self, token_of):
        token, key = token_of()
        revoke_token(token, by=None, at=datetime.now(UTC))
        answer = call(key)
        assert answer.status_code == 401
        assert "WWW-Authenticate" in answer

    def test_is_dead_when_its_person_may_no_longer_log_in(self, token_of, people):
        _token, key = token_of()
        people["bureau"].is_active = False
        people["bureau"].save()
        assert call(key).status_code == 401

    def test_notes_its_use_at_most_once_a_minute(self, token_of):
        token, key = token_of()
        call(key)
        token.refresh_from_db()
        first = token.last_used_at
        assert first is not None
        call(key)
        token.refresh_from_db()
        assert token.last_used_at == first
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=first - timedelta(seconds=61))
        call(key)
        token.refresh_from_db()
        assert token.last_used_at > first - timedelta(seconds=1)

    def test_stands_in_no_answer_and_in_no_log(self, token_of, caplog):
        _token, key = token_of()
        with caplog.at_level("DEBUG"):
            answers = [call(key), call(key + "x"), call(key, "post")]
        for answer in answers:
            assert key not in answer.content.decode() + str(answer.headers)
        assert key not in caplog.text


class TestNetworks:
    @pytest.mark.parametrize(
        ("networks", "address", "status"),
        [
            (["10.20.0.0/16"], "10.20.3.4", 200),
            (["10.20.0.0/16"], "10.21.3.4", 401),
            (["10.20.0.0/16", "203.0.113.7"], "203.0.113.7", 200),
            (["2001:db8::/32"], "2001:db8::1", 200),
            (["2001:db8::/32"], "2001:db9::1", 401),
            (["2001:db8::/32"], "10.20.3.4", 401),
            (["10.20.0.0/16"], "::ffff:10.20.3.4", 200),
            (["10.20.0.0/16"], "", 401),
            (["10.20.0.0/16"], "unknown", 401),
            (["0.0.0.0/0", "::/0"], "198.51.100.1", 200),
        ],
    )
    def test_decide_from_where_a_token_is_taken(self, token_of, networks, address, status):
        _token, key = token_of(networks=networks)
        assert call(key, REMOTE_ADDR=address).status_code == status

    def test_are_named_in_the_refusal_of_a_call_from_elsewhere(self, token_of):
        _token, key = token_of(networks=["10.20.0.0/16"])
        answer = call(key, REMOTE_ADDR="198.51.100.1")
        assert "198.51.100.1" in answer.json()["detail"]
        assert answer["WWW-Authenticate"]

    @pytest.mark.parametrize(
        ("proxies", "forwarded", "status"),
        [
            (1, "10.20.3.4", 200),
            (1, "10.20.3.4, 198.51.100.1", 401),  # what the caller wrote itself stands further left
            (2, "198.51.100.9, 10.20.3.4, 172.16.0.1", 200),
            (0, "10.20.3.4", 401),  # without proxies of our own the header is not believed
        ],
    )
    def test_see_through_our_own_proxies_only(self, token_of, settings, proxies, forwarded, status):
        settings.PROXIES = proxies
        _token, key = token_of(networks=["10.20.0.0/16"])
        answer = call(key, REMOTE_ADDR="172.16.0.2", HTTP_X_FORWARDED_FOR=forwarded)
        assert answer.status_code == status
