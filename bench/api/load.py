"""Clients that call as fast as they are answered, over connections that stay open."""

import socket
import threading
import time
import urllib.request
from dataclasses import dataclass
from itertools import cycle
from urllib.parse import urlsplit


@dataclass(frozen=True)
class Result:
    """`per_second` answers; `seconds` of every call, sorted."""

    per_second: float
    seconds: list[float]

    def percentile(self, share: float) -> float:
        return self.seconds[min(int(len(self.seconds) * share), len(self.seconds) - 1)]


class Failed(RuntimeError):
    """An answer was not 200."""


def call(connection: socket.socket, request: bytes) -> bytes:
    """Send one request and read its whole answer. Raises Failed."""
    connection.sendall(request)
    received = b""
    while b"\r\n\r\n" not in received:
        received += connection.recv(65536)
    head, _blank, body = received.partition(b"\r\n\r\n")
    if b" 200 " not in head[:20]:
        raise Failed((head + body)[:600].decode(errors="replace"))
    length = int(head.lower().split(b"content-length:")[1].split(b"\r\n")[0])
    while len(body) < length:
        body += connection.recv(65536)
    return body


def request_of(base: str, path: str, key: str, cookie: str = "") -> bytes:
    """A program's request with its token, or a browser's with its cookies."""
    host = urlsplit(base).netloc
    who = f"Authorization: Token {key}\r\nAccept: application/json" if key else f"Cookie: {cookie}\r\nAccept: text/html"
    return f"GET {path} HTTP/1.1\r\nHost: {host}\r\n{who}\r\n\r\n".encode()


def connect(base: str) -> socket.socket:
    place = urlsplit(base)
    connection = socket.create_connection((place.hostname, place.port), timeout=60)
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return connection


def whole_body_of(base: str, path: str, key: str) -> int:
    """Reads an answer of unknown length to its end; returns how many bytes it had. Raises Failed."""
    request = urllib.request.Request(f"{base}{path}", headers={"Authorization": f"Token {key}"})
    size = 0
    with urllib.request.urlopen(request, timeout=300) as answer:
        while part := answer.read(1 << 16):
            size += len(part)
    return size


def body_of(base: str, path: str, key: str) -> bytes:
    with connect(base) as connection:
        return call(connection, request_of(base, path, key))


def run(base: str, paths: list[str], key: str, *, clients: int, seconds: float, cookie: str = "") -> Result:
    """Each client takes the paths in turn, beginning at another one. Raises Failed."""
    requests = [request_of(base, path, key, cookie) for path in paths]
    end = time.perf_counter() + seconds
    told: list[list[float]] = [[] for _ in range(clients)]
    faults: list[Exception] = []

    def client(number: int) -> None:
        turn = cycle(requests[number % len(requests) :] + requests[: number % len(requests)])
        try:
            with connect(base) as connection:
                while (begun := time.perf_counter()) < end:
                    call(connection, next(turn))
                    told[number].append(time.perf_counter() - begun)
        except Exception as fault:
            faults.append(fault)

    threads = [threading.Thread(target=client, args=[number]) for number in range(clients)]
    begun = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if faults:
        raise faults[0]
    taken = [each for mine in told for each in mine]
    return Result(len(taken) / (time.perf_counter() - begun), sorted(taken))
