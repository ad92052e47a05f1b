"""Settings as a server's environment makes them."""

import json
import os
import stat
import subprocess
import sys
from datetime import timedelta

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import check, settings

TOLD = "import json; from config import settings; print(json.dumps({k: v for k, v in vars(settings).items() if %s}))"
WANTED = "k.startswith(('SECURE_HSTS', 'SECURE_SSL', 'ALLOWED')) or k.endswith('COOKIE_SECURE')"


def in_production(**environment: str) -> dict:
    """What `config.settings` holds in a process with this environment."""
    command = [sys.executable, "-c", TOLD % WANTED]
    clean = {name: value for name, value in os.environ.items() if not name.startswith("ANJU_H")}
    done = subprocess.run(
        command, cwd=settings.ROOT, env={**clean, **check.PRODUCTION, **environment}, capture_output=True, check=True
    )
    return json.loads(done.stdout)


class TestHttps:
    def test_is_insisted_on(self):
        told = in_production()
        assert told["SESSION_COOKIE_SECURE"] is told["CSRF_COOKIE_SECURE"] is told["SECURE_SSL_REDIRECT"] is True
        assert told["SECURE_HSTS_SECONDS"] == 31_536_000

    def test_is_one_switch(self):
        """A cookie that only goes over TLS would lock everybody out where there is none."""
        told = in_production(ANJU_HTTPS_REDIRECT="0")
        assert told["SESSION_COOKIE_SECURE"] is told["CSRF_COOKIE_SECURE"] is told["SECURE_SSL_REDIRECT"] is False
        assert told["SECURE_HSTS_SECONDS"] == 0

    def test_leaves_the_names_below_to_the_city(self):
        told = in_production(ANJU_HSTS_SECONDS="60", ANJU_HSTS_SUBDOMAINS="0", ANJU_HSTS_PRELOAD="0")
        assert told["SECURE_HSTS_SECONDS"] == 60
        assert told["SECURE_HSTS_INCLUDE_SUBDOMAINS"] is told["SECURE_HSTS_PRELOAD"] is False


def test_this_machine_may_always_ask():
    assert in_production(ANJU_HOSTS=".example.gov.cn")["ALLOWED_HOSTS"] == [".example.gov.cn", "127.0.0.1"]


class TestKeptSecret:
    @pytest.fixture(autouse=True)
    def folder(self, tmp_path, monkeypatch):
        monkeypatch.setattr(settings, "DATA", tmp_path / "data")
        monkeypatch.setattr(settings, "PRODUCTION", False)
        return tmp_path / "data"

    def test_is_made_once_for_its_owner_alone(self, folder):
        made = settings.kept_secret("ANJU_A_SECRET")
        assert len(made) == 64
        assert settings.kept_secret("ANJU_A_SECRET") == made
        assert [path.name for path in folder.iterdir()] == ["anju_a_secret"]
        assert stat.S_IMODE((folder / "anju_a_secret").stat().st_mode) == 0o600

    def test_has_its_name_only_when_it_is_whole(self, folder, monkeypatch):
        def killed(*things):
            raise SystemExit

        monkeypatch.setattr(settings.os, "link", killed)
        with pytest.raises(SystemExit):
            settings.kept_secret("ANJU_A_SECRET")
        assert not (folder / "anju_a_secret").exists()

    def test_of_two_processes_at_once_is_the_first_ones(self, folder):
        made = settings.kept_secret("ANJU_A_SECRET")
        settings.make_secret(folder / "anju_a_secret")
        assert settings.kept_secret("ANJU_A_SECRET") == made

    @pytest.mark.parametrize("text", ["", "\n"])
    def test_is_refused_when_it_is_empty(self, folder, text):
        folder.mkdir()
        (folder / "anju_a_secret").write_text(text)
        with pytest.raises(ImproperlyConfigured, match=r"anju_a_secret is empty\. Remove it"):
            settings.kept_secret("ANJU_A_SECRET")

    def test_must_be_given_in_production(self, monkeypatch):
        monkeypatch.setattr(settings, "PRODUCTION", True)
        monkeypatch.setenv("ANJU_A_SECRET", " ")
        with pytest.raises(ImproperlyConfigured, match="ANJU_A_SECRET must be set"):
            settings.kept_secret("ANJU_A_SECRET")


@pytest.mark.parametrize("name", settings.CELERY_BEAT_SCHEDULE)
def test_no_message_of_the_clock_outlives_the_next(name):
    told = settings.CELERY_BEAT_SCHEDULE[name]
    assert 0 < told["options"]["expires"] < seconds_between(told["schedule"])


def seconds_between(schedule) -> float:
    """Seconds from one time to the next."""
    if isinstance(schedule, timedelta):
        return schedule.total_seconds()
    return 24 * 3600 / (len(schedule.hour) * len(schedule.minute))
