"""`make run`, as a person meets it: a whole portal in a folder of its own; its parts killed, stopped, started again."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import closing
from pathlib import Path

import psutil
import psycopg2
import pytest

from config import embedded
from config.embedded.postgres import DATABASE, Postgres
from config.embedded.valkey import Valkey, free_port
from config.serve import NotServed, port_asked
from demo.cities import city_called

pytestmark = pytest.mark.worker


CITY = "yangquan-small"
ESTATES = sum(county.estates for county in city_called(CITY).counties)


class Run:
    """One `python -m config.serve`, of the smallest demo city, with its output in a file."""

    def __init__(self, folder: Path, port: int):
        self.folder, self.port = folder, port
        self.start()

    def start(self) -> None:
        self.output = self.folder / f"said-{time.monotonic_ns()}"
        taken_out = {"DATABASE_URL", "REDIS_URL"}
        environment = {name: value for name, value in os.environ.items() if name not in taken_out}
        with self.output.open("wb") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "config.serve"],
                cwd=embedded.ROOT,
                env={
                    **environment,
                    "ANJU_DATA": str(self.folder),
                    "ANJU_DEMO_CITY": CITY,
                    "PORT": str(self.port),
                    "LC_ALL": "C.UTF-8",
                },
                stdout=output,
                stderr=output,
                stdin=subprocess.DEVNULL,
                start_new_session=True,
            )

    def said(self) -> str:
        return self.output.read_text()

    def until(self, condition, what: str, seconds: float = 60) -> None:
        end = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < end, f"waited {seconds} s for {what}; it said:\n{self.said()}"
            time.sleep(0.1)

    def until_it_serves(self) -> None:
        self.until(lambda: "Ctrl-C" in self.said() or self.process.poll() is not None, "the portal", 300)
        assert self.process.poll() is None, self.said()

    def is_ready(self) -> bool:
        try:
            return self.get("/health/ready")["status"] == "ready"
        except OSError:
            return False

    def get(self, address: str, token: str = "") -> dict:
        headers = {"Authorization": f"Token {token}"} if token else {}
        asked = urllib.request.Request(f"http://127.0.0.1:{self.port}{address}", headers=headers)
        with urllib.request.urlopen(asked, timeout=10) as answer:
            return json.load(answer)

    def estates(self) -> int:
        """How many estates lie in the database; 0 before there is one."""
        try:
            with (
                closing(
                    psycopg2.connect(host=str(Postgres(self.folder).socket_folder), user="postgres", dbname=DATABASE)
                ) as link,
                link.cursor() as cursor,
            ):
                cursor.execute("SELECT count(*) FROM estates_estate")
                return cursor.fetchone()[0]
        except psycopg2.Error:
            return 0

    def part(self, name: str) -> psutil.Process | None:
        if name == "postgres":
            return Postgres(self.folder).process()
        if name == "valkey":
            return Valkey(self.folder).process()
        pid, born = json.loads((self.folder / "parts.json").read_text())[name]
        try:
            process = psutil.Process(pid)
        except psutil.NoSuchProcess:
            return None
        return process if abs(process.create_time() - born) < 1 else None

    def start_again_after_a_kill(self) -> None:
        """Kill -9 of the supervisor alone: its parts go on until the next start."""
        assert self.process.poll() is None, self.said()
        self.process.kill()
        self.process.wait()
        self.start()
        self.until_it_serves()

    def stop(self) -> int:
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(60)


def left_running(folder: Path) -> list[str]:
    """The command lines of processes that have to do with a data folder."""
    found = []
    for process in psutil.process_iter(["pid", "cmdline", "environ", "cwd", "status"]):
        environment = process.info["environ"] or {}
        if environment.get("ANJU_DATA") == str(folder) or (process.info["cwd"] or "").startswith(str(folder)):
            found.append(" ".join(process.info["cmdline"] or []))
    return found


@pytest.fixture(scope="module")
def folder():
    place = Path(tempfile.mkdtemp(prefix="anju-serve-"))
    yield place
    shutil.rmtree(place)


@pytest.fixture(scope="module")
def portal(folder):
    """A portal whose first load was killed half-way, and which was then started again."""
    run = Run(folder, free_port())
    try:
        run.until(lambda: run.estates() or run.process.poll() is not None, "half of the load", 120)
        run.start_again_after_a_kill()
        yield run
    finally:
        if run.process.poll() is None:
            run.stop()


@pytest.fixture(scope="module")
def demo(portal) -> dict:
    return json.loads((portal.folder / "demo.json").read_text())


class TestAPortal:
    """In this order: the tests of a running portal, then those that stop it."""

    def test_begins_a_load_anew_that_was_cut_off(self, portal, demo):
        assert "was cut off" in portal.said()
        found = portal.get("/api/v1/estates/?page_size=1", demo["people"]["bureau"]["api_token"])
        assert found["count"] == ESTATES

    def test_has_tonights_grades_from_the_worker(self, portal, demo):
        assert "the worker" in portal.said()
        runs = portal.get("/api/v1/runs/?page_size=1", demo["people"]["bureau"]["api_token"])
        assert runs["results"][0]["kind"] == "scheduled"
        assert runs["results"][0]["state"] == "published"

    def test_writes_down_its_address_and_its_people(self, portal, demo):
        assert demo["base_url"] == f"http://127.0.0.1:{portal.port}"
        assert {"bureau", "district", "street", "inspector", "company"} <= set(demo["people"])
        for person in demo["people"].values():
            assert set(person) == {"username", "password", "role", "region", "api_token"}

    def test_says_where_it_is_and_who_may_log_in(self, portal, demo):
        assert f"http://127.0.0.1:{portal.port}/admin/" in portal.said()
        assert demo["people"]["bureau"]["password"] in portal.said()

    def test_is_ready(self, portal):
        assert portal.is_ready()

    def test_refuses_a_second_start_of_the_same_folder(self, portal):
        second = Run(portal.folder, free_port())
        assert second.process.wait(30) == 1
        assert f"already running: http://127.0.0.1:{portal.port}" in second.said()

    def test_names_another_port_when_its_own_is_taken(self, portal, tmp_path):
        other = Run(tmp_path, portal.port)
        assert other.process.wait(30) == 1
        assert f"PORT={portal.port + 1} make run" in other.said()

    @pytest.mark.parametrize("name", ["web", "worker", "beat", "valkey", "postgres"])
    def test_restarts_a_part_that_is_killed(self, portal, name):
        killed = portal.part(name)
        killed.kill()
        portal.until(lambda: portal.part(name) not in (None, killed), f"another {name}")
        portal.until(portal.is_ready, "the portal to be ready again")

    def test_writes_no_secret_into_its_logs(self, portal, demo):
        secrets = [Valkey(portal.folder)._place()[1], *(path.read_text() for path in portal.folder.glob("anju_*"))]
        assert len(secrets) == 5
        secrets += [person[key] for person in demo["people"].values() for key in ("password", "api_token")]
        secrets += [client["client_secret"] for client in demo["oauth_clients"].values()]
        for log in portal.folder.glob("*.log"):
            text = log.read_text(errors="replace")
            assert not [log.name for secret in secrets if secret in text]

    def test_writes_no_health_checks_into_its_logs(self, portal):
        assert "GET /health/" not in (portal.folder / "web.log").read_text()

    def test_starts_again_in_seconds_after_the_supervisor_was_killed(self, portal):
        since = time.monotonic()
        portal.start_again_after_a_kill()
        assert portal.is_ready()
        assert time.monotonic() - since < 40

    def test_stops_everything_on_ctrl_c(self, portal):
        assert portal.stop() == 0
        assert left_running(portal.folder) == []


class TestPort:
    @pytest.mark.parametrize("text", ["http", "0", "65536", "-1", "80 80"])
    def test_is_refused_when_it_is_none(self, text):
        with pytest.raises(NotServed, match="PORT"):
            port_asked({"PORT": text})

    @pytest.mark.parametrize(
        ("environment", "port"),
        [({}, 8000), ({"PORT": ""}, 8000), ({"PORT": "8080"}, 8080), ({"PORT": "８０８０"}, 8080)],
    )
    def test_is_read_from_the_environment(self, environment, port):
        assert port_asked(environment) == port


def test_a_busy_port_is_found_busy():
    with socket.create_server(("127.0.0.1", 0)) as taken:
        from config.serve import insist_on_free

        with pytest.raises(NotServed, match="PORT="):
            insist_on_free(taken.getsockname()[1])
