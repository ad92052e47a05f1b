"""Real servers on 127.0.0.1 that receive webhooks: quick, refusing, redirecting, hanging, trickling."""

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Answer = Callable[[BaseHTTPRequestHandler], None]


@dataclass
class Received:
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Receiver:
    """What a server got, and what it answers next; `answer` may be changed while it runs."""

    answer: Answer
    got: list[Received] = field(default_factory=list)
    released: threading.Event = field(default_factory=threading.Event)
    server: Any = None

    @property
    def port(self) -> int:
        return self.server.server_address[1]

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}/hooks"

    @property
    def keys(self) -> list[str]:
        return [each.headers["webhook-id"] for each in self.got]


def with_status(status: int, text: str = "", **headers: str) -> Answer:
    """Answers at once."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Length", str(len(text.encode())))
        handler.end_headers()
        handler.wfile.write(text.encode())

    return answer


def in_turn(*answers: Answer) -> Answer:
    """The first answer first; the last one for ever."""
    left = list(answers)

    def answer(handler: BaseHTTPRequestHandler) -> None:
        (left.pop(0) if len(left) > 1 else left[0])(handler)

    return answer


def hanging(handler: BaseHTTPRequestHandler) -> None:
    """Takes the request and says nothing, until the test is over."""
    handler.server.receiver.released.wait(60)


def trickling(handler: BaseHTTPRequestHandler) -> None:
    """A byte every now and then, so that no single wait is long."""
    try:
        for letter in "HTTP/1.1 200 OK\r\n" + "X-Wait: 1\r\n" * 1000:
            if handler.server.receiver.released.wait(0.2):
                return
            handler.wfile.write(letter.encode())
    except OSError:
        handler.server.receiver.got.append(Received("cut off", {}, b""))


def closing(handler: BaseHTTPRequestHandler) -> None:
    handler.connection.shutdown(socket.SHUT_RDWR)


class Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.server.receiver.got.append(Received(self.path, headers, body))
        self.server.receiver.answer(self)

    do_GET = do_POST  # noqa: N815 - the server looks for this name

    def log_message(self, *things):
        pass


class Quiet(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def handle_error(self, request, client_address):
        """A connection that the portal cut off is no news."""


@contextmanager
def receiving(answer: Answer | None = None, *, tls: ssl.SSLContext | None = None) -> Iterator[Receiver]:
    """A running server, which takes everything unless told otherwise."""
    receiver = Receiver(answer or with_status(204))
    receiver.server = Quiet(("127.0.0.1", 0), Handler)
    receiver.server.receiver = receiver
    if tls:
        receiver.server.socket = tls.wrap_socket(receiver.server.socket, server_side=True)
    thread = threading.Thread(target=receiver.server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield receiver
    finally:
        receiver.released.set()
        receiver.server.shutdown()
        receiver.server.server_close()
        thread.join(5)


def until(condition: Callable[[], Any], what: str, seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, f"waited {seconds} s for {what}"
        time.sleep(0.02)
