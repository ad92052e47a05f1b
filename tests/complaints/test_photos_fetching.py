"""A photo from another server: never from inside, never without end, and never believed."""

import pytest
from django.core.exceptions import ValidationError

from complaints import photos
from complaints.models import PhotoState
from complaints.photos import fetching, working
from exchange.webhooks import outbound
from tests.complaints.pictures import jpeg
from tests.complaints.test_photos import NOW, own_folder  # noqa: F401 - a fixture
from tests.exchange.receivers import Answer, hanging, receiving, trickling, with_status


def sending(body: bytes, *, length: int | None = None) -> Answer:
    def answer(handler) -> None:
        handler.send_response(200)
        handler.send_header("Content-Length", str(len(body) if length is None else length))
        handler.end_headers()
        handler.wfile.write(body)

    return answer


def endless(handler) -> None:
    handler.send_response(200)
    handler.end_headers()
    try:
        while True:
            handler.wfile.write(bytes(1_000_000))
    except OSError:
        pass


@pytest.fixture
def allowed(settings):
    settings.WEBHOOK_ALLOWED = ["127.0.0.1"]


@pytest.fixture
def hurried(monkeypatch):
    monkeypatch.setattr(outbound, "TOTAL_SECONDS", 1)


@pytest.mark.usefixtures("allowed")
class TestFetch:
    def test_brings_what_lies_there_and_says_little_of_us(self):
        with receiving(sending(jpeg())) as server:
            assert fetching.fetch(server.address) == jpeg()
        asked = server.got[0].headers
        assert "cookie" not in asked
        assert "authorization" not in asked

    @pytest.mark.parametrize("status", [204, 301, 302, 404, 410])
    def test_follows_nowhere_else(self, status):
        with (
            receiving(with_status(status, Location="http://127.0.0.1:1/")) as server,
            pytest.raises(ValidationError),
        ):
            fetching.fetch(server.address)
        assert len(server.got) == 1

    def test_reads_no_more_than_a_photo_may_have(self):
        with receiving(endless) as server, pytest.raises(ValidationError, match="15"):
            fetching.fetch(server.address)

    @pytest.mark.parametrize("answer", [hanging, trickling])
    def test_waits_no_longer_than_it_may(self, answer, hurried):
        with receiving(answer) as server, pytest.raises(fetching.NoAnswer):
            fetching.fetch(server.address)

    @pytest.mark.parametrize("answer", [with_status(503), sending(jpeg()[:500], length=5000)])
    def test_may_be_tried_again_when_the_server_broke_off(self, answer):
        with receiving(answer) as server, pytest.raises(fetching.NoAnswer):
            fetching.fetch(server.address)

    def test_may_be_tried_again_when_nobody_listens(self):
        with receiving() as server:
            address = server.address
        with pytest.raises(fetching.NoAnswer):
            fetching.fetch(address)


class TestInside:
    @pytest.mark.parametrize(
        "address",
        [
            "http://127.0.0.1:8000/a.jpg",
            "http://[::1]:8000/a.jpg",
            "http://169.254.169.254/latest/meta-data/",
            "http://10.0.0.1/a.jpg",
            "http://localhost:8000/a.jpg",
            "http://2130706433/a.jpg",
        ],
    )
    def test_is_never_asked(self, address):
        with pytest.raises(ValidationError):
            fetching.fetch(address)

    @pytest.mark.parametrize(
        "address",
        ["file:///etc/passwd", "ftp://example.org/a.jpg", "gopher://x", "http://a@b/", "", "//x", "https://x:5432/"],
    )
    def test_is_no_address_of_a_photo(self, complaint, address):
        with pytest.raises(ValidationError):
            photos.take_remote(address, complaint=complaint, at=NOW)


@pytest.mark.usefixtures("allowed")
class TestTakeRemote:
    def test_is_clean_once_the_worker_fetched_it(self, complaint):
        with receiving(sending(jpeg())) as server:
            photo = photos.take_remote(f"{server.address}?key=secret", complaint=complaint, at=NOW)
            assert photo.state == PhotoState.REMOTE
            working.clean(photo.pk, at=NOW)
        photo.refresh_from_db()
        assert photo.is_clean
        assert (photo.source, photo.name) == ("", "")

    def test_refuses_what_is_no_photo(self, complaint):
        with receiving(sending(b"<html>")) as server:
            photo = photos.take_remote(server.address, complaint=complaint, at=NOW)
            working.clean(photo.pk, at=NOW)
        photo.refresh_from_db()
        assert photo.is_refused

    def test_waits_for_a_server_that_does_not_answer_and_then_gives_up(self, complaint):
        with receiving() as server:
            address = server.address
        photo = photos.take_remote(address, complaint=complaint, at=NOW)
        states = []
        for _ in range(4):
            working.clean(photo.pk, at=NOW)
            photo.refresh_from_db()
            states.append(photo.state)
        assert states == ["remote", "remote", "remote", "refused"]
