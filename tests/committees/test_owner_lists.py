"""Homes with their owners from files."""

from datetime import date
from decimal import Decimal

import pytest

from accounts.models import AuditEntry
from accounts.sealing import digest
from committees.models import Holder, Owner, OwnerKind, Ownership, Vote
from committees.owners.heads import heads_of, totals_of
from committees.owners.sheets import HomeSheet
from committees.votes.actions import make_roll, propose
from estates.models import Building, Home
from intake.actions import load_file, order_undo, undo
from intake.faults import ImportFaults
from intake.models import ImportBatch, OnExisting
from tests.conftest import NOW, TODAY
from tests.factories.places import a_building
from tests.factories.votes import DRAFTED, a_draft, an_open_vote, new_vote, votes_for
from tests.intake.files import another, workbook

pytestmark = pytest.mark.django_db
BOUGHT = date(2019, 6, 30)


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path):
    place = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(tmp_path / "files")}}
    settings.STORAGES = {**settings.STORAGES, "default": place}
    settings.LANGUAGE_CODE = "en"


@pytest.fixture
def row(estate) -> dict:
    """One sound row: 王秀兰's home in building 1."""
    a_building(estate, name="1号楼")
    return {
        "小区代码": estate.code, "楼栋": "1号楼", "单元": "2", "房号": "501", "专有面积（平方米）": 89.5,
        "交付日期": "2019-06-30", "业主": "王秀兰", "联系电话": "13800000021", "证件号码": "13010219600101002X",
    }  # fmt: skip


@pytest.fixture
def take_in(people, tmp_path):
    def take_in(*rows, by="bureau", update=False) -> ImportBatch:
        path = workbook(tmp_path / "homes.xlsx", *rows)
        on_existing = OnExisting.UPDATE if update else OnExisting.REFUSE
        return load_file(path, HomeSheet, by=people[by], at=NOW, on_existing=on_existing)

    return take_in


@pytest.fixture
def faults_in(take_in):
    def faults_in(*rows, **options) -> list[tuple]:
        with pytest.raises(ImportFaults) as raised:
            take_in(*rows, **options)
        return [(fault.row, fault.heading, fault.what) for fault in raised.value.faults]

    return faults_in


def remarks(batch: ImportBatch) -> list[tuple]:
    return [(told["row"], told["heading"]) for told in batch.faults if told["is_warning"]]


class TestAHome:
    def test_comes_in_with_its_owner(self, take_in, row, estate):
        take_in(row)
        home, owner = Home.objects.get(), Owner.objects.get()
        assert (home.label, home.area_m2, home.delivered_on) == ("1号楼2单元501", Decimal("89.50"), BOUGHT)
        assert (owner.estate, owner.kind, owner.erase_on) == (estate, OwnerKind.PERSON, None)
        assert Ownership.objects.get().from_on == BOUGHT

    def test_keeps_names_and_phones_sealed_and_of_documents_a_digest(self, take_in, row):
        take_in(row)
        holder = Holder.objects.get()
        assert (holder.name, holder.phone, holder.masked_name) == ("王秀兰", "13800000021", "王**")
        assert "王秀兰" not in holder.sealed_name
        assert holder.document_digest == digest("13010219600101002X")

    def test_leaves_nothing_about_persons_in_the_batch_or_the_audit_log(
        self, take_in, row, django_capture_on_commit_callbacks
    ):
        with django_capture_on_commit_callbacks(execute=True):
            batch = take_in(row)
        batch.refresh_from_db()
        assert not batch.file
        told = str([*batch.touched.values(), *AuditEntry.objects.values()])
        assert not [said for said in ("王秀兰", "13800000021", "13010219600101002X") if said in told]

    @pytest.mark.parametrize("name", ["1", "1栋", "1号楼", "1 号楼", "１号楼"])
    def test_may_call_its_building(self, take_in, row, name):
        take_in(another(row, 楼栋=name))
        assert Home.objects.get().building.name == "1号楼"

    def test_has_one_name_however_its_door_is_written(self, faults_in, row):
        found = faults_in(row, another(row, 单元="2单元", 房号="501室"))
        assert found == [(3, "房号", "is the same as in row 2")]

    def test_with_two_owners_at_once_names_the_other_row(self, faults_in, row):
        assert faults_in(row, another(row, 业主="李建国", 证件号码="")) == [(3, "房号", "is the same as in row 2")]

    @pytest.mark.parametrize("area", [0, -5, "0.00"])
    def test_has_an_area(self, faults_in, row, area):
        ((place, heading, what),) = faults_in(another(row, **{"专有面积（平方米）": area}))
        assert (place, heading) == (2, "专有面积（平方米）")
        assert "too small" in what

    def test_needs_an_owner(self, faults_in, row):
        assert faults_in(another(row, 业主="")) == [(2, "业主", "is empty")]

    def test_needs_a_building_that_is_there(self, faults_in, row):
        assert faults_in(another(row, 楼栋="9号楼")) == [(2, "楼栋", "is not a building of this estate")]

    def test_is_not_somebody_elses_to_enter(self, faults_in, row):
        found = faults_in(row, by="neighbour")
        assert found == [(2, "小区代码", "is not an estate on the register of your area")]

    def test_is_not_owned_before_its_day(self, faults_in, row):
        assert faults_in(another(row, 取得日期="2099-01-01")) == [(2, "取得日期", "has not come yet")]


class TestWhatIsWrongWithPeople:
    @pytest.mark.parametrize(
        ("cell", "value", "heading"),
        [
            ("联系电话", "我不告诉你一三八", "联系电话"),
            ("证件号码", 130102196001010022, "证件号码"),
            ("证件号码", "一三〇一〇二", "证件号码"),
        ],
    )
    def test_is_said_without_repeating_it(self, faults_in, row, cell, value, heading):
        ((place, said, what),) = faults_in(another(row, **{cell: value}))
        assert (place, said) == (2, heading)
        assert str(value)[:5] not in what

    def test_more_phones_than_names(self, faults_in, row):
        ((_row, heading, _what),) = faults_in(another(row, 联系电话="13800000021、13800000022"))
        assert heading == "联系电话"

    def test_fewer_documents_than_names(self, faults_in, row):
        ((_row, heading, _what),) = faults_in(another(row, 业主="王秀兰、李建国"))
        assert heading == "证件号码"

    def test_one_document_of_two_people(self, faults_in, row):
        found = faults_in(row, another(row, 房号="502", 业主="李建国"))
        assert found == [(3, "证件号码", "stands with another name in row 2")]

    def test_an_identity_number_that_cannot_be_right_is_worth_a_look(self, take_in, row):
        assert remarks(take_in(another(row, 证件号码="130102196001010023"))) == [(2, "证件号码")]


class TestHeads:
    def test_one_owner_of_three_homes_is_one(self, take_in, row, estate):
        """Vector 2 of the voting rules: 90 + 100 + 110 m²."""
        areas = {"501": 90, "502": 100, "503": 110}
        take_in(*(another(row, 房号=room, **{"专有面积（平方米）": area}) for room, area in areas.items()))
        (head,) = heads_of(estate, TODAY)
        assert (head.area_m2, len(head.homes)) == (300, 3)

    def test_the_developer_with_forty_unsold_homes_is_one(self, take_in, row, estate):
        unsold = another(row, 业主类别="developer", 业主="青禾置业有限公司", 联系电话="", 证件号码="")
        take_in(*(another(unsold, 房号=str(room)) for room in range(101, 141)))
        assert totals_of(heads_of(estate, TODAY)) == (1, 40, Decimal("3580.00"))

    def test_two_who_hold_it_together_are_one_in_whatever_order(self, take_in, row, estate):
        both = another(row, 业主="王秀兰、李建国", 证件号码="13010219600101002X、130102195501010013")
        turned = another(row, 房号="502", 业主="李建国、王秀兰", 证件号码="130102195501010013、13010219600101002X")
        take_in(both, turned)
        (head,) = heads_of(estate, TODAY)
        assert [holder.name for holder in head.owner.holders.all()] == ["王秀兰", "李建国"]

    def test_a_couple_is_another_head_than_one_of_them_alone(self, take_in, row, estate):
        both = another(row, 房号="502", 业主="王秀兰、李建国", 证件号码="13010219600101002X、130102195501010013")
        take_in(row, both)
        assert totals_of(heads_of(estate, TODAY)).heads == 2

    def test_without_a_document_the_phone_tells_who_is_the_same(self, take_in, row, estate):
        bare = another(row, 证件号码="")
        take_in(bare, another(bare, 房号="502"), another(bare, 房号="503", 联系电话="13800000099"))
        assert totals_of(heads_of(estate, TODAY)).heads == 2

    def test_two_of_the_same_name_of_whom_nothing_is_known_are_two_and_it_is_said(self, take_in, row, estate):
        bare = another(row, 证件号码="", 联系电话="")
        batch = take_in(bare, another(bare, 房号="502"))
        assert totals_of(heads_of(estate, TODAY)).heads == 2
        assert remarks(batch) == [(3, "业主")]

    def test_the_same_owner_in_a_second_file_is_the_same_head(self, take_in, row, estate):
        take_in(row)
        take_in(another(row, 房号="502"))
        assert totals_of(heads_of(estate, TODAY)).heads == 1

    def test_on_an_earlier_day_are_those_of_that_day(self, take_in, row, estate):
        take_in(row)
        assert heads_of(estate, date(2019, 6, 29)) == []


class TestOneHeadOfWhomRowsSayMoreOrLess:
    def test_with_and_without_the_document(self, take_in, row, estate):
        batch = take_in(another(row, 证件号码=""), another(row, 房号="502"))
        (head,) = heads_of(estate, TODAY)
        assert len(head.homes) == 2
        assert head.owner.holders.get().document_digest == digest("13010219600101002X")
        assert remarks(batch) == []

    @pytest.mark.parametrize("order", [1, -1])
    def test_in_two_files_in_either_order(self, take_in, row, estate, order):
        for each in [another(row, 证件号码=""), another(row, 房号="502")][::order]:
            take_in(each)
        take_in(another(row, 房号="503", 联系电话=""))
        (head,) = heads_of(estate, TODAY)
        assert len(head.homes) == 3

    @pytest.mark.parametrize("phone", ["+86 138 0000 0021", "0086-13800000021", "8613800000021", "138-0000-0021"])
    def test_with_the_code_of_the_country(self, take_in, row, estate, phone):
        bare = another(row, 证件号码="")
        take_in(bare, another(bare, 房号="502", 联系电话=phone))
        assert totals_of(heads_of(estate, TODAY)).heads == 1

    def test_an_organisation_with_and_without_its_licence(self, take_in, row, estate):
        firm = another(row, 业主类别="organisation", 业主="青禾商贸有限公司", 联系电话="", 证件号码="")
        take_in(firm, another(firm, 房号="502", 证件号码="91130102MA0000000X"))
        take_in(another(firm, 房号="503"))
        (head,) = heads_of(estate, TODAY)
        assert len(head.homes) == 3

    def test_a_couple_of_whom_one_number_is_known(self, take_in, row, estate):
        both = another(row, 业主="王秀兰、李建国", 证件号码="")
        take_in(both, another(both, 房号="502", 证件号码="13010219600101002X、130102195501010013"))
        assert totals_of(heads_of(estate, TODAY)).heads == 1

    def test_a_document_learnt_with_one_home_is_that_of_all(self, take_in, row, estate):
        bare = another(row, 证件号码="")
        take_in(bare, another(bare, 房号="502"))
        owner = Owner.objects.get()
        take_in(row, update=True)
        (head,) = heads_of(estate, TODAY)
        assert (head.owner, len(head.homes)) == (owner, 2)
        take_in(another(row, 房号="503", 联系电话=""))
        assert totals_of(heads_of(estate, TODAY)).heads == 1

    def test_but_two_documents_are_two_people_on_one_phone(self, take_in, row, estate):
        take_in(row, another(row, 房号="502", 证件号码="130102195501010013"))
        batch = take_in(another(row, 房号="503", 证件号码=""))
        assert totals_of(heads_of(estate, TODAY)).heads == 3
        assert batch.state == "applied"


class TestAgain:
    def test_a_home_that_is_there_is_a_fault(self, take_in, faults_in, row):
        take_in(row)
        assert faults_in(row) == [(2, "房号", "is already on the register")]

    def test_the_same_list_changes_nothing(self, take_in, row):
        take_in(row)
        batch = take_in(row, update=True)
        assert batch.touched.count() == 0
        assert (Home.objects.count(), Owner.objects.count(), Ownership.objects.count()) == (1, 1, 1)

    def test_an_area_is_put_right(self, take_in, row):
        take_in(row)
        take_in(another(row, **{"专有面积（平方米）": 91}), update=True)
        assert Home.objects.get().area_m2 == 91
        assert Ownership.objects.count() == 1

    def test_a_new_phone_is_kept_and_a_missing_one_is_no_news(self, take_in, row):
        take_in(row)
        take_in(another(row, 联系电话="13900000009"), update=True)
        take_in(another(row, 联系电话=""), update=True)
        assert Holder.objects.get().phone == "13900000009"

    def test_a_document_that_was_missing_joins_the_homes_of_one_person(self, take_in, row, estate):
        bare = another(row, 证件号码="", 联系电话="")
        take_in(bare, another(bare, 房号="502"))
        take_in(row, another(row, 房号="502"), update=True)
        (head,) = heads_of(estate, TODAY)
        assert len(head.homes) == 2
        assert Ownership.objects.count() == 2

    def test_a_list_that_knows_less_does_not_part_them_again(self, take_in, row, estate):
        take_in(row, another(row, 房号="502"))
        bare = another(row, 证件号码="", 联系电话="")
        take_in(bare, another(bare, 房号="502"), update=True)
        assert totals_of(heads_of(estate, TODAY)).heads == 1

    def test_another_owner_needs_the_day_of_the_sale(self, take_in, faults_in, row):
        take_in(row)
        sold = another(row, 业主="李建国", 证件号码="130102195501010013", 联系电话="13800000033")
        ((place, heading, what),) = faults_in(sold, update=True)
        assert (place, heading) == (2, "取得日期")
        assert "another owner" in what

    def test_a_sale_must_be_after_the_last_one(self, take_in, faults_in, row):
        take_in(row)
        sold = another(row, 业主="李建国", 证件号码="130102195501010013", 取得日期="2019-06-30")
        assert faults_in(sold, update=True) == [(2, "取得日期", "lies in the time of the owner on the register")]

    def test_a_sale_ends_the_one_and_begins_the_other(self, take_in, row, estate):
        take_in(row)
        sold = another(row, 业主="李建国", 证件号码="130102195501010013", 取得日期="2026-05-01")
        take_in(sold, update=True)
        (before,), (after,) = heads_of(estate, date(2026, 4, 30)), heads_of(estate, date(2026, 5, 1))
        assert before.owner.holders.get().name == "王秀兰"
        assert after.owner.holders.get().name == "李建国"
        assert before.owner.erase_on == date(2028, 11, 20)


class TestUndone:
    def take_back(self, batch, people) -> ImportBatch:
        order_undo(batch, sheet=HomeSheet, by=people["bureau"], at=NOW)
        return undo(batch, sheet=HomeSheet)

    def test_leaves_nothing(self, take_in, row, people):
        batch = self.take_back(take_in(row, another(row, 房号="502")), people)
        assert batch.state == "undone"
        assert [model.objects.count() for model in (Home, Owner, Holder, Ownership)] == [0, 0, 0, 0]

    def test_gives_a_sold_home_back(self, take_in, row, people, estate):
        take_in(row)
        sold = another(row, 业主="李建国", 证件号码="130102195501010013", 取得日期="2026-05-01")
        sold["专有面积（平方米）"] = 91
        self.take_back(take_in(sold, update=True), people)
        (head,) = heads_of(estate, TODAY)
        assert (head.owner.holders.get().name, head.area_m2) == ("王秀兰", Decimal("89.50"))
        assert Ownership.objects.get().until_on is None

    def test_parts_heads_that_it_had_joined(self, take_in, row, people, estate):
        bare = another(row, 证件号码="", 联系电话="")
        take_in(bare, another(bare, 房号="502"))
        self.take_back(take_in(row, another(row, 房号="502"), update=True), people)
        assert totals_of(heads_of(estate, TODAY)).heads == 2

    def test_puts_the_owner_of_before_on_the_roll_again(self, take_in, row, people, estate):
        bare = another(row, 证件号码="", 联系电话="")
        take_in(bare, another(bare, 房号="502"))
        vote = a_draft_of_namesakes(estate)
        before = dict(vote.roll.values_list("home", "owner"))
        batch = take_in(row, another(row, 房号="502"), update=True)
        assert len(set(vote.roll.values_list("owner"))) == 1
        self.take_back(batch, people)
        assert dict(vote.roll.values_list("home", "owner")) == before

    def test_stops_at_an_owner_who_has_voted(self, take_in, row, people, estate):
        take_in(row)
        vote = an_open_vote(estate)
        sold = another(row, 业主="李建国", 证件号码="130102195501010013", 取得日期="2026-05-01")
        batch = take_in(sold, update=True)
        votes_for(vote, [vote.roll.get().owner], "yes")
        told = self.take_back(batch, people)
        assert told.state == "applied"
        assert [fault["row"] for fault in told.faults] == [2]
        assert vote.roll.get().owner.holders.get().name == "李建国"

    def test_stops_at_a_home_that_was_sold_since(self, take_in, row, people, estate):
        batch = take_in(row)
        take_in(another(row, 业主="李建国", 证件号码="130102195501010013", 取得日期="2026-05-01"), update=True)
        told = self.take_back(batch, people)
        assert told.state == "applied"
        assert [fault["row"] for fault in told.faults] == [2]
        assert Home.objects.count() == 1

    def test_stops_at_a_home_that_is_on_a_roll(self, take_in, row, people, estate):
        batch = take_in(row, another(row, 房号="502"))
        a_draft(estate)
        told = self.take_back(batch, people)
        assert told.state == "applied"
        assert [fault["row"] for fault in told.faults] == [2, 3]
        assert Ownership.objects.filter(until_on=None).count() == 2


def a_draft_of_namesakes(estate) -> Vote:
    """With a roll that is not confirmed: nobody knows yet whether they are one."""
    return make_roll(propose(new_vote(estate), by=None, at=DRAFTED), by=None, at=DRAFTED)


def test_a_list_of_sales_tells_a_vote_that_is_on(take_in, row, estate):
    take_in(row)
    vote = a_draft(estate)
    take_in(another(row, 业主="李建国", 证件号码="130102195501010013", 取得日期="2026-05-01"), update=True)
    assert vote.roll.get().owner.holders.get().name == "李建国"


def test_takes_as_many_queries_for_fifty_homes_as_for_two(take_in, row, django_assert_max_num_queries):
    rows = [another(row, 房号=str(room), 证件号码=f"E{room:08d}") for room in range(100, 152)]
    take_in(*rows[:1])
    with django_assert_max_num_queries(80) as few:
        take_in(*rows[1:3])
    with django_assert_max_num_queries(len(few)):
        take_in(*rows[3:])


def test_a_row_that_is_wrong_keeps_the_whole_file_out(faults_in, row):
    faults_in(row, another(row, 房号="502", 楼栋="9号楼"))
    assert (Home.objects.count(), Owner.objects.count()) == (0, 0)
    assert Building.objects.count() == 1
