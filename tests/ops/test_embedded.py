"""The embedded servers, real ones in a folder of their own: killed, started twice, found again."""

import os
import shutil
import socket
import subprocess
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
import psycopg2
import pytest
import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from config.embedded.postgres import DATABASE, USER_WHEN_ROOT, Postgres
from config.embedded.server import ServiceFailed
from config.embedded.valkey import Valkey


@pytest.fixture(scope="module")
def folder():
    place = Path(tempfile.mkdtemp(prefix="anju 数据 "))
    yield place
    shutil.rmtree(place)


@pytest.fixture(scope="module")
def running_postgres(folder):
    server = Postgres(folder)
    server.start()
    yield server
    server.stop()


@pytest.fixture
def postgres(running_postgres):
    running_postgres.start()
    return running_postgres


@pytest.fixture(scope="module")
def running_valkey(folder):
    server = Valkey(folder)
    server.start()
    yield server
    server.stop()


@pytest.fixture
def valkey(running_valkey):
    running_valkey.start()
    return running_valkey


def ask(postgres: Postgres, statement: str):
    link = psycopg2.connect(host=str(postgres.socket_folder), user="postgres", dbname=DATABASE)
    link.autocommit = True
    with link.cursor() as cursor:
        cursor.execute(statement)
        answer = cursor.fetchall() if cursor.description else None
    link.close()
    return answer


def kill(server: Postgres | Valkey) -> None:
    process = server.process()
    process.kill()
    process.wait(5)


class TestPostgres:
    def test_loses_nothing_that_was_committed_when_it_is_killed(self, postgres):
        ask(postgres, "CREATE TABLE kept AS SELECT generate_series(1, 1000) AS n")
        kill(postgres)
        assert not postgres.is_running()
        assert postgres.start()
        assert ask(postgres, "SELECT count(*) FROM kept") == [(1000,)]

    def test_comes_up_while_a_session_of_the_killed_one_still_works(self, postgres):
        link = psycopg2.connect(host=str(postgres.socket_folder), user="postgres", dbname=DATABASE)
        with ThreadPoolExecutor(1) as pool:
            pool.submit(self.busy, link)
            kill(postgres)
            assert postgres.start()
        assert ask(postgres, "SELECT 1") == [(1,)]

    @staticmethod
    def busy(link) -> None:
        with pytest.raises(psycopg2.OperationalError), link.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM generate_series(1, 4000000000) AS n WHERE n % 7 = 8")

    def test_logs_faults_without_what_was_typed_where_only_we_read(self, postgres):
        with pytest.raises(psycopg2.errors.DivisionByZero):
            ask(postgres, "SELECT 1 / 0 AS secret_word")
        log = postgres.log.read_text()
        assert "division by zero" in log
        assert "secret_word" not in log
        assert postgres.log.stat().st_mode & 0o777 == 0o600

    def test_takes_new_settings_at_its_next_start(self, postgres):
        postgres.stop()
        (postgres.data / "anju.conf").write_text("listen_addresses = ''\n")
        postgres.start()
        assert ask(postgres, "SHOW log_min_error_statement") == [("panic",)]

    def test_does_not_believe_a_pid_file_that_names_another_program(self, postgres):
        kill(postgres)
        user = USER_WHEN_ROOT if os.geteuid() == 0 else None
        with subprocess.Popen(["/bin/sleep", "600"], user=user, cwd="/", start_new_session=True) as stranger:
            lines = postgres.pid_file.read_text().splitlines()
            postgres.pid_file.write_text("\n".join([str(stranger.pid), *lines[1:]]) + "\n")
            assert not postgres.is_running()
            assert postgres.start()
            assert stranger.poll() is None
            stranger.kill()

    def test_is_started_once_by_two_callers(self, postgres, folder):
        postgres.stop()
        callers = [Postgres(folder), Postgres(folder)]
        with ThreadPoolExecutor(2) as pool:
            started = list(pool.map(lambda caller: caller.start(), callers))
        for caller in callers:
            caller.stop()
        assert sorted(started) == [False, True]

    def test_is_found_running_by_another_process(self, postgres, folder):
        assert Postgres(folder).process() == postgres.process()

    def test_begins_anew_where_making_the_cluster_was_cut_off(self, tmp_path):
        half_made = tmp_path / "postgres.new"
        half_made.mkdir()
        (half_made / "PG_VERSION").write_text("18\n")
        server = Postgres(tmp_path)
        assert server.start()
        assert ask(server, "SELECT 1") == [(1,)]
        server.stop()

    def test_says_where_its_log_is_when_it_cannot_start(self, tmp_path):
        server = Postgres(tmp_path)
        server.start()
        server.stop()
        with (server.data / "postgresql.conf").open("a") as settings:
            settings.write("no_such_setting = on\n")
        with pytest.raises(ServiceFailed, match=r"postgres\.log"):
            server.start()

    def test_leaves_nothing_running_when_it_is_stopped(self, postgres):
        process = postgres.process()
        postgres.stop()
        assert not process.is_running()
        assert not any(
            each.info["name"] == "postgres" and each.info["cwd"] == str(postgres.data)
            for each in psutil.process_iter(["name", "cwd"])
        )


class TestValkey:
    def test_loses_nothing_when_it_is_killed(self, valkey):
        with redis.Redis.from_url(valkey.address()) as broker:
            broker.set("kept", "1")
        kill(valkey)
        assert valkey.start()
        with redis.Redis.from_url(valkey.address()) as broker:
            assert broker.get("kept") == b"1"

    def test_keeps_its_address(self, valkey):
        address = valkey.address()
        valkey.stop()
        valkey.start()
        assert valkey.address() == address

    def test_takes_another_port_when_its_own_is_taken(self, valkey):
        valkey.stop()
        port = int(valkey.address().rpartition(":")[2].partition("/")[0])
        with socket.create_server(("127.0.0.1", port)):
            assert valkey.start()
            with redis.Redis.from_url(valkey.address()) as broker:
                assert broker.ping()

    def test_is_closed_to_those_without_the_password(self, valkey):
        port = int(valkey.address().rpartition(":")[2].partition("/")[0])
        with redis.Redis(port=port, retry=Retry(NoBackoff(), 0)) as stranger, pytest.raises(redis.AuthenticationError):
            stranger.ping()

    def test_is_not_taken_for_another_folders(self, valkey, tmp_path):
        other = Valkey(tmp_path)
        other.address()
        other.pid_file.write_text(str(valkey.process().pid))
        assert not other.is_running()
