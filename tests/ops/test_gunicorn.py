"""The access log: one line for each request, whatever its path holds; and how long an address may be."""

import logging
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.urls import reverse
from gunicorn.config import Config
from gunicorn.http.parser import RequestParser

from config.gunicorn import Logger, access_log_format, limit_request_line, raw_env


@pytest.fixture
def line_of(caplog):
    """`line_of(path)` is what is logged of a request for `path`, as the server decodes it."""
    settings = Config()
    settings.set("accesslog", "-")
    settings.set("access_log_format", access_log_format)
    log = Logger(settings)
    log.access_log.propagate = True

    def line(path: str) -> str:
        environ = {
            "REQUEST_METHOD": "GET", "RAW_URI": "/", "SERVER_PROTOCOL": "HTTP/1.1",
            "PATH_INFO": path.encode().decode("latin-1"),
        }  # fmt: skip
        answer = SimpleNamespace(status="200 OK", sent=5, headers=[("X-Request-ID", "abc")])
        with caplog.at_level(logging.INFO, logger="gunicorn.access"):
            log.access(answer, SimpleNamespace(headers=[]), environ, timedelta(milliseconds=3))
        return caplog.messages[-1]

    return line


def test_a_path_makes_no_line_and_no_field_of_its_own(line_of):
    line = line_of("/estates/x\n[21/Nov/2026] GET /admin/ 200 1 bytes\r\u2028\x1b[2J")
    assert line.isascii()
    assert line.isprintable()
    assert " GET /estates/x%0A%5B21/Nov/2026%5D%20GET%20/admin/%20200%201%20bytes%0D%E2%80%A8%1B%5B2J 200 5 " in line


def test_a_plain_path_is_logged_as_it_is(line_of):
    assert " GET /api/v1/estates/1301020010001/ 200 5 bytes 3 ms abc" in line_of("/api/v1/estates/1301020010001/")


def test_a_link_that_ends_somebodys_following_is_not_readable_in_the_log(line_of):
    path = reverse("oversight:follow-end", args=[7, "0123456789ABCDEF"])
    assert " GET /follow/end/ 200 5 " in line_of(path)
    assert "0123456789ABCDEF" not in line_of(path + "\n/")


def test_a_filter_may_name_a_thousand_codes():
    settings = Config()
    settings.set("limit_request_line", limit_request_line)
    codes = ",".join(["1301020010001"] * 1000)
    lines = f"GET /api/v1/estates/?code={codes} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode()
    request = next(RequestParser(settings, iter([lines]), ("127.0.0.1", 1)))
    assert request.query == f"code={codes}"


def test_its_processes_are_web_ones_and_no_others():
    settings = Config()
    settings.set("raw_env", raw_env)
    assert settings.env == {"ANJU_WEB": "1"}
