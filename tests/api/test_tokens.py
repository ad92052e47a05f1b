from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from rest_framework.test import APIClient

from accounts.models import ApiToken
from accounts.tokens import digest_of, issue_token, revoke_token

REGIONS = "/api/v1/regions/"


def call(key: str, method: str = "get", scheme: str = "Token"):
    return getattr(APIClient(), method)(REGIONS, headers={"authorization": f"{scheme} {key}"})


@pytest.fixture
def token_of(people):
    def issue(name="bureau", **options):
        return issue_token(people[name], name="test", by=None, at=datetime.now(UTC), **options)

    return issue


class TestToken:
    def test_opens_the_api(self, token_of):
        _token, key = token_of()
        assert call(key).status_code == 200

    def test_is_kept_only_as_a_peppered_digest(self, token_of, settings):
        token, key = token_of()
        assert key not in str(ApiToken.objects.values().get())
        assert token.digest == digest_of(key)
        settings.TOKEN_PEPPER = "another"
        assert call(key).status_code == 401

    def test_takes_one_query_for_token_person_and_region(self, token_of):
        token, key = token_of("district")
        ApiToken.objects.filter(pk=token.pk).update(last_used_at=datetime.now(UTC))
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert call(key).json()["count"] == 3
        assert len([q for q in queries if "accounts_apitoken" in q["sql"]]) == 1
        assert len(queries) == 3  # token, count, page

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
