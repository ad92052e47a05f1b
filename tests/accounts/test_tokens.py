"""The verbs of tokens and clients: who may, what is kept, what is written down."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from accounts.authority import NotAllowed
from accounts.lifecycle import NotNow
from accounts.models import ApiClient, ApiToken, AuditEntry
from accounts.tokens import (
    CLIENT_TOKEN_LASTS,
    OVERLAP,
    digest_of,
    is_secret_of,
    issue_client_token,
    issue_token,
    make_client,
    revoke_client,
    revoke_token,
    rotate_client,
    rotate_token,
)

NOW = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
TERMS = {
    "name": "长安区平台",
    "read_only": True,
    "networks": ["10.20.0.0/16"],
    "calls_per_minute": 90,
}


@pytest.fixture
def token(people) -> ApiToken:
    return issue_token(people["district"], by=None, at=NOW, days=30, **TERMS)[0]


@pytest.fixture
def client(people) -> tuple[ApiClient, str]:
    return make_client(people["district"], by=None, at=NOW, **TERMS)


def lines(verb: str) -> list[AuditEntry]:
    return list(AuditEntry.objects.filter(verb=verb))


class TestIssue:
    def test_keeps_the_terms(self, token):
        assert token.terms() == TERMS
        assert token.expires_at == NOW + timedelta(days=30)

    @pytest.mark.parametrize(
        ("terms", "field"),
        [
            ({"networks": ["nowhere"]}, "networks"),
            ({"calls_per_minute": 0}, "calls_per_minute"),
            ({"calls_per_minute": 1_000_001}, "calls_per_minute"),
            ({"name": "x" * 61}, "name"),
            ({"name": ""}, "name"),
        ],
    )
    def test_refuses_terms_that_make_no_sense(self, people, terms, field):
        with pytest.raises(ValidationError) as fault:
            issue_token(people["district"], by=None, at=NOW, **{"name": "x", **terms})
        assert set(fault.value.message_dict) == {field}
        assert not ApiToken.objects.exists()

    def test_is_for_oneself_or_by_who_manages_people(self, people):
        issue_token(people["district"], name="x", by=people["district"], at=NOW)
        issue_token(people["district"], name="x", by=people["system"], at=NOW)
        for other in ("bureau", "auditor", "neighbour"):
            with pytest.raises(NotAllowed):
                issue_token(people["district"], name="x", by=people[other], at=NOW)

    def test_is_written_down_without_the_key_or_its_digest(self, people):
        token, key = issue_token(people["district"], by=people["system"], at=NOW, **TERMS)
        [line] = lines("issue_token")
        assert line.after["networks"] == ["10.20.0.0/16"]
        written = str(AuditEntry.objects.values())
        assert key not in written
        assert token.digest not in written


class TestRotate:
    def test_passes_on_person_terms_and_time(self, token, people):
        successor, key = rotate_token(token, by=people["district"], at=NOW + timedelta(days=20))
        assert successor.terms() == TERMS
        assert (successor.user, successor.predecessor) == (token.user, token)
        assert successor.expires_at == NOW + timedelta(days=50)
        assert successor.digest == digest_of(key) != token.digest

    def test_lets_the_old_one_go_on_for_a_while(self, token):
        rotate_token(token, by=None, at=NOW)
        token.refresh_from_db()
        assert token.expires_at == NOW + OVERLAP
        assert token.is_good(NOW + OVERLAP - timedelta(seconds=1))
        assert not token.is_good(NOW + OVERLAP)

    def test_never_lets_it_go_on_longer_than_it_was_good(self, token):
        was = token.expires_at
        rotate_token(token, by=None, at=NOW, overlap=timedelta(days=60))
        token.refresh_from_db()
        assert token.expires_at == was

    def test_ends_it_at_once_without_an_overlap(self, token):
        rotate_token(token, by=None, at=NOW, overlap=timedelta(0))
        token.refresh_from_db()
        assert not token.is_good(NOW)

    @pytest.mark.parametrize("days", [-1, 91])
    def test_knows_no_strange_overlap(self, token, days):
        with pytest.raises(ValidationError):
            rotate_token(token, by=None, at=NOW, overlap=timedelta(days=days))

    def test_happens_once_to_a_token(self, token):
        successor, _key = rotate_token(token, by=None, at=NOW)
        with pytest.raises(NotNow):
            rotate_token(token, by=None, at=NOW)
        rotate_token(successor, by=None, at=NOW)
        other, _key = issue_token(token.user, name="x", by=None, at=NOW)
        with pytest.raises(IntegrityError), transaction.atomic():
            ApiToken.objects.filter(pk=other.pk).update(predecessor=token)

    @pytest.mark.parametrize("state", ["revoked", "expired"])
    def test_revives_nothing(self, token, state):
        later = NOW
        if state == "revoked":
            revoke_token(token, by=None, at=NOW)
        else:
            later = NOW + timedelta(days=30)
        with pytest.raises(NotNow):
            rotate_token(token, by=None, at=later)

    def test_is_not_for_what_a_program_fetched(self, client):
        fetched = issue_client_token(client[0], key="fetched", read_only=True, at=NOW)
        with pytest.raises(NotNow):
            rotate_token(fetched, by=None, at=NOW)

    def test_is_for_its_person_and_who_manages_people(self, token, people):
        with pytest.raises(NotAllowed):
            rotate_token(token, by=people["neighbour"], at=NOW)
        rotate_token(token, by=people["system"], at=NOW)

    def test_is_written_down_on_both(self, token):
        successor, key = rotate_token(token, by=None, at=NOW)
        [line] = lines("rotate_token")
        assert line.thing_id == str(token.pk)
        assert line.after["successor"] == successor.pk
        assert str(successor.pk) in [issued.thing_id for issued in lines("issue_token")]
        assert key not in str(AuditEntry.objects.values())


class TestClient:
    def test_has_a_secret_that_is_kept_as_a_digest(self, client):
        made, secret = client
        assert secret not in str(ApiClient.objects.values().get())
        assert is_secret_of(made, secret, at=NOW)
        assert not is_secret_of(made, secret + "x", at=NOW)
        assert not is_secret_of(made, "", at=NOW)

    def test_has_two_secrets_for_a_while_after_a_rotation(self, client, people):
        made, old = client
        new = rotate_client(made, by=people["district"], at=NOW)
        made.refresh_from_db()
        assert is_secret_of(made, new, at=NOW)
        assert is_secret_of(made, old, at=NOW + OVERLAP - timedelta(seconds=1))
        assert not is_secret_of(made, old, at=NOW + OVERLAP)
        assert is_secret_of(made, new, at=NOW + timedelta(days=300))

    def test_never_has_three(self, client):
        made, first = client
        rotate_client(made, by=None, at=NOW)
        rotate_client(made, by=None, at=NOW)
        made.refresh_from_db()
        assert not is_secret_of(made, first, at=NOW)

    def test_passes_its_terms_on_to_its_tokens(self, client):
        token = issue_client_token(client[0], key="fetched", read_only=False, at=NOW)
        assert token.terms() == TERMS  # a client that only reads fetches no token that writes
        assert token.expires_at == NOW + CLIENT_TOKEN_LASTS
        assert token.client == client[0]

    def test_takes_its_tokens_along_when_it_is_revoked(self, client, people):
        made, _secret = client
        token = issue_client_token(made, key="fetched", read_only=True, at=NOW)
        revoke_client(made, by=people["system"], at=NOW, why="换系统")
        token.refresh_from_db()
        assert not token.is_good(NOW)
        for verb in (
            lambda: issue_client_token(made, key="again", read_only=True, at=NOW),
            lambda: rotate_client(made, by=None, at=NOW),
        ):
            with pytest.raises(NotNow):
                verb()
        assert lines("revoke_client")[0].why == "换系统"

    def test_leaves_no_heap_of_dead_tokens(self, client):
        made, _secret = client
        for hour in range(60):
            issue_client_token(made, key=f"fetched {hour}", read_only=True, at=NOW + timedelta(hours=hour))
        assert made.tokens.count() <= 26

    def test_is_written_down_without_its_secrets(self, client, people):
        made, secret = client
        new = rotate_client(made, by=None, at=NOW)
        made.refresh_from_db()
        written = str(AuditEntry.objects.values())
        for hidden in (secret, new, made.digest, made.old_digest):
            assert hidden not in written

    def test_is_its_persons_and_theirs_who_manage_people(self, client, people):
        made, _secret = client
        for verb in (rotate_client, revoke_client):
            with pytest.raises(NotAllowed):
                verb(made, by=people["neighbour"], at=NOW)


@pytest.mark.parametrize("model", [ApiToken, ApiClient])
def test_the_database_keeps_a_limit_above_nothing(token, client, model):
    with pytest.raises(IntegrityError), transaction.atomic():
        model.objects.update(calls_per_minute=0)
