"""The embedded PostgreSQL and Valkey: real servers from PyPI wheels, their data under one folder.

Used when `DATABASE_URL` or `REDIS_URL` is not set. `provide()` brings up what is needed and names it in the
environment; `postgres.py` and `valkey.py` are the two servers, `server.py` what they have in common.
"""

import os
from collections.abc import Callable
from pathlib import Path

import environ
from django.utils.module_loading import import_string

ROOT = Path(__file__).resolve().parent.parent.parent
SERVERS = {"DATABASE_URL": "config.embedded.postgres.Postgres", "REDIS_URL": "config.embedded.valkey.Valkey"}
"""By the environment's variable that takes its place."""


def read_settings_file() -> None:
    """Take what `.env` beside `manage.py` sets, unless the environment says otherwise."""
    if (ROOT / ".env").exists():
        environ.Env.read_env(ROOT / ".env")


def data_folder() -> Path:
    """The folder of the embedded services: `ANJU_DATA`, or `.data/` beside `manage.py`."""
    return Path(os.environ.get("ANJU_DATA") or ROOT / ".data").resolve()


def needed() -> list:
    """The servers that the environment does not name, as `Postgres` and `Valkey` of the data folder.

    Of a named one nothing is imported: production is installed without the embedded servers' packages.
    """
    read_settings_file()
    return [import_string(path)(data_folder()) for variable, path in SERVERS.items() if not os.environ.get(variable)]


def provide() -> Callable[[], None]:
    """Start the embedded servers that are needed, and name them in the environment.

    Returns what stops again those that this call started. Called by `manage.py` and the test suite. Raises
    `server.ServiceFailed`.
    """
    started = []
    for server in needed():
        if server.start():
            started.append(server)
        os.environ[server.variable] = server.address()

    def stop() -> None:
        for server in reversed(started):
            server.stop()

    return stop
