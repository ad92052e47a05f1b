import io

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.http import FileResponse, StreamingHttpResponse
from django.test import Client, RequestFactory

from accounts.middleware import POLICY, address_of, bare_answer_to_head


class TestAddressOf:
    @pytest.mark.parametrize(
        ("proxies", "told", "address"),
        [
            (0, None, "10.0.0.9"),
            (0, "203.0.113.5", "10.0.0.9"),
            (1, None, "10.0.0.9"),
            (1, "203.0.113.5", "203.0.113.5"),
            (1, "8.8.8.8, 203.0.113.5", "203.0.113.5"),
            (2, "8.8.8.8, 203.0.113.5, 10.0.0.2", "203.0.113.5"),
            (2, "203.0.113.5", "10.0.0.9"),
        ],
    )
    def test_believes_our_own_proxies_only(self, settings, proxies, told, address):
        settings.PROXIES = proxies
        headers = {"X-Forwarded-For": told} if told else {}
        assert address_of(RequestFactory().get("/", REMOTE_ADDR="10.0.0.9", headers=headers)) == address


def served(method: str, address: str) -> tuple[str, dict[str, str], bytes]:
    """What the portal hands to its web server; the test client would take the body away by itself."""
    told = []
    environ = RequestFactory().generic(method, address).environ
    answer = WSGIHandler()(environ, lambda status, headers: told.extend([status, dict(headers)]))
    body = b"".join(answer)
    answer.close()
    return *told, body


class TestAnAnswerToHead:
    @pytest.mark.parametrize("address", ["/", "/admin/login/", "/api/v1/", "/nothing/"])
    def test_has_the_headers_of_the_page_and_no_body(self, city, address):
        status, headers, page = served("GET", address)
        assert page
        bare_status, bare_headers, body = served("HEAD", address)
        assert body == b""
        assert bare_status == status
        assert bare_headers["Content-Type"] == headers["Content-Type"]
        assert int(bare_headers["Content-Length"]) > 0

    @pytest.mark.parametrize("answer", [StreamingHttpResponse([b"a"]), FileResponse(io.BytesIO(b"a"))])
    def test_has_nothing_of_a_stream(self, answer):
        bare = bare_answer_to_head(lambda request: answer)(RequestFactory().head("/"))
        assert b"".join(bare) == b""
        assert getattr(bare, "file_to_stream", None) is None


class TestPrivacy:
    def test_of_what_the_api_answers(self, people, client_of):
        client = client_of("district")
        for address in ("changes/", "figures/overview/", "tokens/current/", "estates/", "estates/1/", "nothing/"):
            assert "private" in client.get(f"/api/v1/{address}")["Cache-Control"], address

    def test_does_not_close_what_is_for_everybody(self, people, client):
        assert "public" in client.get("/api/v1/figures/public/overview/")["Cache-Control"]


class TestPolicy:
    @pytest.mark.parametrize("address", ["/admin/login/", "/api/v1/", "/api/v1/docs/", "/nothing/", "/health/live"])
    def test_holds_for_every_answer(self, city, address):
        assert Client().get(address)["Content-Security-Policy"] == POLICY

    def test_leaves_the_stricter_one_of_a_public_page(self, city):
        assert "default-src 'none'" in Client().get("/")["Content-Security-Policy"]
