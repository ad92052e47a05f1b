"""The test command gets a Chromium where it may, and says clearly where it may not."""

import os

import pytest

from tests.browser import chromium


@pytest.fixture(autouse=True)
def none_here(monkeypatch, tmp_path):
    """A machine without Chromium, where `ran` are the commands that were given."""
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.delenv("ANJU_CHROMIUM", raising=False)
    chromium.found.cache_clear()
    yield
    chromium.found.cache_clear()


@pytest.fixture
def ran(monkeypatch) -> list[list[str]]:
    commands: list[list[str]] = []
    monkeypatch.setattr(chromium, "run", lambda command: not commands.append(command))
    return commands


def program(folder, name: str, says: str, code: int = 0) -> None:
    place = folder / name
    place.write_text(f"#!/bin/sh\necho '{says}'\nexit {code}\n")
    place.chmod(0o755)


class TestFound:
    def test_is_what_starts(self, tmp_path):
        program(tmp_path, "chromium-browser", "Chromium 140.0.1")
        assert chromium.found() == str(tmp_path / "chromium-browser")

    def test_is_no_stub_that_only_says_how_to_install_one(self, tmp_path):
        program(tmp_path, "chromium-browser", "Command requires the chromium snap to be installed.", code=10)
        assert chromium.found() is None

    def test_is_the_one_that_was_named(self, tmp_path, monkeypatch):
        program(tmp_path, "mine", "Google Chrome 140.0.1")
        monkeypatch.setenv("ANJU_CHROMIUM", str(tmp_path / "mine"))
        assert chromium.found() == str(tmp_path / "mine")


class TestMain:
    def test_says_how_to_get_one_where_it_may_not(self, monkeypatch, capsys, ran):
        monkeypatch.setattr(os, "geteuid", lambda: 1000)
        chromium.main()
        assert "ANJU_CHROMIUM" in capsys.readouterr().err
        assert not ran

    def test_installs_one_as_root(self, monkeypatch, tmp_path, ran):
        monkeypatch.setattr(os, "geteuid", lambda: 0)
        program(tmp_path, "apt-get", "")
        chromium.main()
        assert [command[-1] for command in ran] == ["update", chromium.FONTS]

    def test_says_so_when_that_fails(self, monkeypatch, tmp_path, capsys):
        monkeypatch.setattr(os, "geteuid", lambda: 0)
        program(tmp_path, "apt-get", "no network", code=100)
        chromium.main()
        assert "skipped" in capsys.readouterr().err

    def test_is_silent_where_there_is_one(self, tmp_path, capsys, ran):
        program(tmp_path, "chromium", "Chromium 140.0.1")
        chromium.main()
        assert capsys.readouterr() == ("", "")
        assert not ran
