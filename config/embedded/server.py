"""What the two embedded servers have in common: started once by whoever comes first, found again by everybody else."""

import fcntl
import subprocess
import time
from abc import ABC, abstractmethod
from pathlib import Path
from typing import ClassVar

import psutil

from accounts.terminal import gettext as _
from config.supervisor import open_log

START_SECONDS = 60
STOP_SECONDS = 30


class ServiceFailed(RuntimeError):
    """A server did not come up; the message says which, and where its log is."""


class Server(ABC):
    """One server with its data under `folder`. Any process may `start` it; who started it is the one to `stop` it."""

    name: ClassVar[str]
    variable: ClassVar[str]
    """The environment's variable that names such a server."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._child: subprocess.Popen | None = None

    @property
    def log(self) -> Path:
        return self.folder / f"{self.name}.log"

    def start(self) -> bool:
        """Bring it up unless it runs. Returns whether this call did it; two callers at once start it once.

        Raises ServiceFailed.
        """
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / f"{self.name}.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if self.is_running():
                self._wait()
                return False
            self._launch()
            self._wait()
        return True

    def is_running(self) -> bool:
        return self.process() is not None

    def stop(self) -> None:
        """Stop it and wait until it is gone; nothing is lost."""
        process = self.process()
        if process is not None:
            self._ask_to_end(process)
            try:
                process.wait(STOP_SECONDS)
            except psutil.TimeoutExpired:
                process.kill()
        if self._child is not None:
            self._child.wait()
            self._child = None

    @abstractmethod
    def address(self) -> str:
        """What `variable` is set to."""

    @abstractmethod
    def process(self) -> psutil.Process | None:
        """The running server of this very folder; a stale pid file or another's pid is not taken for it."""

    @abstractmethod
    def _launch(self) -> None: ...

    @abstractmethod
    def _answers(self) -> bool: ...

    @abstractmethod
    def _ask_to_end(self, process: psutil.Process) -> None: ...

    def _keep(self, command: list, **options) -> subprocess.Popen:
        """Start the server's own binary so that it outlives a Ctrl-C meant for us."""
        if self._child is not None:
            self._child.poll()
        with open_log(self.log) as output:
            self._child = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
                **options,
            )
        return self._child

    def _wait(self) -> None:
        until = time.monotonic() + START_SECONDS
        while not self._answers():
            ended = self._child is not None and self._child.poll() is not None
            if ended or time.monotonic() > until:
                raise ServiceFailed(_("%(name)s did not start; see %(log)s") % {"name": self.name, "log": self.log})
            time.sleep(0.05)


def process_of(pid_file: Path, *words: str) -> psutil.Process | None:
    """The living process that a pid file names, if its command line has all `words`."""
    try:
        process = psutil.Process(int(pid_file.read_text().split()[0]))
        command = " ".join(process.cmdline())
        is_gone = process.status() == psutil.STATUS_ZOMBIE
    except (OSError, ValueError, IndexError, psutil.Error):
        return None
    return None if is_gone or any(word not in command for word in words) else process
