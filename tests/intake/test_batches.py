"""One uploaded file from its arrival to its undoing."""

import threading
from pathlib import Path

import openpyxl
import pytest
from django.core.files.base import ContentFile, File
from django.db import connection

from accounts.authority import NotAllowed
from accounts.models import AuditEntry, User
from estates.actions import amend_estate, register_building
from estates.models import Building, Estate
from estates.sheets import BuildingSheet, EstateSheet
from intake import actions, marking
from intake.actions import BatchBusy, WrongState
from intake.actions.batches import at_work
from intake.faults import CannotRead
from intake.marking import OUR_HEADING
from intake.models import BatchState, ImportBatch, ImportedRow, OnExisting
from tests.conftest import NOW
from tests.factories import an_estate
from tests.intake.files import ESTATE, another, csv_file, workbook

pytestmark = pytest.mark.django_db
TWO = (ESTATE, another(ESTATE, 小区代码="1301020010002", 小区名称="青禾苑"))


@pytest.fixture
def upload(people, tmp_path):
    """`upload(row, row, ...)` is a batch that has just been received from the bureau."""

    def upload(*rows, by: str = "bureau", name: str = "小区.xlsx", write=workbook, **options) -> ImportBatch:
        path = write(tmp_path / name, *rows)
        with path.open("rb") as file:
            return actions.receive(File(file), sheet=EstateSheet, name=name, by=people[by], at=NOW, **options)

    return upload


@pytest.fixture
def applied(upload, people):
    """`applied(row, row, ...)` is a batch that was checked, ordered and imported."""

    def applied(*rows, **options) -> ImportBatch:
        batch = actions.check(upload(*rows, **options), sheet=EstateSheet)
        actions.order(batch, sheet=EstateSheet, by=people["bureau"], at=NOW)
        return actions.apply(batch, sheet=EstateSheet)

    return applied


def undo(batch, people):
    actions.order_undo(batch, sheet=EstateSheet, by=people["bureau"], at=NOW, why="传错了")
    return actions.undo(batch, sheet=EstateSheet)


class TestReceive:
    @pytest.mark.parametrize("who", ["system", "auditor", "street", "inspector", "company"])
    def test_is_refused_to_a_role_that_does_not_import(self, upload, who):
        with pytest.raises(NotAllowed):
            upload(ESTATE, by=who)
        assert not ImportBatch.objects.exists()

    def test_refuses_an_empty_file(self, people):
        with pytest.raises(CannotRead):
            actions.receive(ContentFile(b""), sheet=EstateSheet, name="a.xlsx", by=people["bureau"], at=NOW)

    def test_keeps_the_name_without_any_folder(self, people):
        batch = actions.receive(
            ContentFile(b"a,b"), sheet=EstateSheet, name="../../etc/passwd.csv", by=people["bureau"], at=NOW
        )
        assert batch.file_name == "passwd.csv"
        assert batch.file.name == f"imports/{batch.key}/upload.csv"


class TestCheck:
    def test_writes_nothing_to_the_register(self, upload):
        batch = actions.check(upload(*TWO), sheet=EstateSheet)
        assert (batch.state, batch.row_count, batch.fault_count) == (BatchState.CLEAN, 2, 0)
        assert not Estate.objects.exists()

    def test_keeps_the_faults_for_the_page(self, upload):
        batch = actions.check(upload(another(ESTATE, 户数="四百")), sheet=EstateSheet)
        assert (batch.state, batch.fault_count) == (BatchState.FAULTY, 1)
        assert batch.faults == [
            {
                "row": 2,
                "heading": "户数",
                "what": "“四百” is not a number",
                "todo": "Write digits only, without the unit.",
                "is_warning": False,
            }
        ]

    def test_of_what_cannot_be_read_says_why(self, people):
        batch = actions.receive(ContentFile(b"%PDF-1.7"), sheet=EstateSheet, name="a.pdf", by=people["bureau"], at=NOW)
        actions.check(batch, sheet=EstateSheet)
        assert batch.state == BatchState.FAILED
        assert "neither a workbook" in batch.message

    def test_that_was_cut_off_begins_again(self, upload):
        batch = upload(ESTATE)
        ImportBatch.objects.update(state=BatchState.CHECKING)
        assert actions.check(batch, sheet=EstateSheet).state == BatchState.CLEAN

    def test_tells_how_far_it_is(self, upload):
        told = []
        actions.check(upload(*TWO), sheet=EstateSheet, progress=lambda done, total: told.append((done, total)))
        assert told == [(2, 2)]

    def test_of_text_with_bytes_that_no_database_keeps_names_them_without(self, people):
        csv = "\n".join([",".join(ESTATE), *["x" * 60] * 100, "1301\x0002001,\x00"])
        batch = actions.receive(ContentFile(csv.encode()), sheet=EstateSheet, name="a.csv", by=people["bureau"], at=NOW)
        actions.check(batch, sheet=EstateSheet)
        assert batch.state == BatchState.FAULTY
        assert "“130102001” has 9 characters" in [fault["what"] for fault in batch.faults]


class TestMarkedCopy:
    def marked(self, batch):
        actions.check(batch, sheet=EstateSheet)
        return openpyxl.load_workbook(batch.marked_file.path).worksheets[0]

    def test_has_the_faults_beside_the_cells(self, upload):
        sheet = self.marked(upload(ESTATE, another(ESTATE, 小区代码="1301020010002", 户数="四百")))
        cell = sheet.cell(3, list(ESTATE).index("户数") + 1)
        assert cell.value == "四百"
        assert cell.fill.start_color.rgb == "00FCEDEA"
        assert "is not a number" in cell.comment.text
        assert sheet.cell(1, len(ESTATE) + 1).value == OUR_HEADING
        assert "户数：“四百” is not a number" in sheet.cell(3, len(ESTATE) + 1).value
        assert sheet.cell(2, len(ESTATE) + 1).value is None

    def test_may_come_back_corrected(self, upload, people, tmp_path):
        batch = actions.check(upload(another(ESTATE, 户数="四百")), sheet=EstateSheet)
        book = openpyxl.load_workbook(batch.marked_file.path)
        book.worksheets[0].cell(2, list(ESTATE).index("户数") + 1).value = 400
        book.save(tmp_path / "again.xlsx")
        with (tmp_path / "again.xlsx").open("rb") as file:
            again = actions.receive(File(file), sheet=EstateSheet, name="again.xlsx", by=people["bureau"], at=NOW)
        assert actions.check(again, sheet=EstateSheet).state == BatchState.CLEAN

    def test_of_a_csv_is_a_workbook(self, upload):
        row = another(ESTATE, 户数="四百", 地址="=HYPERLINK(1)")
        sheet = self.marked(upload(row, name="a.csv", write=csv_file))
        assert sheet.cell(2, list(ESTATE).index("地址") + 1).value == "=HYPERLINK(1)"
        assert sheet.cell(2, list(ESTATE).index("地址") + 1).data_type == "s"
        assert "is not a number" in sheet.cell(2, len(ESTATE) + 1).value

    def test_of_a_very_large_workbook_is_written_anew(self, upload, monkeypatch):
        monkeypatch.setattr(marking, "MARK_IN_PLACE", 5)
        sheet = self.marked(upload(ESTATE, another(ESTATE, 小区代码="1301020010002", 户数="四百")))
        assert sheet.cell(2, 2).value == "长安花苑"
        assert "is not a number" in sheet.cell(3, len(ESTATE) + 1).value

    def test_of_merged_cells_is_made_all_the_same(self, people, tmp_path):
        path = workbook(tmp_path / "a.xlsx", *TWO)
        book = openpyxl.load_workbook(path)
        book.active.merge_cells("B2:B3")
        book.save(path)
        with path.open("rb") as file:
            batch = actions.receive(File(file), sheet=EstateSheet, name="a.xlsx", by=people["bureau"], at=NOW)
        assert "merged" in self.marked(batch).cell(2, 2).comment.text

    def test_is_not_made_when_there_is_nothing_to_mark(self, upload):
        assert not actions.check(upload(ESTATE), sheet=EstateSheet).marked_file


class TestApply:
    def test_writes_every_row(self, applied):
        assert applied(*TWO).state == BatchState.APPLIED
        assert list(Estate.objects.values_list("name", flat=True)) == ["长安花苑", "青禾苑"]

    def test_leaves_one_line_in_the_audit_log(self, applied):
        batch = applied(*TWO)
        line = AuditEntry.objects.get(verb="import")
        assert (line.thing_id, line.who) == (str(batch.pk), "bureau")
        assert line.after == {"sheet": "estates", "file": "小区.xlsx", "rows": 2, "added": 2, "changed": 0}
        assert not AuditEntry.objects.filter(thing="estates.estate").exists()

    def test_writes_nothing_when_the_register_has_changed_since_the_check(self, upload, people):
        batch = actions.check(upload(*TWO), sheet=EstateSheet)
        an_estate(code="1301020010002")
        actions.order(batch, sheet=EstateSheet, by=people["bureau"], at=NOW)
        actions.apply(batch, sheet=EstateSheet)
        assert (batch.state, batch.fault_count) == (BatchState.FAULTY, 1)
        assert Estate.objects.count() == 1
        assert not ImportedRow.objects.exists()

    def test_judges_again_when_the_database_refuses(self, upload, people, monkeypatch):
        batch = actions.check(upload(*TWO), sheet=EstateSheet)
        actions.order(batch, sheet=EstateSheet, by=people["bureau"], at=NOW)
        keep = EstateSheet.keep

        def somebody_was_quicker(entries, **rest):
            monkeypatch.setattr(EstateSheet, "keep", keep)
            an_estate(code="1301020010002")
            keep(entries, **rest)

        monkeypatch.setattr(EstateSheet, "keep", somebody_was_quicker)
        actions.apply(batch, sheet=EstateSheet)
        assert batch.state == BatchState.CLEAN
        assert "nothing was imported" in batch.message
        assert not Estate.objects.exists()

    def test_that_was_cut_off_begins_again(self, upload, people):
        batch = actions.check(upload(*TWO), sheet=EstateSheet)
        actions.order(batch, sheet=EstateSheet, by=people["bureau"], at=NOW)
        cut_off = ImportBatch.objects.get()
        assert actions.apply(cut_off, sheet=EstateSheet).state == BatchState.APPLIED

    @pytest.mark.parametrize("state", sorted(set(BatchState) - {BatchState.CLEAN}))
    def test_is_ordered_for_a_clean_batch_only(self, upload, people, state):
        batch = upload(ESTATE)
        ImportBatch.objects.update(state=state)
        with pytest.raises(WrongState):
            actions.order(batch, sheet=EstateSheet, by=people["bureau"], at=NOW)

    def test_is_not_begun_without_an_order(self, upload):
        batch = actions.check(upload(ESTATE), sheet=EstateSheet)
        with pytest.raises(WrongState):
            actions.apply(batch, sheet=EstateSheet)

    def test_sees_with_the_eyes_of_who_ordered_it(self, upload, people):
        row = another(ESTATE, 小区代码="1301080010001", 所属街道或社区="130108001000")
        batch = actions.check(upload(row), sheet=EstateSheet)
        actions.order(batch, sheet=EstateSheet, by=people["district"], at=NOW)
        actions.apply(batch, sheet=EstateSheet)
        assert batch.state == BatchState.FAULTY


@pytest.mark.django_db(transaction=True)
class TestTwoPeople:
    def test_who_order_the_same_batch_win_once(self, upload, people):
        batch = actions.check(upload(*TWO), sheet=EstateSheet)
        together, won, lost = threading.Barrier(2), [], []

        def order(name: str) -> None:
            mine = ImportBatch.objects.get(pk=batch.pk)
            together.wait()
            try:
                actions.order(mine, sheet=EstateSheet, by=people[name], at=NOW)
                won.append(name)
            except WrongState:
                lost.append(name)
            connection.close()

        threads = [threading.Thread(target=order, args=[name]) for name in ("bureau", "district")]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert (len(won), len(lost)) == (1, 1)
        assert ImportBatch.objects.get().applied_by.username == won[0]

    def test_cannot_work_on_a_batch_at_the_same_time(self, upload):
        batch, found = upload(ESTATE), []

        def check() -> None:
            try:
                actions.check(ImportBatch.objects.get(pk=batch.pk), sheet=EstateSheet)
            except BatchBusy as busy:
                found.append(busy)
            connection.close()

        with at_work(batch, BatchState.RECEIVED):
            thread = threading.Thread(target=check)
            thread.start()
            thread.join()
        assert len(found) == 1


class TestUndo:
    def test_removes_what_the_batch_added(self, applied, people):
        other = an_estate(code="1301020010009")
        batch = undo(applied(*TWO), people)
        assert batch.state == BatchState.UNDONE
        assert list(Estate.objects.all()) == [other]
        assert AuditEntry.objects.get(verb="undo_import").why == "传错了"

    def test_restores_what_the_batch_changed(self, applied, people, regions):
        estate = an_estate(code="1301020010001", former_names="旧名", floor_area_m2="123.40", built_year=1990)
        before = Estate.objects.values().get()
        undo(applied(another(ESTATE, 曾用名=None, 建成年份=2000), on_existing=OnExisting.UPDATE), people)
        estate.refresh_from_db()
        assert Estate.objects.values().get() == before

    def test_is_refused_when_a_row_was_changed_since(self, applied, people):
        batch = applied(*TWO)
        estate = Estate.objects.get(name="青禾苑")
        estate.households = 5
        amend_estate(estate, by=people["bureau"], at=NOW)
        undo(batch, people)
        assert batch.state == BatchState.APPLIED
        assert Estate.objects.count() == 2
        (obstacle,) = batch.faults
        assert obstacle["row"] == 3
        assert "“青禾苑” was changed after the import: households" in obstacle["what"]

    def test_is_refused_when_a_row_is_referred_to_since(self, applied, people):
        batch = applied(*TWO)
        register_building(
            Building(estate=Estate.objects.get(name="长安花苑"), name="1号楼"), by=people["bureau"], at=NOW
        )
        undo(batch, people)
        assert batch.state == BatchState.APPLIED
        assert "“长安花苑” is in use: building 1" in batch.faults[0]["what"]
        assert Estate.objects.count() == 2

    def test_is_refused_when_a_row_was_deleted_since(self, applied, people):
        batch = applied(*TWO)
        Estate.objects.get(name="青禾苑").delete()
        undo(batch, people)
        assert "was deleted" in batch.faults[0]["what"]

    def test_is_possible_in_turn_from_the_last_batch_back(self, applied, people, take_in, tmp_path):
        estates = applied(*TWO)
        buildings = take_in(workbook(tmp_path / "b.xlsx", {"小区代码": "1301020010001", "楼栋": "1"}), BuildingSheet)
        actions.order_undo(buildings, sheet=BuildingSheet, by=people["bureau"], at=NOW)
        actions.undo(buildings, sheet=BuildingSheet)
        assert undo(estates, people).state == BatchState.UNDONE
        assert not Estate.objects.exists()

    def test_is_not_possible_twice(self, applied, people):
        batch = undo(applied(*TWO), people)
        with pytest.raises(WrongState):
            actions.order_undo(batch, sheet=EstateSheet, by=people["bureau"], at=NOW)

    def test_lets_the_file_be_imported_again(self, applied, people):
        undo(applied(*TWO), people)
        assert applied(*TWO).state == BatchState.APPLIED


class TestDiscard:
    def test_takes_the_batch_and_its_files_away(self, upload, people, django_capture_on_commit_callbacks):
        batch = actions.check(upload(another(ESTATE, 户数="四百")), sheet=EstateSheet)
        place = batch.file.path
        with django_capture_on_commit_callbacks(execute=True):
            actions.discard(batch, by=people["bureau"], at=NOW)
        assert not ImportBatch.objects.exists()
        assert not Path(place).exists()

    def test_is_not_possible_for_what_was_imported(self, applied, people):
        with pytest.raises(WrongState):
            actions.discard(applied(ESTATE), by=people["bureau"], at=NOW)


class TestVisibleTo:
    def test_shows_a_district_officer_their_own_files_only(self, upload, people):
        mine, _other = upload(ESTATE, by="district"), upload(ESTATE, by="neighbour")
        assert list(ImportBatch.objects.visible_to(people["district"])) == [mine]

    @pytest.mark.parametrize("who", ["system", "auditor", "bureau"])
    def test_shows_all_of_them_to(self, upload, people, who):
        upload(ESTATE, by="district")
        assert ImportBatch.objects.visible_to(User.objects.get(username=who)).count() == 1
