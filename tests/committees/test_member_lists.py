"""Committees in office and their members from files."""

from datetime import date

import pytest

from accounts.models import AuditEntry
from committees.committee_desk.sheets import CommitteeSheet, MemberSheet
from committees.models import Committee, CommitteeKind, CommitteeState, From, Member, Seat
from intake.actions import load_file, order_undo, undo
from intake.faults import ImportFaults
from intake.models import ImportBatch, ImportedRow, OnExisting
from tests.conftest import NOW
from tests.factories.owners import a_committee
from tests.intake.files import workbook

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path):
    place = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(tmp_path / "files")}}
    settings.STORAGES = {**settings.STORAGES, "default": place}
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def take_in(people, tmp_path):
    def take_in(sheet, *rows, by="bureau") -> ImportBatch:
        path = workbook(tmp_path / "list.xlsx", *rows)
        return load_file(path, sheet, by=people[by], at=NOW, on_existing=OnExisting.REFUSE)

    return take_in


@pytest.fixture
def faults_in(take_in):
    def faults_in(sheet, *rows, **options) -> list[tuple]:
        with pytest.raises(ImportFaults) as raised:
            take_in(sheet, *rows, **options)
        return [(fault.row, fault.heading) for fault in raised.value.faults]

    return faults_in


@pytest.fixture
def body(estate) -> dict:
    return {
        "小区代码": estate.code, "类别": "业主委员会", "名称": "青禾苑第一届业主委员会", "委员人数": 5,
        "选举产生日期": "2024-03-01", "任期开始": "2024-03-10", "任期截止": "2029-03-09", "备案日期": "2024-03-20",
    }  # fmt: skip


@pytest.fixture
def person(estate) -> dict:
    return {"小区代码": estate.code, "姓名": "王秀兰", "联系电话": "13800000021", "职务": "主任", "中共党员": "是"}


class TestACommittee:
    def test_comes_in_as_it_stands(self, take_in, body):
        take_in(CommitteeSheet, {**body, "类别": "owners"})
        made = Committee.objects.get()
        assert (made.kind, made.state) == (CommitteeKind.OWNERS, CommitteeState.FILED)
        assert (made.term_until, made.filed_on) == (date(2029, 3, 10), date(2024, 3, 20))
        assert made.number.startswith("YW-20240301-")

    def test_is_refused_where_one_is_in_office(self, faults_in, body, estate):
        a_committee(estate)
        assert faults_in(CommitteeSheet, {**body, "类别": "owners"}) == [(2, "小区代码")]

    def test_is_refused_twice_for_an_estate(self, faults_in, body):
        row = {**body, "类别": "owners"}
        assert faults_in(CommitteeSheet, row, row) == [(3, "小区代码")]

    def test_of_an_estate_elsewhere_is_refused(self, faults_in, body, people):
        assert faults_in(CommitteeSheet, {**body, "类别": "owners"}, by="neighbour") == [(2, "小区代码")]

    @pytest.mark.parametrize(
        ("heading", "said"),
        [("任期截止", "2024-03-09"), ("备案日期", "2024-02-28"), ("备案日期", "2099-01-01"), ("印章编号", "130102")],
    )
    def test_with_days_at_odds_is_refused(self, faults_in, body, heading, said):
        at = "印章启用日期" if heading == "印章编号" else heading
        assert faults_in(CommitteeSheet, {**body, "类别": "owners", heading: said}) == [(2, at)]

    def test_is_taken_back(self, take_in, body, people):
        batch = take_in(CommitteeSheet, {**body, "类别": "owners"})
        order_undo(batch, sheet=CommitteeSheet, by=people["bureau"], at=NOW, why="错")
        undo(batch, sheet=CommitteeSheet)
        assert not Committee.objects.exists()


class TestAMember:
    @pytest.fixture
    def committee(self, estate) -> Committee:
        return a_committee(estate, members=0)

    def test_comes_in_sealed(self, take_in, person, committee):
        take_in(MemberSheet, {**person, "职务": "chair"})
        made = Member.objects.get()
        assert (made.name, made.phone, made.seat, made.side) == ("王秀兰", "13800000021", Seat.CHAIR, From.OWNER)
        assert made.is_party_member
        assert made.joined_on == committee.formed_on
        assert "王秀兰" not in made.sealed_name

    def test_leaves_no_name_behind(self, take_in, person, committee):
        take_in(MemberSheet, {**person, "职务": ""})
        written = f"{list(ImportedRow.objects.values())} {list(AuditEntry.objects.values())}"
        assert "王秀兰" not in written
        assert "13800000021" not in written

    def test_of_an_estate_without_a_committee_is_refused(self, faults_in, person, estate):
        assert faults_in(MemberSheet, {**person, "职务": ""}) == [(2, "小区代码")]

    def test_who_sits_there_already_is_refused(self, take_in, faults_in, person, committee):
        take_in(MemberSheet, {**person, "职务": ""})
        assert faults_in(MemberSheet, {**person, "职务": ""}) == [(2, "姓名")]

    def test_as_a_second_chair_is_refused(self, faults_in, person, committee):
        rows = [{**person, "职务": "chair"}, {**person, "姓名": "李建国", "职务": "chair"}]
        assert faults_in(MemberSheet, *rows) == [(3, "职务")]

    def test_with_a_phone_that_is_none_is_refused(self, faults_in, person, committee):
        assert faults_in(MemberSheet, {**person, "职务": "", "联系电话": "不详"}) == [(2, "联系电话")]

    def test_before_the_election_is_refused(self, faults_in, person, committee):
        assert faults_in(MemberSheet, {**person, "职务": "", "任职日期": "2020-01-01"}) == [(2, "任职日期")]

    def test_is_taken_back(self, take_in, person, committee, people):
        batch = take_in(MemberSheet, {**person, "职务": ""})
        order_undo(batch, sheet=MemberSheet, by=people["bureau"], at=NOW, why="错")
        undo(batch, sheet=MemberSheet)
        assert not Member.objects.exists()
