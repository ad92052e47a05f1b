"""How often a caller may call, told in every answer, counted in a real Valkey."""

import socket
import time
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
import redis
from rest_framework.test import APIClient

from accounts.api import limits
from accounts.models import ApiToken
from accounts.tokens import issue_client_token, issue_token, make_client, rotate_token

REGIONS = "/api/v1/regions/"
MINUTE = 29_900_000 * 60
"""A minute in 2026, at its beginning."""


@pytest.fixture
def broker(settings):
    with redis.Redis.from_url(settings.REDIS_URL) as made:
        yield made


@pytest.fixture
def clock(monkeypatch, broker):
    """A clock for the limits alone, which stands still; nothing has been counted in its minutes."""
    if known := [
        *broker.scan_iter(f"anju-calls:*:{MINUTE // 60}"),
        *broker.scan_iter(f"anju-calls:*:{MINUTE // 60 + 1}"),
    ]:
        broker.delete(*known)
    made = SimpleNamespace(now=MINUTE, time=lambda: made.now, monotonic=time.monotonic)
    monkeypatch.setattr(limits, "time", made)
    return made


@pytest.fixture
def key_of(people):
    def issue(name="bureau", **terms) -> str:
        return issue_token(people[name], name="test", by=None, at=datetime.now(UTC), **terms)[1]

    return issue


def call(key: str = "", address: str = REGIONS, method: str = "get", **environment):
    headers = {"authorization": f"Token {key}"} if key else {}
    return getattr(APIClient(), method)(address, headers=headers, **environment)


class TestAToken:
    def test_makes_as_many_calls_as_it_may_and_no_more(self, clock, key_of):
        key = key_of(calls_per_minute=3)
        clock.now = MINUTE + 20
        assert [call(key).status_code for _time in range(5)] == [200, 200, 200, 429, 429]

    def test_may_call_again_when_the_minute_has_turned(self, clock, key_of):
        key = key_of(calls_per_minute=1)
        assert [call(key).status_code, call(key).status_code] == [200, 429]
        clock.now = MINUTE + 60
        assert call(key).status_code == 200

    def test_is_told_when_in_a_problem_document(self, clock, key_of):
        key = key_of(calls_per_minute=1)
        clock.now = MINUTE + 20
        call(key)
        answer = call(key)
        assert answer["Content-Type"] == "application/problem+json"
        assert answer["Retry-After"] == "40"
        told = answer.json()
        assert (told["type"], told["status"]) == ("urn:anju:problem:throttled", 429)
        assert "1" in told["detail"]
        assert "40" in told["detail"]

    def test_is_told_what_is_left(self, clock, key_of):
        key = key_of(calls_per_minute=2)
        clock.now = MINUTE + 45
        told = [(answer["RateLimit-Policy"], answer["RateLimit"]) for answer in (call(key) for _time in range(3))]
        assert told == [('"minute";q=2;w=60', f'"minute";r={left};t=15') for left in (1, 0, 0)]

    def test_has_the_portals_limit_unless_it_has_its_own(self, clock, key_of, settings):
        settings.API_CALLS_PER_MINUTE = 2
        usual, own = key_of(), key_of(calls_per_minute=3)
        assert [call(usual).status_code for _time in range(3)] == [200, 200, 429]
        assert [call(own).status_code for _time in range(4)] == [200, 200, 200, 429]

    def test_that_takes_over_counts_by_itself(self, clock, people):
        token, old = issue_token(people["bureau"], name="x", calls_per_minute=1, by=None, at=datetime.now(UTC))
        _successor, new = rotate_token(token, by=None, at=datetime.now(UTC))
        assert [call(old).status_code, call(new).status_code, call(new).status_code] == [200, 200, 429]

    def test_of_a_client_counts_with_the_others_of_the_client(self, clock, people):
        client, _secret = make_client(people["bureau"], name="x", calls_per_minute=2, by=None, at=datetime.now(UTC))
        for key in ("first", "second"):
            issue_client_token(client, key=key, read_only=False, at=datetime.now(UTC))
        assert [call(key).status_code for key in ("first", "second", "first")] == [200, 200, 429]


class TestACallThatIsRefused:
    def test_counts_too(self, clock, key_of):
        key = key_of("company", calls_per_minute=2)
        figures = "/api/v1/figures/overview/"
        answers = [call(key, figures) for _time in range(3)]
        assert [answer.status_code for answer in answers] == [403, 403, 429]
        assert answers[-1]["Retry-After"]
        assert answers[-1]["Content-Type"] == "application/problem+json"

    def test_for_its_token_counts_by_address(self, clock, db, settings):
        settings.API_CALLS_PER_MINUTE_WITHOUT_LOGIN = 2
        answers = [call("wrong", REMOTE_ADDR="198.51.100.1") for _time in range(3)]
        assert [answer.status_code for answer in answers] == [401, 401, 429]
        assert call("wrong", REMOTE_ADDR="198.51.100.2").status_code == 401

    def test_has_the_headers_whatever_was_wrong(self, clock, key_of):
        key = key_of("bureau")
        for address, method, status in [
            (REGIONS, "post", 405),
            ("/api/v1/nothing/", "get", 404),
            (f"{REGIONS}?nothing=1", "get", 400),
            ("/api/v1/regions", "get", 308),
        ]:
            answer = call(key, address, method)
            assert answer.status_code == status
            assert answer["RateLimit"].startswith('"minute";r=')
            assert answer["RateLimit-Policy"]


class TestEverybodyElse:
    def test_counts_by_address(self, clock, db, settings):
        settings.API_CALLS_PER_MINUTE_WITHOUT_LOGIN = 1
        found = [
            call(address="/api/v1/", REMOTE_ADDR=address).status_code
            for address in ("198.51.100.1", "198.51.100.1", "198.51.100.2")
        ]
        assert found == [200, 429, 200]

    def test_with_a_session_counts_by_person(self, clock, people, settings):
        settings.API_CALLS_PER_MINUTE = 1
        for name in ("bureau", "system"):
            browser = APIClient()
            browser.force_login(people[name])
            assert [browser.get(REGIONS).status_code, browser.get(REGIONS).status_code] == [200, 429]

    def test_is_not_counted_outside_of_the_api(self, clock, db):
        assert "RateLimit" not in APIClient().get("/health/live")


@pytest.fixture
def asked(settings, monkeypatch, key_of, clock):
    """The commands that the counter sends, once the broker knows its script."""
    call(key_of("system"))
    client, sent = limits.counter(settings.REDIS_URL).count.registered_client, []
    send = client.execute_command
    monkeypatch.setattr(client, "execute_command", lambda *words, **options: sent.append(words[0]) or send(*words))
    return sent


class TestTheBroker:
    @pytest.mark.parametrize(("limit", "calls", "times"), [(50, 3, 3), (1000, 30, 3)])
    def test_is_asked_once_for_a_hundredth_of_the_limit_and_forgets(
        self, clock, broker, asked, key_of, limit, calls, times
    ):
        key = key_of(calls_per_minute=limit)
        answers = [call(key) for _ in range(calls)]
        assert asked == ["EVALSHA"] * times
        assert answers[-1]["RateLimit"] == f'"minute";r={limit - calls};t=60'
        counted = f"anju-calls:token-{ApiToken.objects.get(calls_per_minute=limit).pk}:{MINUTE // 60}"
        assert int(broker.get(counted)) == calls
        assert 60 <= broker.ttl(counted) <= 120

    def test_lets_no_more_through_for_several_processes(self, clock, key_of):
        key, others = key_of(calls_per_minute=250), limits.Portions()
        made = 0
        while call(key).status_code == 200:
            made += 1
            token = ApiToken.objects.get(calls_per_minute=250)
            spent = others.take(f"token-{token.pk}", 250, MINUTE // 60)
            made += spent is not None and spent <= 250
        assert 248 <= made <= 250

    def test_that_lost_its_scripts_is_told_them_again(self, clock, broker, key_of):
        key = key_of(calls_per_minute=5)
        call(key)
        broker.script_flush()
        assert call(key)["RateLimit"] == '"minute";r=3;t=60'

    def test_that_is_away_holds_nobody_up(self, clock, key_of, settings, caplog):
        key = key_of(calls_per_minute=1)
        settings.REDIS_URL = "redis://127.0.0.1:1/7"
        answers = [call(key) for _time in range(4)]
        assert {answer.status_code for answer in answers} == {200}
        assert {answer["RateLimit-Policy"] for answer in answers} == {'"minute";q=1;w=60'}
        assert "RateLimit" not in answers[0]
        assert len([line for line in caplog.records if line.name == "accounts.api.limits"]) == 1

    def test_that_does_not_answer_costs_one_call_a_moment(self, clock, key_of, settings):
        key = key_of(calls_per_minute=1)
        with socket.create_server(("127.0.0.1", 0)) as silent:
            settings.REDIS_URL = f"redis://127.0.0.1:{silent.getsockname()[1]}/7"
            began = time.monotonic()
            assert {call(key).status_code for _time in range(5)} == {200}
            assert time.monotonic() - began < 3


class TestPublished:
    def test_limits_are_open_to_everybody(self, clock, db, settings):
        settings.API_CALLS_PER_MINUTE_WITHOUT_LOGIN = 7
        told = call(address="/api/v1/limits/").json()
        assert told["calls_per_minute"] == 7
        assert told["page_rows"] == 1000

    def test_limits_of_a_token_are_its_own(self, clock, key_of):
        assert call(key_of(calls_per_minute=17), "/api/v1/limits/").json()["calls_per_minute"] == 17

    def test_limits_hold(self, clock, key_of):
        key = key_of()
        told = call(key, "/api/v1/limits/").json()
        assert call(key, f"{REGIONS}?page_size={told['page_rows']}").status_code == 200
        assert call(key, f"{REGIONS}?page_size={told['page_rows'] + 1}").status_code == 400
        codes = ["130102000000"] * (told["values_in_a_filter"] + 1)
        assert call(key, f"{REGIONS}?code={','.join(codes[1:])}").status_code == 200
        assert call(key, f"{REGIONS}?code={','.join(codes)}").status_code == 400
