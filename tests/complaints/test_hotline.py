"""12345: orders come in once, what becomes of them goes out, and nothing is forgotten without a receipt."""

import io
from datetime import UTC, datetime, timedelta

import openpyxl
import pytest
from django.core.exceptions import ValidationError

from accounts.lifecycle import NotNow
from complaints.actions import handling
from complaints.hotline import actions
from complaints.hotline.actions import Order
from complaints.hotline.alarm import alarm
from complaints.hotline.export import export_waiting
from complaints.hotline.sheets import HotlineOrderSheet, HotlineReceiptSheet
from complaints.models import Body, Complaint, HotlineItem, Topic
from complaints.models.complaints import State
from intake.actions import load_file
from intake.faults import ImportFaults
from intake.models import ImportBatch
from tests.factories.complaints import FILED, LIFT
from tests.factories.places import an_estate

HEADINGS = ("工单编号", "小区代码", "类别编码", "诉求内容", "具体位置", "来电人", "联系电话")


@pytest.fixture
def order(estate) -> Order:
    return Order(
        "2026111712345001", estate, Topic.objects.get(code=LIFT), "电梯反复停运。", name="王秀兰", phone="13800000021"
    )


@pytest.fixture
def ordered(order, people) -> Complaint:
    return actions.take_in(order, by=people["bureau"], at=FILED)[0]


def workbook(tmp_path, headings, *rows):
    book = openpyxl.Workbook()
    book.active.append(headings)
    for row in rows:
        book.active.append(row)
    place = tmp_path / "file.xlsx"
    book.save(place)
    return place


class TestOrder:
    def test_becomes_a_complaint_once(self, order, ordered, people):
        again, is_new = actions.take_in(order, by=people["bureau"], at=FILED + timedelta(days=1))
        assert (again, is_new) == (ordered, False)
        assert (ordered.channel, ordered.hotline_number) == ("hotline", order.number)
        assert ordered.contact.masked_phone == "138****0021"

    def test_of_another_estate_under_the_same_number_is_refused(self, order, ordered, people):
        order.estate = an_estate("130102001001")
        with pytest.raises(ValidationError):
            actions.take_in(order, by=people["bureau"], at=FILED)

    def test_comes_by_workbook_and_adds_nothing_the_second_time(self, estate, people, tmp_path):
        row = ("W1", estate.code, LIFT, "电梯停了", "3 号楼", "王秀兰", "13800000021")
        for _again in "12":
            load_file(workbook(tmp_path, HEADINGS, row), sheet=HotlineOrderSheet, by=people["bureau"], at=FILED)
        (complaint,) = Complaint.objects.all()
        assert (complaint.hotline_number, complaint.spot, complaint.contact.name) == ("W1", "3 号楼", "王秀兰")

    def test_leaves_no_file_with_its_callers_behind(self, estate, people, tmp_path, django_capture_on_commit_callbacks):
        row = ("W1", estate.code, LIFT, "电梯停了", "3 号楼", "王秀兰", "13800000021")
        with django_capture_on_commit_callbacks(execute=True):
            batch = load_file(workbook(tmp_path, HEADINGS, row), sheet=HotlineOrderSheet, by=people["bureau"], at=FILED)
            name = batch.file.name
            assert batch.file.storage.exists(name)
        assert not batch.file.storage.exists(name)
        assert not ImportBatch.objects.get().file

    def test_of_an_undone_import_is_withdrawn(self, estate, people, tmp_path, road):
        row = ("W1", estate.code, LIFT, "电梯停了", "", "", "")
        load_file(workbook(tmp_path, HEADINGS, row), sheet=HotlineOrderSheet, by=people["bureau"], at=FILED)
        complaint, batch = Complaint.objects.get(), ImportBatch.objects.get()
        road.accept(complaint)
        undo = {"by": people["bureau"], "at": FILED, "why": "重复导入"}
        (fault,) = HotlineOrderSheet.take_back(batch, **undo)
        assert (fault.row, complaint.number in fault.what) == (2, True)
        Complaint.objects.update(state=State.FILED)
        assert HotlineOrderSheet.take_back(batch, **undo) == []
        complaint.refresh_from_db()
        assert complaint.state == State.WITHDRAWN

    def test_that_is_faulty_says_which_cell(self, estate, people, tmp_path):
        rows = [("W1", "1399999999999", LIFT, "x y"), ("W2", estate.code, "99", "电梯"), ("W3", estate.code, LIFT, "")]
        with pytest.raises(ImportFaults) as fault:
            load_file(workbook(tmp_path, HEADINGS[:4], *rows), sheet=HotlineOrderSheet, by=people["bureau"], at=FILED)
        assert [(each.row, each.heading) for each in fault.value.faults] == [
            (2, "小区代码"), (3, "类别编码"), (4, "诉求内容"),
        ]  # fmt: skip
        assert not Complaint.objects.exists()


class TestOutbox:
    def test_has_every_public_step_of_an_order(self, ordered, road):
        road.to(ordered, "answered")
        told = HotlineItem.objects.order_by("pk").values_list("step__verb", "state")
        public = ordered.steps.filter(is_public=True).exclude(verb="file").values_list("verb", flat=True)
        assert list(told) == [(verb, "waiting") for verb in public]
        assert "answer" in public

    def test_is_written_with_the_step_or_not_at_all(self, ordered, people, monkeypatch):
        monkeypatch.setattr("complaints.notices.tell", broken)
        with pytest.raises(ZeroDivisionError):
            handling.accept(ordered, by=people["street"], at=FILED)
        ordered.refresh_from_db()
        assert ordered.state == State.FILED
        assert not HotlineItem.objects.exists()

    def test_has_nothing_of_other_complaints(self, complaint, road):
        road.to(complaint, "closed")
        assert not HotlineItem.objects.exists()

    def test_has_what_is_handed_over_to_the_hotline(self, complaint, road, people):
        road.to(complaint, "accepted")
        handling.dispatch(
            complaint, handler="body", body=Body.objects.get(code="hotline"), by=people["street"], at=road.later()
        )
        assert HotlineItem.objects.get().step.verb == "dispatch"


def broken(*_args, **_named):
    raise ZeroDivisionError


class TestItem:
    @pytest.fixture
    def item(self, ordered, road) -> HotlineItem:
        road.to(ordered, "accepted")
        return HotlineItem.objects.get()

    def test_is_sent_once_and_waits_for_its_receipt(self, item, people):
        assert actions.send_waiting(way="api", by=people["bureau"], at=FILED) == [item.pk]
        assert actions.send_waiting(way="api", by=people["bureau"], at=FILED) == []
        actions.receipt(item, reference="HZ-1", by=people["bureau"], at=FILED)
        item.refresh_from_db()
        assert (item.state, item.reference, item.try_count) == ("receipted", "HZ-1", 1)

    def test_that_failed_is_sent_again_and_keeps_its_age(self, item, people):
        actions.send_waiting(way="api", by=people["bureau"], at=FILED)
        actions.fail(item, fault="编号不存在", by=people["bureau"], at=FILED)
        actions.send_again(item, by=people["bureau"], at=FILED)
        item.refresh_from_db()
        assert (item.state, item.fault) == ("waiting", "编号不存在")
        assert actions.send_waiting(way="excel", by=people["bureau"], at=FILED) == [item.pk]

    def test_takes_no_receipt_before_it_was_sent_nor_twice(self, item, people):
        with pytest.raises(NotNow):
            actions.receipt(item, reference="HZ-1", by=people["bureau"], at=FILED)
        actions.send_waiting(way="api", by=people["bureau"], at=FILED)
        actions.receipt(item, reference="HZ-1", by=people["bureau"], at=FILED)
        with pytest.raises(NotNow):
            actions.receipt(item, reference="HZ-2", by=people["bureau"], at=FILED)

    def test_of_another_district_is_not_there(self, item, people):
        assert actions.send_waiting(way="api", by=people["neighbour"], at=FILED) == []

    def test_alarms_after_the_citys_hours(self, item, people):
        within, beyond = item.made_at + timedelta(hours=23), item.made_at + timedelta(hours=25)
        assert alarm(at=within).count == 0
        assert alarm(at=beyond).count == 1
        assert alarm(at=beyond, user=people["neighbour"]).count == 0

    def test_goes_out_as_a_workbook_and_comes_back_with_its_receipt(self, item, people, tmp_path):
        answer = export_waiting(by=people["bureau"], at=FILED)
        place = tmp_path / "back.xlsx"
        book = openpyxl.load_workbook(io.BytesIO(answer.content))
        headings = [cell.value for cell in book.active[1]]
        book.active.cell(2, headings.index("回执编号") + 1).value = "HZ-7"
        book.save(place)
        for _again in "12":
            load_file(place, sheet=HotlineReceiptSheet, by=people["bureau"], at=datetime.now(UTC))
        item.refresh_from_db()
        assert (item.state, item.reference, item.way) == ("receipted", "HZ-7", "excel")
        assert export_waiting(by=people["bureau"], at=FILED) is None


class TestDesk:
    def test_shows_the_age_and_the_alarm(self, ordered, road, people, client):
        road.to(ordered, "accepted")
        client.force_login(people["bureau"])
        page = client.get("/admin/complaints/hotlineitem/").content.decode()
        assert ordered.hotline_number in page
        assert str(alarm(at=datetime.now(UTC)).hours) in page
        assert client.get(f"/admin/complaints/hotlineitem/{HotlineItem.objects.get().pk}/change/").status_code == 200

    def test_exports_what_waits(self, ordered, road, people, client):
        road.to(ordered, "accepted")
        client.force_login(people["bureau"])
        assert client.get("/admin/complaints/hotlineitem/export/").status_code == 200
        answer = client.post("/admin/complaints/hotlineitem/export/", {})
        assert answer["Content-Type"].endswith("sheet")
        assert HotlineItem.objects.get().state == "sent"

    def test_is_closed_to_companies_and_streets(self, ordered, people, client):
        client.force_login(people["street"])
        assert client.get("/admin/complaints/hotlineitem/").status_code == 403
