"""How long the database may take over a call: long enough for a list, as long as it takes for a file."""

import json
import os
import subprocess
import sys

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.api.statements import Statement
from accounts.models import AuditEntry
from accounts.patience import unhurried
from config import check, settings
from tests.factories import an_estate

API = "/api/v1"
SLOW = Statement("SELECT pg_sleep(0.6)::text", (), ())


def limit() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SHOW statement_timeout")
        return cursor.fetchone()[0]


@pytest.fixture
def hurried(transactional_db):
    """A connection as web processes have them, though with less patience."""
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = '300ms'")
    yield
    with connection.cursor() as cursor:
        cursor.execute("RESET statement_timeout")


class TestACall:
    def test_that_takes_too_long_says_what_to_do(self, hurried, client_of, monkeypatch):
        client = client_of("bureau")
        monkeypatch.setattr("accounts.api.resources.Resource.countable", lambda *rest: SLOW)
        answer = client.get(f"{API}/estates/?count=exact", headers={"accept-language": "en"})
        assert (answer.status_code, answer["Retry-After"]) == (503, "60")
        assert answer.json()["type"] == "urn:anju:problem:unavailable"
        assert "Narrow the question" in answer.json()["detail"]
        assert client.get(f"{API}/estates/").status_code == 503, "it is stopped each time, and the connection is good"
        monkeypatch.undo()
        assert client.get(f"{API}/estates/").status_code == 200

    def test_for_a_file_may_take_longer(self, hurried, client_of, monkeypatch):
        client, told = client_of("bureau"), []
        monkeypatch.setattr(Statement, "count", lambda *rest, **more: told.append(limit()) or 0)
        assert client.get(f"{API}/estates/export/").status_code == 200
        assert told == ["0"]


def give_up() -> None:
    with unhurried():
        assert limit() == "0"
        raise ValueError("odd")


def test_impatience_comes_back_after_a_fault(db):
    with CaptureQueriesContext(connection) as asked, pytest.raises(ValueError, match="odd"):
        give_up()
    assert [each["sql"] for each in asked][-1] == "RESET statement_timeout"


@pytest.mark.parametrize(
    ("environment", "seconds"),
    [({}, None), ({"ANJU_WEB": "1"}, 30), ({"ANJU_WEB": "1", "ANJU_STATEMENT_SECONDS": "5"}, 5)],
)
def test_only_web_processes_are_in_a_hurry(environment, seconds):
    told = "import json; from config import settings; print(json.dumps(settings.DATABASES['default']['OPTIONS']))"
    told = told.replace("['OPTIONS']", ".get('OPTIONS', {})")
    clean = {name: value for name, value in os.environ.items() if name not in ("ANJU_WEB", "ANJU_STATEMENT_SECONDS")}
    done = subprocess.run(
        [sys.executable, "-c", told], cwd=settings.ROOT, env={**clean, **check.PRODUCTION, **environment},
        capture_output=True, check=True,
    )  # fmt: skip
    assert json.loads(done.stdout).get("options") == (seconds and f"-c statement_timeout={seconds}s")


class TestHead:
    """Asked for its headers alone, a file is neither made nor taken out."""

    @pytest.mark.parametrize(("kind", "media"), [("csv", "text/csv"), ("geojson", "application/geo+json")])
    def test_of_a_file_leaves_no_line(self, client_of, kind, media, django_assert_max_num_queries):
        an_estate("130102001000")
        client = client_of("district")
        lines = AuditEntry.objects.count()
        client.head(f"{API}/estates/export/", {"as": kind})
        with django_assert_max_num_queries(1):
            answer = client.head(f"{API}/estates/export/", {"as": kind})
        assert answer.status_code == 200
        assert answer["Content-Type"].startswith(media)
        assert f".{kind}" in answer["Content-Disposition"]
        assert b"".join(answer.streaming_content) == b""
        assert AuditEntry.objects.count() == lines

    def test_of_what_makes_no_sense_is_refused_as_ever(self, client_of):
        client = client_of("district")
        assert client.head(f"{API}/estates/export/", {"as": "pdf"}).status_code == 400
        assert client.head(f"{API}/regions/export/", {"as": "geojson"}).status_code == 400

    def test_of_a_desks_file_leaves_no_line(self, people, client):
        client.force_login(people["bureau"])
        lines = AuditEntry.objects.count()
        assert client.head("/admin/estates/estate/export/?as=csv").status_code == 200
        assert AuditEntry.objects.count() == lines
