"""Standards are published and stand still; levels of estates are verified on site, one at a time."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, InternalError, transaction

from accounts.authority import NotAllowed
from accounts.lifecycle import NotNow
from accounts.models import AuditEntry
from fees.models import EstateLevel, Standard, StandardItem, StandardLevel
from fees.standards import actions, telling
from fees.standards.promises import StandardSheet
from fees.standards.table_file import shipped
from intake.actions import load_file
from intake.faults import ImportFaults
from tests.factories import a_contract, an_enterprise, an_estate
from tests.factories.prices import SINCE, a_standard, a_verified_level, level_of
from tests.factories.rules import the_rules
from tests.intake.files import workbook

AT = datetime(2026, 11, 17, 2, 0, tzinfo=UTC)
ON = date(2026, 11, 17)
LOOKED = {"verified_on": ON, "from_on": ON, "verified_by": "长安区住房和城乡建设局"}


@pytest.fixture
def standard(city):
    the_rules(city)
    return a_standard()


@pytest.fixture
def estate(standard):
    return an_estate()


class TestAStandard:
    def test_is_drafted_whole_from_its_table(self, city, people):
        made = actions.draft_table(shipped("example"), city.region, by=people["bureau"], at=AT)
        assert list(made.levels.values_list("name", "rank")) == [
            ("特级", 5), ("一级", 4), ("二级", 3), ("三级", 2), ("四级", 1),
        ]  # fmt: skip
        assert StandardItem.objects.filter(level__standard=made, level__name="二级").count() == 34
        assert made.published_at is None

    def test_is_drafted_once_an_edition(self, city, people):
        actions.draft_table(shipped("example"), city.region, by=people["bureau"], at=AT)
        with pytest.raises(ValidationError):
            actions.draft_table(shipped("example"), city.region, by=people["bureau"], at=AT)

    def test_is_the_bureaus(self, city, people):
        with pytest.raises(NotAllowed):
            actions.draft_table(shipped("example"), city.region, by=people["district"], at=AT)

    def test_ends_the_edition_before(self, standard, people):
        draft = a_standard(code=standard.code, edition="2027", published=False, effective_from=date(2027, 1, 1))
        actions.publish(draft, effective_from=date(2027, 1, 1), by=people["bureau"], at=AT)
        standard.refresh_from_db()
        assert standard.effective_until == date(2027, 1, 1)
        assert list(Standard.objects.in_force(on=date(2026, 12, 31))) == [standard]
        assert list(Standard.objects.in_force(on=date(2027, 1, 1))) == [draft]

    def test_does_not_begin_before_an_edition_in_force(self, standard, people):
        draft = a_standard(code=standard.code, edition="2027", published=False)
        with pytest.raises(ValidationError) as fault:
            actions.publish(draft, effective_from=SINCE, by=people["bureau"], at=AT)
        assert set(fault.value.message_dict) == {"effective_from"}

    def test_stands_as_it_is_once_published(self, standard, people):
        with pytest.raises(NotNow):
            actions.publish(standard, effective_from=ON, by=people["bureau"], at=AT)
        with pytest.raises(NotNow):
            actions.drop(standard, by=people["bureau"], at=AT)

    @pytest.mark.parametrize(
        "change",
        [
            lambda standard: StandardLevel.objects.create(standard=standard, name="五级", rank=9),
            lambda standard: standard.levels.update(name="零级"),
            lambda standard: standard.areas.update(name="其他"),
            lambda standard: StandardItem.objects.filter(level__standard=standard).delete(),
        ],
        ids=["add a level", "rename levels", "rename areas", "delete promises"],
    )
    def test_published_is_guarded_by_the_database(self, standard, change):
        with pytest.raises((IntegrityError, InternalError)), transaction.atomic():
            change(standard)

    def test_has_one_edition_in_force(self, standard):
        with pytest.raises(IntegrityError, match="one_edition_of_a_standard_in_force"), transaction.atomic():
            a_standard(code=standard.code, edition="2025")


class TestALevel:
    def test_counts_from_its_day_and_ends_the_one_before(self, standard, estate, people):
        before = a_verified_level(estate, level_of(standard, "三级"))
        actions.verify_level(estate, level=level_of(standard), **LOOKED, by=people["district"], at=AT)
        before.refresh_from_db()
        assert before.until_on == ON
        assert EstateLevel.objects.on(ON).get().level.name == "二级"
        assert EstateLevel.objects.on(ON - timedelta(days=1)).get() == before
        assert AuditEntry.objects.filter(verb="verify_level").count() == 1

    @pytest.mark.parametrize(
        ("given", "field"),
        [
            ({"verified_on": ON + timedelta(days=1)}, "verified_on"),
            ({"from_on": ON - timedelta(days=1)}, "from_on"),
            ({"verified_by": " "}, "verified_by"),
        ],
    )
    def test_is_refused_at_its_field(self, standard, estate, people, given, field):
        with pytest.raises(ValidationError) as fault:
            actions.verify_level(estate, level=level_of(standard), **{**LOOKED, **given}, by=people["district"], at=AT)
        assert set(fault.value.message_dict) == {field}

    def test_is_one_of_a_published_standard(self, estate, people):
        draft = a_standard(published=False)
        with pytest.raises(ValidationError) as fault:
            actions.verify_level(estate, level=level_of(draft), **LOOKED, by=people["district"], at=AT)
        assert set(fault.value.message_dict) == {"level"}

    def test_does_not_go_before_a_later_one(self, standard, estate, people):
        a_verified_level(estate, level_of(standard), from_on=ON + timedelta(days=9))
        with pytest.raises(ValidationError) as fault:
            actions.verify_level(estate, level=level_of(standard), **LOOKED, by=people["district"], at=AT)
        assert set(fault.value.message_dict) == {"from_on"}

    @pytest.mark.parametrize("who", ["neighbour", "street", "company", "auditor"])
    def test_is_verified_by_officers_of_the_place(self, standard, estate, people, who):
        with pytest.raises(NotAllowed):
            actions.verify_level(estate, level=level_of(standard), **LOOKED, by=people[who], at=AT)

    def test_struck_off_lets_the_one_before_count_again(self, standard, estate, people):
        before = a_verified_level(estate, level_of(standard, "三级"))
        wrong = actions.verify_level(estate, level=level_of(standard), **LOOKED, by=people["district"], at=AT)
        actions.strike_level(wrong, reason="录错小区", by=people["district"], at=AT)
        before.refresh_from_db()
        assert before.until_on is None
        assert list(EstateLevel.objects.all()) == [before]

    def test_is_struck_off_from_the_end(self, standard, estate, people):
        before = a_verified_level(estate, level_of(standard, "三级"))
        actions.verify_level(estate, level=level_of(standard), **LOOKED, by=people["district"], at=AT)
        with pytest.raises(NotNow):
            actions.strike_level(before, reason="录错", by=people["district"], at=AT)

    def test_is_not_there_for_strangers(self, standard, estate, people):
        held = a_verified_level(estate, level_of(standard))
        with pytest.raises(EstateLevel.DoesNotExist):
            actions.strike_level(held, reason="录错", by=people["neighbour"], at=AT)

    def test_is_one_at_a_time_for_the_database(self, standard, estate):
        a_verified_level(estate, level_of(standard))
        with pytest.raises(IntegrityError, match="one_level_of_an_estate_at_a_time"), transaction.atomic():
            a_verified_level(estate, level_of(standard, "三级"), from_on=ON)

    def test_ends_after_it_begins_for_the_database(self, standard, estate):
        with pytest.raises(IntegrityError, match="estate_level_ends_after_it_begins"), transaction.atomic():
            a_verified_level(estate, level_of(standard), until_on=SINCE)


class TestTold:
    def test_names_level_rank_and_who_looked(self, standard, estate):
        a_verified_level(estate, level_of(standard))
        told = telling.of_estate(estate, None, telling.Promised(), on=ON)
        assert (told.level, told.rank, told.of_levels, told.highest) == ("二级", 3, 5, "特级")
        assert (told.verified_by, told.count, told.headlines) == ("长安区住房和城乡建设局", 1, ["二级的承诺"])

    def test_says_who_owes_the_look(self, estate):
        contract = a_contract(estate, an_enterprise(), begins_on=date(2026, 10, 1))
        told = telling.of_estate(estate, contract, telling.Promised(), on=ON)
        assert (told.level, told.owed.due_on) == ("", date(2026, 11, 30))

    def test_knows_a_level_that_came_after_the_promises_were_read(self, estate):
        promised = telling.Promised()
        a_verified_level(estate, level_of(a_standard()))
        assert telling.of_estate(estate, None, promised, on=ON).level == "二级"

    def test_says_nothing_where_nobody_serves(self, estate):
        assert telling.of_estate(estate, None, telling.Promised(), on=ON) is None

    def test_asks_as_often_for_many(self, standard, django_assert_num_queries):
        estates = [an_estate() for _each in range(5)]
        for estate in estates:
            a_verified_level(estate, level_of(standard))
        with django_assert_num_queries(2):
            assert len(telling.of_estates(estates, ON)) == 5


class TestAFileOfStandards:
    ROW = {
        "标准代码": "grades", "版次": "2026", "标准名称": "等级标准", "服务等级": "二级", "等级序次": 1,
        "服务内容": "环境卫生", "服务承诺": "楼道每天清扫1遍",
    }  # fmt: skip

    def test_comes_back_as_the_desk_handed_it_out(self, city, people, client, tmp_path):
        given = actions.draft_table(shipped("example"), city.region, by=people["bureau"], at=AT)
        client.force_login(people["bureau"])
        text = b"".join(client.get("/admin/fees/standard/export/?as=csv").streaming_content).decode()
        path = tmp_path / "standards.csv"
        path.write_text(text.replace("example,2024", "example,2027"))
        load_file(path, StandardSheet, by=people["bureau"], at=AT)
        made = Standard.objects.get(edition="2027")
        assert (made.name, made.published_at) == (given.name, None)
        assert (made.is_example, made.note) == (True, given.note)
        assert said_by(made) == said_by(given)

    @pytest.mark.parametrize(
        ("first", "second", "heading"),
        [
            ({}, {"服务等级": "一级"}, "等级序次"),
            ({}, {"服务承诺": "另一句", "等级序次": 2}, "等级序次"),
            ({}, {"服务等级": "一级", "等级序次": 3}, "等级序次"),
            ({}, {"服务承诺": "另一句", "标准名称": "别的"}, "标准名称"),
            ({}, {"服务承诺": "另一句", "示例": "是"}, "示例"),
            ({"依据": "甲"}, {"服务承诺": "另一句", "依据": "乙"}, "依据"),
            ({"标准代码": "example", "版次": "2024"}, {"服务承诺": "另一句"}, "版次"),
        ],
    )
    def test_is_taken_whole_or_not_at_all(self, city, people, tmp_path, first, second, heading):
        actions.draft_table(shipped("example"), city.region, by=people["bureau"], at=AT)
        rows = [self.ROW | first, self.ROW | first | second]
        with pytest.raises(ImportFaults) as raised:
            load_file(workbook(tmp_path / "x.xlsx", *rows), StandardSheet, by=people["bureau"], at=AT)
        assert {fault.heading for fault in raised.value.faults} == {heading}
        assert Standard.objects.count() == 1


def said_by(standard: Standard) -> list:
    items = StandardItem.objects.filter(level__standard=standard).order_by("-level__rank", "area__place", "place")
    return list(items.values_list("level__name", "level__rank", "area__name", "area__place", "text", "is_headline"))
