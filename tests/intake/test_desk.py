"""The import desk in the web admin."""

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from estates.models import Estate
from estates.sheets import EstateSheet
from intake import actions, tasks
from intake.models import BatchState, ImportBatch
from tests.conftest import NOW
from tests.intake.files import ESTATE, another, workbook

pytestmark = pytest.mark.django_db
LIST = "admin:intake_importbatch_changelist"
START = "admin:intake_importbatch_start"


@pytest.fixture(autouse=True)
def worker_at_once(settings, monkeypatch):
    """What is handed to the worker is done on the spot."""
    monkeypatch.setattr(tasks.work_on, "delay", tasks.work_on)


@pytest.fixture
def desk(client, people):
    """`desk("district")` is a browser in which that person is logged in."""

    def desk(name: str):
        client.force_login(people[name])
        return client

    return desk


@pytest.fixture
def file(tmp_path):
    def file(*rows, name: str = "小区.xlsx") -> SimpleUploadedFile:
        return SimpleUploadedFile(name, workbook(tmp_path / "upload.xlsx", *rows).read_bytes())

    return file


@pytest.fixture
def post(desk, file):
    """`post(row, row)` uploads estates as the bureau; returns the answer."""

    def post(*rows, by: str = "bureau", **answers):
        return desk(by).post(
            reverse(START), {"register": "estates", "file": file(*rows), "on_existing": "refuse", **answers}
        )

    return post


SENT = {"csrfmiddlewaretoken": "as a browser sends it"}


def page_of(batch: ImportBatch, name: str = "change") -> str:
    return reverse(f"admin:intake_importbatch_{name}", args=[batch.pk])


class TestStart:
    def test_offers_every_register_with_its_template(self, desk):
        page = desk("district").get(reverse(START)).content.decode()
        for key in ("estates", "buildings", "enterprises", "managers", "contracts", "evidence"):
            assert f'value="{key}"' in page
            assert reverse("admin:intake_importbatch_template", args=[key]) in page

    def test_checks_the_file_and_leads_to_its_page(self, post):
        answer = post(ESTATE)
        batch = ImportBatch.objects.get()
        assert answer.url == page_of(batch)
        assert (batch.state, batch.by.username, batch.file_name) == (BatchState.CLEAN, "bureau", "小区.xlsx")

    def test_says_what_is_missing(self, desk):
        page = desk("bureau").post(reverse(START), {}).content.decode()
        assert "Choose a register." in page
        assert "Choose a file." in page

    def test_refuses_a_file_that_is_too_large_at_once(self, post, settings):
        settings.IMPORT_MAX_BYTES = 100
        assert "Split it into several files" in post(ESTATE).content.decode()
        assert not ImportBatch.objects.exists()

    @pytest.mark.parametrize("who", ["system", "auditor", "street", "inspector", "company"])
    def test_is_closed_to_a_role_that_does_not_import(self, desk, who):
        assert desk(who).get(reverse(START)).status_code == 403

    def test_takes_an_update_of_the_ledger_for_a_plain_import(self, desk, file):
        desk("bureau").post(reverse(START), {"register": "evidence", "file": file(ESTATE), "on_existing": "update"})
        assert ImportBatch.objects.get().on_existing == "refuse"


class TestPage:
    def test_lists_what_is_wrong_and_what_to_do(self, post, client):
        post(another(ESTATE, 户数="四百"))
        page = client.get(page_of(ImportBatch.objects.get())).content.decode()
        assert "“四百” is not a number" in page
        assert "Write digits only" in page
        assert page_of(ImportBatch.objects.get(), "marked") in page
        assert page_of(ImportBatch.objects.get(), "import") not in page

    def test_shows_the_first_two_hundred_faults(self, post, client):
        post(*[another(ESTATE, 小区代码=f"130102001{number:04d}", 户数="x") for number in range(250)])
        page = client.get(page_of(ImportBatch.objects.get())).content.decode()
        assert page.count("“x” is not a number") == 200
        assert "the first 200 of 250" in page

    def test_does_not_take_a_cell_for_markup(self, post, client):
        post(another(ESTATE, 户数="<script>alert(1)</script>"))
        page = client.get(page_of(ImportBatch.objects.get())).content.decode()
        assert "<script>alert" not in page

    @pytest.mark.parametrize(
        "state", [BatchState.RECEIVED, BatchState.CHECKING, BatchState.APPLYING, BatchState.UNDOING]
    )
    def test_refreshes_itself_while_the_worker_is_busy(self, post, client, state):
        post(ESTATE)
        ImportBatch.objects.update(state=state)
        answer = client.get(page_of(ImportBatch.objects.get()))
        assert answer["Refresh"] == "3"
        assert "refreshes itself every 3 seconds" in answer.content.decode()

    def test_stays_still_when_the_work_is_done(self, post, client):
        post(ESTATE)
        assert "Refresh" not in client.get(page_of(ImportBatch.objects.get()))

    def test_of_another_officers_file_is_not_there(self, post, desk):
        post(ESTATE, by="district")
        batch = ImportBatch.objects.get()
        for name in ("change", "file", "marked", "import", "undo", "discard"):
            assert desk("neighbour").get(page_of(batch, name)).status_code == 404
        assert desk("neighbour").get(reverse(LIST)).content.decode().count("小区.xlsx") == 0

    def test_is_open_to_the_auditor_without_any_verb(self, post, desk):
        post(ESTATE)
        batch = ImportBatch.objects.get()
        assert desk("auditor").get(page_of(batch)).status_code == 200
        assert desk("auditor").post(page_of(batch, "import"), SENT).status_code == 403

    @pytest.mark.parametrize("who", ["street", "inspector", "company"])
    def test_is_closed_to(self, post, desk, who):
        post(ESTATE)
        assert desk(who).get(page_of(ImportBatch.objects.get())).status_code == 403


class TestImport:
    def test_is_asked_for_and_done(self, post, client):
        post(ESTATE)
        batch = ImportBatch.objects.get()
        assert "all 1 rows" in client.get(page_of(batch, "import")).content.decode()
        assert not Estate.objects.exists()
        client.post(page_of(batch, "import"), SENT)
        assert Estate.objects.get().name == "长安花苑"
        assert ImportBatch.objects.get().applied_by.username == "bureau"

    def test_that_somebody_else_began_is_said(self, post, client):
        post(ESTATE)
        ImportBatch.objects.update(state=BatchState.APPLIED)
        answer = client.post(page_of(ImportBatch.objects.get(), "import"), follow=True)
        assert "somebody may have been quicker" in answer.content.decode()


class TestUndo:
    def test_needs_a_reason_and_is_done(self, post, client):
        post(ESTATE)
        batch = ImportBatch.objects.get()
        client.post(page_of(batch, "import"), SENT)
        client.post(page_of(batch, "undo"), {"why": ""})
        assert Estate.objects.exists()
        client.post(page_of(batch, "undo"), {"why": "传错了"})
        assert not Estate.objects.exists()
        assert ImportBatch.objects.get().undo_reason == "传错了"

    def test_lists_what_stands_in_the_way(self, post, client):
        post(ESTATE)
        batch = ImportBatch.objects.get()
        client.post(page_of(batch, "import"), SENT)
        Estate.objects.update(households=1)
        client.post(page_of(batch, "undo"), {"why": "传错了"})
        page = client.get(page_of(batch)).content.decode()
        assert "The import was not undone: 1 rows" in page
        assert "was changed after the import" in page


class TestDownloads:
    def test_template_can_be_filled_in_and_imported(self, desk, tmp_path, people):
        answer = desk("bureau").get(reverse("admin:intake_importbatch_template", args=["estates"]))
        book = openpyxl.load_workbook(io.BytesIO(answer.content))
        sheet = book["小区"]
        headings = [cell.value for cell in sheet[1]]
        sheet.append([another(ESTATE, 小区类型="老旧小区").get(heading) for heading in headings])
        book.save(tmp_path / "filled.xlsx")
        actions.load_file(tmp_path / "filled.xlsx", EstateSheet, by=people["bureau"], at=NOW)
        assert Estate.objects.get().code == ESTATE["小区代码"]

    def test_template_keeps_codes_as_text_and_offers_choices(self, desk):
        answer = desk("bureau").get(reverse("admin:intake_importbatch_template", args=["estates"]))
        sheet = openpyxl.load_workbook(io.BytesIO(answer.content))["小区"]
        assert sheet.column_dimensions["A"].number_format == "@"
        offered = [validation.formula1 for validation in sheet.data_validations.dataValidation]
        assert len(offered) == 3

    def test_of_an_unknown_register_is_not_there(self, desk):
        assert desk("bureau").get(reverse("admin:intake_importbatch_template", args=["others"])).status_code == 404

    def test_of_the_file_is_what_was_uploaded(self, post, client, tmp_path):
        post(ESTATE)
        answer = client.get(page_of(ImportBatch.objects.get(), "file"))
        assert b"".join(answer.streaming_content) == (tmp_path / "upload.xlsx").read_bytes()
        assert answer["Content-Disposition"].startswith("attachment")

    def test_of_a_marked_copy_that_was_not_made_is_not_there(self, post, client):
        post(ESTATE)
        assert client.get(page_of(ImportBatch.objects.get(), "marked")).status_code == 404


class TestList:
    def test_says_what_became_of_each_file(self, post, client):
        post(another(ESTATE, 户数="x"))
        page = client.get(reverse(LIST)).content.decode()
        assert "小区.xlsx" in page
        assert "has faults" in page
