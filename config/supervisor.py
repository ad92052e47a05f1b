"""Keeps the portal's programs and services running: starts them in order, restarts what dies, stops all cleanly.

Knows nothing of Django. A `Part` is a program of ours (web, worker, beat) or an embedded server; `Supervisor` holds
them in the order of their start. What runs is written to `parts.json`, so that a start after a kill -9 of the
supervisor itself first ends what the old one left behind.
"""

import contextlib
import json
import os
import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO, Protocol

import psutil

LONGEST_PAUSE_SECONDS = 30.0
FIRST_PAUSE_SECONDS = 0.5
SOUND_AFTER_SECONDS = 60.0
"""A part that ran this long was sound: when it dies, the pauses between restarts begin anew."""
LOG_BYTES = 10_000_000


class Part(Protocol):
    name: str

    def start(self) -> object: ...
    def is_running(self) -> bool: ...
    def stop(self) -> None: ...


def open_log(place: Path) -> BinaryIO:
    """The log of a part, to add to; for our eyes only. A long one is put aside as `.old` first."""
    if place.exists() and place.stat().st_size > LOG_BYTES:
        place.replace(place.with_suffix(".old"))
    place.touch(mode=0o600)
    place.chmod(0o600)
    return place.open("ab")


def end_group(leader: int, number: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(leader, number)


@dataclass
class Program:
    """A command with a process group of its own and its output in a log, or in our terminal where there is none."""

    name: str
    command: list[str]
    log: Path | None
    left_behind: Path
    environment: dict[str, str] = field(default_factory=dict)
    patience_seconds: float = 20
    _process: subprocess.Popen | None = field(default=None, repr=False)

    def start(self) -> None:
        with open_log(self.log) if self.log else contextlib.nullcontext() as output:
            self._process = subprocess.Popen(
                self.command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env={**os.environ, **self.environment},
                start_new_session=True,
            )
        write_down(self.left_behind, self.name, self._process.pid)

    def wait(self) -> int:
        """Until it ends by itself. Returns its exit code."""
        assert self._process is not None, "start it first"
        return self._process.wait()

    def is_running(self) -> bool:
        """Whether it runs. When it has died, its own children are ended too: they would hold ports and locks."""
        if self._process is None:
            return False
        if self._process.poll() is None:
            return True
        end_group(self._process.pid, signal.SIGKILL)
        return False

    def stop(self) -> None:
        if self._process is None:
            return
        if self._process.poll() is None:
            self._process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(self.patience_seconds)
        end_group(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self._process = None


def write_down(place: Path, name: str, pid: int) -> None:
    """Note that part `name` runs as `pid`, told from later processes of that number by its time of birth."""
    noted = json.loads(place.read_text()) if place.exists() else {}
    with contextlib.suppress(psutil.NoSuchProcess):
        noted[name] = [pid, psutil.Process(pid).create_time()]
    fresh = place.with_suffix(".new")
    fresh.write_text(json.dumps(noted))
    fresh.replace(place)


def end_left_behind(place: Path, patience_seconds: float = 10) -> list[str]:
    """End what a killed supervisor left running. Returns the names of those parts."""
    try:
        noted = json.loads(place.read_text())
    except (OSError, ValueError):
        return []
    found = {}
    for name, (pid, born) in noted.items():
        with contextlib.suppress(psutil.NoSuchProcess):
            process = psutil.Process(pid)
            if abs(process.create_time() - born) < 1:
                found[name] = process
    for process in found.values():
        end_group(process.pid, signal.SIGTERM)
    psutil.wait_procs(list(found.values()), timeout=patience_seconds)
    for process in found.values():
        end_group(process.pid, signal.SIGKILL)
    place.unlink()
    return list(found)


@dataclass
class Watch:
    """What the supervisor knows of one part: since when it runs, when to try again, after which pause."""

    part: Part
    since: float = 0.0
    retry_at: float | None = None
    pause: float = FIRST_PAUSE_SECONDS


@dataclass
class Supervisor:
    """Starts parts, watches them, stops them in the reverse order."""

    say: Callable[[str, str], None]
    """Told the name of a part and one of the words `died`, `restarted`, `failed`."""
    clock: Callable[[], float] = time.monotonic
    watches: list[Watch] = field(default_factory=list)

    def start(self, part: Part) -> None:
        self.watches.append(Watch(part, since=self.clock()))
        part.start()

    def look(self) -> None:
        """One round: note what died, restart what is due."""
        for watch in self.watches:
            now = self.clock()
            if watch.part.is_running():
                continue
            if watch.retry_at is None:
                if now - watch.since > SOUND_AFTER_SECONDS:
                    watch.pause = FIRST_PAUSE_SECONDS
                watch.retry_at = now + watch.pause
                watch.pause = min(watch.pause * 2, LONGEST_PAUSE_SECONDS)
                self.say(watch.part.name, "died")
            elif now >= watch.retry_at:
                self._restart(watch)

    def _restart(self, watch: Watch) -> None:
        watch.retry_at = None
        try:
            watch.part.start()
        except Exception:  # whatever it was, the next round tries again after a longer pause
            self.say(watch.part.name, "failed")
        else:
            self.say(watch.part.name, "restarted")
        watch.since = self.clock()

    def stop(self) -> None:
        """Stop everything, last started first."""
        while self.watches:
            self.watches.pop().part.stop()
