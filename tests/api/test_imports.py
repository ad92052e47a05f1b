"""The import desk as addresses: upload, dry run, faults beside the cells, carrying out, undoing."""

import io
import threading

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from accounts.models import AuditEntry
from estates.models import Estate
from intake import tasks
from intake.models import BatchState, ImportBatch
from intake.sheets import all_sheets
from tests.api.test_problems import problem
from tests.factories import a_building
from tests.intake.files import BUILDING, ESTATE, RECORD, another, workbook

API = "/api/v1/imports/"
KEY = {"idempotency-key": "upload-1"}


@pytest.fixture(autouse=True)
def own_place(settings, tmp_path, monkeypatch, django_capture_on_commit_callbacks):
    """Uploads of a test go into its own folder, and the worker does at once what is handed to it."""
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": str(tmp_path / "files")},
        },
    }
    monkeypatch.setattr(tasks.work_on, "delay", tasks.work_on)


@pytest.fixture
def call(people, client_of, django_capture_on_commit_callbacks):
    """`call("post", "7/undo/", {...}, by="bureau")`: a call as a server makes it, with what it does on commit."""

    def call(method: str, place: str = "", sent=None, *, by: str = "district", **options):
        with django_capture_on_commit_callbacks(execute=True):
            return getattr(client_of(by), method)(place if place.startswith("/") else API + place, sent, **options)

    return call


@pytest.fixture
def upload(call, tmp_path):
    """`upload(row, row)` sends a workbook of estates; returns the answer."""

    def upload(*rows, register: str = "estates", name: str = "小区.xlsx", by: str = "district", headers=None, **sent):
        file = SimpleUploadedFile(name, workbook(tmp_path / "upload.xlsx", *rows).read_bytes())
        sent = {"register": register, "file": file, **sent}
        return call("post", "", sent, by=by, format="multipart", headers=headers)

    return upload


@pytest.fixture
def imported(upload, call):
    """The key of an estate file that has been imported."""
    key = upload(ESTATE).json()["id"]
    assert call("post", f"{key}/carry-out/").status_code == 202
    return key


def verbs(told: dict) -> list[str]:
    return [move["verb"] for move in told["moves"]]


class TestUpload:
    def test_is_kept_and_checked_while_nothing_is_imported(self, upload, call):
        answer = upload(ESTATE, another(ESTATE, 小区代码="1301020010002"))
        assert answer.status_code == 201, answer.content
        assert answer["Location"].endswith(f"/api/v1/imports/{answer.json()['id']}/")
        assert answer.json()["state"] == "received"
        told = call("get", answer["Location"].removeprefix("http://testserver")).json()
        assert (told["state"], told["row_count"], told["fault_count"]) == ("clean", 2, 0)
        assert (told["register"], told["file_name"], told["by"]) == ("estates", "小区.xlsx", "district")
        assert verbs(told) == ["carry_out", "discard"]
        assert not Estate.objects.exists()

    def test_has_its_faults_row_by_row_and_in_a_copy(self, upload, call):
        key = upload(another(ESTATE, 户数="many"), another(ESTATE, 小区代码="12")).json()["id"]
        told = call("get", f"{key}/").json()
        assert (told["state"], told["fault_count"], told["has_marked_copy"]) == ("faulty", 2, True)
        assert verbs(told) == ["discard"]
        faults = call("get", f"{key}/faults/").json()
        assert faults["count"] == 2
        assert [(fault["row"], fault["column"]) for fault in faults["results"]] == [(2, "户数"), (3, "小区代码")]
        assert all(fault["what"] and not fault["is_warning"] for fault in faults["results"])
        assert len(call("get", f"{key}/faults/?page_size=1&page=2").json()["results"]) == 1
        marked = call("get", f"{key}/marked/")
        assert "attachment" in marked["Content-Disposition"]
        book = openpyxl.load_workbook(io.BytesIO(b"".join(marked.streaming_content)))
        assert book.active.max_row >= 3

    def test_can_be_had_back_as_it_was(self, upload, call, tmp_path):
        key = upload(ESTATE).json()["id"]
        for accept in ("*/*", "application/octet-stream"):
            answer = call("get", f"{key}/file/", headers={"accept": accept})
            assert b"".join(answer.streaming_content) == (tmp_path / "upload.xlsx").read_bytes()
        problem(call("get", f"{key}/marked/", headers={"accept": "application/octet-stream"}), 404)

    def test_that_is_no_workbook_has_failed_and_says_why(self, call):
        file = SimpleUploadedFile("小区.xlsx", b"%PDF-1.7 not a workbook")
        key = call("post", "", {"register": "estates", "file": file}, format="multipart").json()["id"]
        told = call("get", f"{key}/").json()
        assert told["state"] == "failed"
        assert told["message"]

    @pytest.mark.parametrize(
        ("sent", "places"),
        [
            ({}, {"#/register", "#/file"}),
            ({"register": "planets", "file": SimpleUploadedFile("a.csv", b"a")}, {"#/register"}),
            ({"register": "estates", "file": SimpleUploadedFile("a.csv", b"")}, {"#/file"}),
            ({"register": "estates", "file": "text"}, {"#/file"}),
            ({"register": "estates", "file": SimpleUploadedFile("a.csv", b"a"), "on_existing": "x"}, {"#/on_existing"}),
            ({"register": "estates", "file": SimpleUploadedFile("a.csv", b"a"), "colour": "x"}, {"#/colour"}),
            (
                {"register": "evidence", "file": SimpleUploadedFile("a.csv", b"a"), "on_existing": "update"},
                {"#/on_existing"},
            ),
        ],
    )
    def test_that_makes_no_sense_is_refused_at_its_place(self, call, sent, places):
        body = problem(call("post", "", sent, format="multipart"), 400)
        assert {error["pointer"] for error in body["errors"]} == places
        assert not ImportBatch.objects.exists()

    def test_that_is_too_large_is_refused_before_it_is_read(self, call, settings):
        settings.IMPORT_MAX_BYTES = 1000
        file = SimpleUploadedFile("a.csv", b"a" * 100_000)
        problem(call("post", "", {"register": "estates", "file": file}, format="multipart"), 413)
        smaller = SimpleUploadedFile("a.csv", b"a" * 2000)
        body = problem(call("post", "", {"register": "estates", "file": smaller}, format="multipart"), 400)
        assert body["errors"][0]["pointer"] == "#/file"

    @pytest.mark.parametrize("person", ["auditor", "system", "street", "inspector", "company"])
    def test_is_for_who_may_import(self, upload, person):
        problem(upload(ESTATE, by=person), 403)

    def test_of_a_broken_form_is_refused(self, call):
        answer = call("post", "", "--x\r\nbroken", content_type="multipart/form-data; boundary=y")
        problem(answer, 400)
        problem(call("post", "", "a=1", content_type="application/x-www-form-urlencoded"), 415)

    def test_sent_twice_with_a_key_is_kept_once(self, upload, call, tmp_path):
        content = workbook(tmp_path / "twice.xlsx", ESTATE).read_bytes()

        def send():
            sent = {"register": "estates", "file": SimpleUploadedFile("小区.xlsx", content)}
            return call("post", "", sent, by="district", format="multipart", headers=KEY)

        first, second = send(), send()
        assert second.content == first.content
        assert second["Idempotency-Replayed"] == "true"
        assert ImportBatch.objects.count() == 1
        problem(upload(another(ESTATE, 户数=1), headers=KEY), 422)
        assert call("get", f"{first.json()['id']}/").json()["state"] == "clean"


class TestCarryingOut:
    def test_brings_in_every_row(self, call, imported):
        told = call("get", f"{imported}/").json()
        assert (told["state"], told["applied_by"], verbs(told)) == ("applied", "district", ["undo"])
        assert Estate.objects.get().code == ESTATE["小区代码"]
        entry = AuditEntry.objects.get(verb="import")
        assert (entry.who, entry.after["rows"]) == ("district", 1)

    def test_twice_is_refused(self, call, imported):
        problem(call("post", f"{imported}/carry-out/"), 409)

    def test_twice_with_a_key_is_answered_twice_and_done_once(self, upload, call):
        key = upload(ESTATE).json()["id"]
        first, second = (call("post", f"{key}/carry-out/", headers=KEY) for _ in range(2))
        assert (first.status_code, second.content) == (202, first.content)
        assert AuditEntry.objects.filter(verb="import").count() == 1

    def test_of_a_file_with_faults_is_refused(self, upload, call):
        key = upload(another(ESTATE, 户数="many")).json()["id"]
        problem(call("post", f"{key}/carry-out/"), 409)
        assert not Estate.objects.exists()

    def test_takes_no_values(self, upload, call):
        key = upload(ESTATE).json()["id"]
        body = problem(call("post", f"{key}/carry-out/", {"force": True}), 400)
        assert body["errors"][0]["pointer"] == "#/force"


class TestUndoing:
    def test_takes_back_the_whole_file_and_keeps_the_reason(self, call, imported):
        assert call("post", f"{imported}/undo/", {"reason": "传错文件"}).status_code == 202
        told = call("get", f"{imported}/").json()
        assert (told["state"], told["undo_reason"], told["undone_by"]) == ("undone", "传错文件", "district")
        assert not Estate.objects.exists()
        assert AuditEntry.objects.get(verb="undo_import").why == "传错文件"

    def test_needs_a_reason(self, call, imported):
        for sent in ({}, {"reason": " "}, {"reason": "长" * 301}):
            body = problem(call("post", f"{imported}/undo/", sent), 400)
            assert body["errors"][0]["pointer"] == "#/reason"

    def test_changes_nothing_while_something_builds_on_it(self, call, imported):
        a_building(Estate.objects.get())
        call("post", f"{imported}/undo/", {"reason": "传错文件"})
        told = call("get", f"{imported}/").json()
        assert told["state"] == "applied"
        assert told["message"]
        assert call("get", f"{imported}/faults/").json()["count"] == 1


class TestDiscarding:
    def test_removes_the_file(self, upload, call):
        key = upload(another(ESTATE, 户数="many")).json()["id"]
        batch = ImportBatch.objects.get()
        assert batch.file.storage.exists(batch.file.name)
        assert call("post", f"{key}/discard/").status_code == 204
        assert not ImportBatch.objects.exists()
        assert not batch.file.storage.exists(batch.file.name)
        assert not batch.file.storage.exists(batch.marked_file.name)

    def test_of_what_was_imported_is_refused(self, call, imported):
        problem(call("post", f"{imported}/discard/"), 409)


class TestScope:
    def test_shows_the_bureau_and_the_auditor_all_and_an_officer_their_own(self, upload, call):
        key = upload(ESTATE).json()["id"]
        for person in ("bureau", "auditor", "system", "district"):
            assert [row["id"] for row in call("get", by=person).json()["results"]] == [key]
        assert call("get", by="neighbour").json()["results"] == []
        for place in ("", "faults/", "file/", "marked/"):
            problem(call("get", f"{key}/{place}", by="neighbour"), 404)
        for verb in ("carry-out", "undo", "discard"):
            problem(call("post", f"{key}/{verb}/", {"reason": "x"}, by="neighbour"), 404)

    def test_offers_the_auditor_nothing(self, upload, call):
        key = upload(ESTATE).json()["id"]
        assert call("get", f"{key}/", by="auditor").json()["moves"] == []
        problem(call("post", f"{key}/carry-out/", by="auditor"), 403)

    @pytest.mark.parametrize(
        ("query", "found"),
        [("state=clean", 1), ("state=faulty", 0), ("register=estates,buildings", 1), ("register=contracts", 0),
         ("search=小区", 1), ("by=district", 1), ("by=bureau", 0), ("row_count_from=1", 1),
         ("received_to=2020-01-01", 0)],
    )  # fmt: skip
    def test_is_searched(self, upload, call, query, found):
        upload(ESTATE)
        assert len(call("get", f"?{query}").json()["results"]) == found


class TestProgress:
    def test_is_told_while_the_worker_is_busy(self, upload, call):
        key = upload(ESTATE).json()["id"]
        assert call("get", f"{key}/").json()["progress"] is None
        batch = ImportBatch.objects.get()
        ImportBatch.objects.update(state=BatchState.APPLYING)
        tasks.Telling(batch)(3, 10)
        assert call("get", f"{key}/").json()["progress"] == {"done": 3, "total": 10}


class TestTemplates:
    def test_list_every_register_with_its_columns(self, call):
        told = call("get", "templates/").json()
        assert told["count"] == len(told["results"]) == len(all_sheets())
        estates = told["results"][0]
        assert (estates["register"], estates["may_import"]) == ("estates", True)
        heading = {column["heading"]: column for column in estates["columns"]}
        assert heading["小区代码"]["required"]
        assert heading["小区类型"]["choices"]
        assert {row["may_import"] for row in call("get", "templates/", by="auditor").json()["results"]} == {False}

    def test_are_workbooks_that_come_back_without_a_fault_in_the_headings(self, call):
        for row in call("get", "templates/").json()["results"]:
            answer = call("get", row["template"].removeprefix("http://testserver"))
            book = openpyxl.load_workbook(io.BytesIO(answer.content))
            headings = [cell.value for cell in book[row["tab"]][1]]
            assert headings == [column["heading"] for column in row["columns"]]

    def test_of_no_register_are_not_there(self, call):
        assert "estates" in problem(call("get", "templates/planets/"), 404)["detail"]


class TestOtherRegisters:
    def test_come_in_the_same_way(self, upload, call, imported):
        key = upload(BUILDING, register="buildings").json()["id"]
        assert call("post", f"{key}/carry-out/").status_code == 202
        assert call("get", f"{key}/").json()["state"] == "applied"

    def test_of_evidence_are_withdrawn_not_removed(self, upload, call):
        key = upload(RECORD, register="evidence").json()["id"]
        assert call("get", f"{key}/").json()["state"] == "faulty"  # there is no rulebook yet


def test_two_who_carry_out_the_same_file_at_once_are_told_apart(transactional_db, people, client_of, tmp_path):
    file = SimpleUploadedFile("小区.xlsx", workbook(tmp_path / "upload.xlsx", ESTATE).read_bytes())
    clients = [client_of("district"), client_of("bureau")]
    key = clients[0].post(API, {"register": "estates", "file": file}, format="multipart").json()["id"]
    assert ImportBatch.objects.get().state == BatchState.CLEAN
    found: list[int] = []

    def make(client) -> None:
        found.append(client.post(f"{API}{key}/carry-out/").status_code)
        connection.close()

    threads = [threading.Thread(target=make, args=[client]) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert sorted(found) == [202, 409]
    assert Estate.objects.count() == 1
