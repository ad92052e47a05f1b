"""The supervisor, with real processes; only its clock is ours."""

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import dataclass, field

import psutil
import pytest

from config.supervisor import (
    FIRST_PAUSE_SECONDS,
    LONGEST_PAUSE_SECONDS,
    SOUND_AFTER_SECONDS,
    Program,
    Supervisor,
    end_left_behind,
    open_log,
    write_down,
)

FOREVER = "import time; time.sleep(600)"
WITH_A_CHILD = (
    "import subprocess, sys, time;"
    "child = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)']);"
    "print(child.pid, flush=True); time.sleep(600)"
)


def until(condition, seconds: float = 10) -> bool:
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.02)
    return True


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


@dataclass
class Part:
    """A part that runs as long as the test says so."""

    name: str
    told: list[str] = field(default_factory=list)
    runs: bool = False
    can_start: bool = True

    def start(self):
        self.told.append(f"start {self.name}")
        if not self.can_start:
            raise OSError("no memory")
        self.runs = True

    def is_running(self) -> bool:
        return self.runs

    def stop(self):
        self.told.append(f"stop {self.name}")
        self.runs = False


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def said():
    return []


@pytest.fixture
def supervisor(clock, said):
    made = Supervisor(say=lambda name, what: said.append(what), clock=clock)
    yield made
    made.stop()


@pytest.fixture
def program(tmp_path):
    def make(code: str, **options) -> Program:
        command = [sys.executable, "-c", code]
        return Program("worker", command, tmp_path / "worker.log", tmp_path / "parts.json", **options)

    return make


class TestLook:
    def test_restarts_a_program_that_was_killed(self, supervisor, clock, said, program):
        part = program(FOREVER)
        supervisor.start(part)
        first = part._process.pid
        os.kill(first, signal.SIGKILL)
        assert until(lambda: not part.is_running())
        supervisor.look()
        clock.now += FIRST_PAUSE_SECONDS
        supervisor.look()
        assert said == ["died", "restarted"]
        assert part.is_running()
        assert part._process.pid != first

    def test_waits_longer_after_each_death_up_to_a_limit(self, supervisor, clock):
        part = Part("web")
        supervisor.start(part)
        pauses = []
        for _each in range(9):
            part.runs = False
            supervisor.look()
            pauses.append(supervisor.watches[0].retry_at - clock.now)
            clock.now = supervisor.watches[0].retry_at
            supervisor.look()
        assert pauses == [0.5, 1, 2, 4, 8, 16, 30, 30, LONGEST_PAUSE_SECONDS]

    def test_does_not_restart_before_the_pause_is_over(self, supervisor, clock):
        part = Part("web")
        supervisor.start(part)
        part.runs = False
        supervisor.look()
        clock.now += FIRST_PAUSE_SECONDS / 2
        supervisor.look()
        assert part.told == ["start web"]

    def test_begins_with_short_pauses_again_once_a_part_was_sound(self, supervisor, clock):
        part = Part("web")
        supervisor.start(part)
        for _each in range(4):
            part.runs = False
            supervisor.look()
            clock.now = supervisor.watches[0].retry_at
            supervisor.look()
        clock.now += SOUND_AFTER_SECONDS + 1
        part.runs = False
        supervisor.look()
        assert supervisor.watches[0].retry_at - clock.now == FIRST_PAUSE_SECONDS

    def test_tries_again_when_a_restart_fails(self, supervisor, clock, said):
        part = Part("postgres")
        supervisor.start(part)
        part.runs, part.can_start = False, False
        for _each in range(4):
            supervisor.look()
            clock.now += LONGEST_PAUSE_SECONDS
        part.can_start = True
        for _each in range(2):
            supervisor.look()
            clock.now += LONGEST_PAUSE_SECONDS
        assert said == ["died", "failed", "died", "failed", "died", "restarted"]


class TestStop:
    def test_stops_the_last_started_first(self, supervisor):
        told = []
        for name in ("postgres", "valkey", "worker", "beat", "web"):
            supervisor.start(Part(name, told))
        told.clear()
        supervisor.stop()
        assert told == ["stop web", "stop beat", "stop worker", "stop valkey", "stop postgres"]

    def test_leaves_no_child_of_a_program(self, program, tmp_path):
        part = program(WITH_A_CHILD)
        part.start()
        log = tmp_path / "worker.log"
        assert until(lambda: log.exists() and log.read_text().strip())
        child = psutil.Process(int(log.read_text()))
        part.stop()
        assert until(lambda: not child.is_running() or child.status() == psutil.STATUS_ZOMBIE)

    def test_kills_a_program_that_does_not_end(self, program):
        part = program(f"import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); {FOREVER}", patience_seconds=0.3)
        part.start()
        process = psutil.Process(part._process.pid)
        part.stop()
        assert not process.is_running()


class TestLog:
    def test_is_for_our_eyes_only(self, tmp_path):
        place = tmp_path / "web.log"
        place.write_bytes(b"before\n")
        place.chmod(0o644)
        with open_log(place) as log:
            log.write(b"after\n")
        assert place.stat().st_mode & 0o777 == 0o600
        assert place.read_bytes() == b"before\nafter\n"
        with open_log(tmp_path / "new.log"):
            assert (tmp_path / "new.log").stat().st_mode & 0o777 == 0o600


class TestDeathOfAProgram:
    def test_ends_its_children_too(self, program, tmp_path):
        part = program(WITH_A_CHILD)
        part.start()
        log = tmp_path / "worker.log"
        assert until(lambda: log.exists() and log.read_text().strip())
        child = psutil.Process(int(log.read_text()))
        os.kill(part._process.pid, signal.SIGKILL)
        assert until(lambda: not part.is_running())
        assert until(lambda: not child.is_running() or child.status() == psutil.STATUS_ZOMBIE)


class TestLeftBehind:
    def test_is_ended_at_the_next_start(self, program, tmp_path):
        part = program(FOREVER)
        part.start()
        assert end_left_behind(tmp_path / "parts.json") == ["worker"]
        assert until(lambda: part._process.poll() is not None)
        part.stop()

    def test_spares_a_stranger_with_the_same_number(self, tmp_path):
        with subprocess.Popen([sys.executable, "-c", FOREVER], start_new_session=True) as stranger:
            place = tmp_path / "parts.json"
            write_down(place, "web", stranger.pid)
            pid, born = json.loads(place.read_text())["web"]
            place.write_text(json.dumps({"web": [pid, born - 3600]}))
            assert end_left_behind(place) == []
            assert stranger.poll() is None
            stranger.kill()

    def test_is_nothing_where_the_list_is_broken_or_missing(self, tmp_path):
        broken = tmp_path / "parts.json"
        broken.write_text("{")
        assert end_left_behind(broken) == []
        assert end_left_behind(tmp_path / "no such file") == []
