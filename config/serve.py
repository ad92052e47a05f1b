"""What `make run` runs: the whole portal on this machine, until Ctrl-C.

In order: the embedded services (unless `DATABASE_URL` and `REDIS_URL` name others), the tables, on the first start the
demo city and its first night through a real worker, then worker, courier, beat and web; `supervisor.py` keeps them
running.
"""

import fcntl
import json
import os
import signal
import socket
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.table import Table

from accounts.terminal import gettext as _
from config import catalogue, embedded, prepare
from config.embedded.server import ServiceFailed
from config.supervisor import Program, Supervisor, end_left_behind

DEFAULT_PORT = 8000
ROUND_SECONDS = 0.5
WEB_PATIENCE_SECONDS = 60
ROLES = {
    "system": "system administrator",
    "auditor": "auditor",
    "bureau": "bureau officer",
    "district": "district officer",
    "street": "street officer",
    "inspector": "inspector",
    "company": "company staff",
    "committee": "committee member",
}
"""The labels of `accounts.models.Role`, which are in the catalogue; models cannot be imported here."""
console = Console(highlight=False, soft_wrap=True)


class NotServed(RuntimeError):
    """The portal does not start; the message says why and what to do."""


def port_asked(environ=os.environ) -> int:
    """The port of `PORT`. Raises NotServed when it is no port."""
    asked = environ.get("PORT") or str(DEFAULT_PORT)
    if not asked.isdecimal() or not 1 <= int(asked) <= 65535:
        raise NotServed(_("PORT must be a number from 1 to 65535, not “%(asked)s”.") % {"asked": asked})
    return int(asked)


def insist_on_free(port: int) -> None:
    """Raises NotServed when another program listens on `port`."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except PermissionError as refused:
            raise NotServed(
                _("Port %(port)d is reserved for the system; choose one above 1024.") % {"port": port}
            ) from refused
        except OSError as busy:
            raise NotServed(
                _("Port %(port)d is taken by another program. Choose another one: PORT=%(other)d make run")
                % {"port": port, "other": port + 1}
            ) from busy


@contextmanager
def only_one(folder: Path, base_url: str) -> Iterator[None]:
    """Hold the folder's lock, which ends with this process however it ends. Raises NotServed when another holds it."""
    with (folder / "serve.lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            raise NotServed(
                _("The portal of this folder is already running: %(address)s") % {"address": lock.read()}
            ) from None
        lock.truncate(0)
        lock.write(base_url)
        lock.flush()
        yield


class Portal:
    """The parts of one portal, whose data lie in `folder` and whose pages are at `base_url`."""

    def __init__(self, folder: Path, port: int):
        self.folder = folder
        self.port = port
        self.base_url = f"http://127.0.0.1:{port}"
        self.left_behind = folder / "parts.json"
        self.supervisor = Supervisor(say=self.tell)

    def tell(self, name: str, what: str) -> None:
        words = {
            "died": _("%(part)s stopped by itself and is being restarted; its log is %(log)s"),
            "restarted": _("%(part)s runs again."),
            "failed": _("%(part)s could not be restarted yet; its log is %(log)s"),
        }
        console.print(words[what] % {"part": name, "log": self.folder / f"{name}.log"}, style="yellow")

    def program(self, name: str, *command: str, log: bool = True, **environment: str) -> Program:
        return Program(
            name,
            [sys.executable, "-m", *command],
            self.folder / f"{name}.log" if log else None,
            self.left_behind,
            {"PYTHONUNBUFFERED": "1", **environment},
        )

    def start(self) -> None:
        """Bring everything up. Raises NotServed."""
        end_left_behind(self.left_behind)
        (self.folder / "static").mkdir(exist_ok=True)
        insist_on_free(self.port)
        os.environ["PORT"] = str(self.port)
        self.start_services()
        first_start = self.prepare("load") == prepare.NIGHT_IS_DUE
        celery = ("celery", "--app", "config", "--quiet")
        self.supervisor.start(
            self.program(
                "worker",
                *celery,
                "worker",
                "--concurrency",
                "2",
                "--loglevel",
                "INFO",
                "--without-gossip",
                "--without-mingle",
            )
        )
        if first_start:
            self.prepare("night")
        self.supervisor.start(
            self.program(
                "courier",
                *celery,
                "worker",
                "--hostname",
                "courier@%h",
                "--queues",
                "webhooks",
                "--pool",
                "threads",
                "--concurrency",
                "8",
                "--loglevel",
                "WARNING",
                "--without-gossip",
                "--without-mingle",
            )
        )
        self.supervisor.start(self.program("beat", *celery, "beat", "--loglevel", "WARNING", "--pidfile="))
        self.supervisor.start(
            self.program(
                "web", "gunicorn", "--config", "python:config.gunicorn", GUNICORN_BIND=f"127.0.0.1:{self.port}"
            )
        )
        self.wait_for_web()

    def start_services(self) -> None:
        for server in embedded.needed():
            self.supervisor.start(server)
            os.environ[server.variable] = server.address()

    def prepare(self, verb: str) -> int:
        """One step of `prepare.py`, in this terminal. Raises NotServed."""
        step = self.program("prepare", "config.prepare", verb, log=False)
        try:
            step.start()
            code = step.wait()
        finally:
            step.stop()
        if code not in (0, prepare.NIGHT_IS_DUE):
            raise NotServed(_("The portal was not started."))
        return code

    def wait_for_web(self) -> None:
        until = time.monotonic() + WEB_PATIENCE_SECONDS
        while not answers(self.base_url):
            if time.monotonic() > until:
                raise NotServed(
                    _("The web server does not answer; its log is %(log)s") % {"log": self.folder / "web.log"}
                )
            self.supervisor.look()
            time.sleep(0.1)

    def watch(self) -> None:
        while True:
            self.supervisor.look()
            time.sleep(ROUND_SECONDS)


def answers(base_url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{base_url}/health/live", timeout=5):  # noqa: S310 - our own address
            return True
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False


def introduce(portal: Portal) -> None:
    """The addresses, and the demo's logins."""
    places = Table.grid(padding=(0, 3))
    for name, path in ((_("Public site"), "/"), (_("Web admin"), "/admin/"), (_("API"), "/api/v1/docs/")):
        places.add_row(name, f"[bold]{portal.base_url}{path}[/bold]")
    console.print()
    console.print(places)
    demo = portal.folder / "demo.json"
    if demo.exists():
        logins = Table(title=_("Logins of the demo"), title_justify="left", box=None, padding=(0, 3, 0, 0))
        for heading in (_("user name"), _("password"), _("role"), _("region")):
            logins.add_column(heading)
        for person in json.loads(demo.read_text())["people"].values():
            logins.add_row(person["username"], person["password"], _(ROLES[person["role"]]), person["region"])
        console.print()
        console.print(logins)
    else:
        console.print(
            _("The portal is empty. Add a first person: %(command)s")
            % {"command": ".venv/bin/python manage.py create_person"}
        )
    console.print()
    console.print(_("Ctrl-C stops everything. Logs: %(folder)s/*.log") % {"folder": portal.folder})


def ask_to_stop(*_arguments) -> None:
    sys.exit(0)


def main() -> int:
    catalogue.compile_all()
    embedded.read_settings_file()
    folder = embedded.data_folder()
    folder.mkdir(parents=True, exist_ok=True)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, ask_to_stop)
    try:
        port = port_asked()
        portal = Portal(folder, port)
        with only_one(folder, portal.base_url):
            try:
                portal.start()
                introduce(portal)
                portal.watch()
            finally:
                for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
                    signal.signal(number, signal.SIG_IGN)
                if portal.supervisor.watches:
                    console.print(_("Stopping …"))
                portal.supervisor.stop()
    except (NotServed, ServiceFailed) as reason:
        console.print(str(reason), style="red")
        return 1


if __name__ == "__main__":
    sys.exit(main())
