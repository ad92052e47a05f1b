"""The login page slows down who guesses."""

import pytest
from django.core.cache import cache, caches
from django.urls import reverse
from redis.exceptions import ConnectionError as CacheAway

from accounts.brake import MOST_FAILURES
from accounts.models import AuditEntry

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_counted_yet():
    cache.clear()


@pytest.fixture
def log_in(client, people):
    def log_in(username="bureau", password="correct horse battery", **extra):
        return client.post(reverse("admin:login"), {"username": username, "password": password}, **extra)

    return log_in


def fail(log_in, times: int, **extra) -> None:
    for _attempt in range(times):
        assert log_in(password="wrong", **extra).status_code == 200


def test_too_many_failures_close_it_with_a_sentence_and_a_line_in_the_audit_log(log_in):
    fail(log_in, MOST_FAILURES)
    answer = log_in()
    assert answer.status_code == 200
    assert "30 分钟" in answer.content.decode()
    line = AuditEntry.objects.get(verb="close_login")
    assert (line.label, line.who, line.origin) == ("bureau", "portal", "127.0.0.1")


def test_it_stays_open_for_others_and_from_elsewhere(log_in):
    fail(log_in, MOST_FAILURES)
    assert log_in("district").status_code == 302
    assert log_in(REMOTE_ADDR="10.0.0.9").status_code == 302


def test_it_stays_open_below_the_limit_and_a_login_clears_the_count(log_in):
    for _round in range(2):
        fail(log_in, MOST_FAILURES - 1)
        assert log_in().status_code == 302
    assert not AuditEntry.objects.filter(verb="close_login").exists()


def test_a_name_that_nobody_has_is_held_up_too_and_not_audited(log_in):
    for _attempt in range(MOST_FAILURES):
        log_in("nobody")
    assert "30 分钟" in log_in("nobody").content.decode()
    assert not AuditEntry.objects.filter(verb="close_login").exists()


def test_nobody_is_held_up_while_the_cache_is_away(log_in, monkeypatch):
    def away(*args, **options):
        raise CacheAway("connection refused")

    for name in ("get", "add", "incr", "delete"):
        monkeypatch.setattr(caches["default"], name, away)
    fail(log_in, MOST_FAILURES + 1)
    assert log_in().status_code == 302
