"""How complete and fresh data are: what is found missing, since when, until when, and areas beside each other."""

from datetime import UTC, date, datetime, timedelta
from io import BytesIO

import openpyxl
import pytest
from django.db import IntegrityError, transaction

from accounts.models import RuleValue
from estates.life_sheets import EquipmentCheckSheet
from estates.models import Equipment, EquipmentKind, Estate
from estates.sheets import EstateSheet
from fees.models import FundBlock
from intake.actions import load_file
from intake.faults import ImportFaults
from intake.models import OnExisting
from oversight.figures.quality import ranked
from oversight.models import QualityCount, QualityGap
from oversight.quality.filling import LINES
from oversight.quality.rules import BY_KEY, RULES
from oversight.quality.taking import take
from oversight.quality.workbook import LIST_TAB, workbook
from tests.factories.companies import a_contract, a_manager, an_enterprise
from tests.factories.places import a_building, an_estate
from tests.factories.rules import the_rules

AT = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
ON = date(2026, 11, 20)
COUNTY = "130102000000"


def gaps(estate: Estate) -> set[str]:
    return set(QualityGap.objects.filter(estate=estate).values_list("rule", flat=True))


@pytest.fixture
def terms(city):
    """The terms of the city that matter here."""
    rows = {"quality_complete_days": "30", "quality_fresh_days": "15", "quality_fund_months": "6",
            "quality_collection_months": "12", "contract_filing_days": "15", "collection_report_months": "3",
            "collection_report_days": "15"}  # fmt: skip
    RuleValue.objects.bulk_create(
        [RuleValue(key=key, value=value, from_on=date(2020, 1, 1), article="测试") for key, value in rows.items()]
    )


@pytest.fixture
def rules(city) -> None:
    the_rules(city)


@pytest.fixture
def whole(terms) -> Estate:
    """An estate of which everything that its kind owes is on file."""
    estate = an_estate(
        building_count=1, built_year=2010, latitude=38, longitude=114, kind="old", service_mode="self_managed"
    )
    a_building(estate)
    return estate


@pytest.mark.django_db
class TestTaking:
    def test_finds_nothing_where_nothing_is_missing(self, whole):
        take(on=ON, at=AT)
        assert gaps(whole) == set()

    @pytest.mark.parametrize(
        ("change", "found"),
        [
            ({"built_year": None}, "built_year"), ({"latitude": None, "longitude": None}, "coordinates"),
            ({"households": 0}, "size"), ({"floor_area_m2": 0}, "size"), ({"building_count": 2}, "buildings"),
            ({"service_mode": "company"}, "contract"), ({"kind": "commodity"}, "fund"),
        ],
    )  # fmt: skip
    def test_finds_what_is_missing(self, whole, change, found):
        Estate.objects.filter(pk=whole.pk).update(**change)
        take(on=ON, at=AT)
        assert gaps(whole) == {found}

    def test_looks_at_the_contract_in_force(self, whole):
        company = an_enterprise()
        late, manager = a_contract(whole, company, signed_on=ON - timedelta(days=16)), a_manager(company)
        take(on=ON, at=AT)
        assert gaps(whole) == {"manager", "filing", "fee", "level", "collection"}
        late.signed_on, late.manager, late.begins_on = ON - timedelta(days=15), manager, ON - timedelta(days=9)
        late.save()
        take(on=ON, at=AT)
        assert gaps(whole) == {"fee", "level"}

    @pytest.mark.parametrize(("kept", "found"), [(1, {"lifts"}), (2, set())])
    def test_counts_the_lifts_that_buildings_say(self, whole, kept, found):
        a_building(whole, lifts=2)
        for number in range(kept):
            Equipment.objects.create(
                code=f"T{number}", estate=whole, kind=EquipmentKind.LIFT, next_due_on=ON, inspected_on=date(2026, 1, 1),
                result="passed",
            )  # fmt: skip
        take(on=ON, at=AT)
        assert gaps(whole) == found

    @pytest.mark.parametrize(("as_of", "found"), [(date(2026, 5, 20), set()), (date(2026, 5, 19), {"fund_balance"})])
    def test_asks_for_a_balance_of_the_last_six_months(self, whole, as_of, found):
        block = FundBlock.objects.create(building=whole.buildings.get(), estate=whole, bank="银行")
        FundBlock.objects.filter(pk=block.pk).update(as_of_on=as_of)
        take(on=ON, at=AT)
        assert gaps(whole) == found

    def test_keeps_the_day_on_which_a_gap_was_found(self, whole):
        Estate.objects.filter(pk=whole.pk).update(built_year=None)
        take(on=ON, at=AT)
        take(on=ON + timedelta(days=40), at=AT + timedelta(days=40))
        gap = QualityGap.objects.get()
        assert (gap.since_on, gap.due_on) == (ON, ON + timedelta(days=30))
        assert QualityCount.objects.get(area_code=COUNTY, on=ON + timedelta(days=40)).overdue_count == 1
        Estate.objects.filter(pk=whole.pk).update(built_year=1999)
        take(on=ON + timedelta(days=41), at=AT)
        assert not QualityGap.objects.exists()

    def test_strikes_the_gaps_of_a_rule_that_is_no_more(self, whole):
        QualityGap.objects.create(estate=whole, rule="old_rule", side="complete", since_on=ON, due_on=ON)
        take(on=ON, at=AT)
        assert gaps(whole) == set()

    def test_costs_the_same_for_one_and_for_thirty(self, whole, django_assert_max_num_queries):
        for _turn in range(30):
            an_estate(built_year=None)
        with django_assert_max_num_queries(6 * len(RULES) + 20):
            take(on=ON, at=AT)


@pytest.mark.django_db
class TestCounts:
    def test_add_up_in_every_division_around(self, whole):
        other = an_estate("130108001000", building_count=0, latitude=38, longitude=114, kind="old",
                          service_mode="self_managed")  # fmt: skip
        take(on=ON, at=AT)
        rows = {row.area_code: row for row in QualityCount.objects.filter(on=ON)}
        assert gaps(other) == {"built_year"}
        assert set(rows) == {
            "130000000000", "130100000000", COUNTY, "130102001000", "130108000000", "130108001000",
        }  # fmt: skip
        city = rows["130100000000"]
        assert (city.estate_count, city.complete_asked, city.complete_held, city.gap_count) == (2, 8, 7, 1)
        assert city.next_due_on == ON + timedelta(days=30)
        assert rows[COUNTY].complete_held == rows[COUNTY].complete_asked == 4

    def test_have_gaps_that_are_what_is_not_held(self, whole):
        take(on=ON, at=AT)
        with pytest.raises(IntegrityError, match="gaps_are_what_is_not_held"), transaction.atomic():
            QualityCount.objects.filter(area_code=COUNTY).update(gap_count=1)


def handed_out() -> openpyxl.Workbook:
    return openpyxl.load_workbook(BytesIO(workbook(QualityGap.objects.select_related("estate__region"), on=ON)))


def rows_of(page) -> list[dict]:
    """The rows of a tab by heading; what is empty is left out."""
    headings = [cell.value for cell in page[1]]
    rows = [zip(headings, (cell.value for cell in row), strict=True) for row in page.iter_rows(min_row=2)]
    return [{heading: value for heading, value in row if value is not None} for row in rows]


def filled(page, number: int, cells: dict[str, str]) -> None:
    headings = [cell.value for cell in page[1]]
    for heading, value in cells.items():
        page.cell(number, headings.index(heading) + 1, value)


@pytest.mark.django_db
class TestWorkbook:
    def test_has_what_is_known_and_names_what_is_wanted(self, whole, people):
        contract = a_contract(whole, an_enterprise())
        building = a_building(whole, lifts=2)
        Estate.objects.filter(pk=whole.pk).update(built_year=None, kind="commodity", building_count=2)
        Equipment.objects.create(code="31101", estate=whole, kind="fire")
        take(on=ON, at=AT)
        book = handed_out()
        found = {tab: rows_of(book[tab]) for tab in book.sheetnames}
        assert [row["小区代码"] for row in found.pop(LIST_TAB)] == [whole.code] * QualityGap.objects.count()
        wanted = {tab: [row.pop("待补录") for row in rows] for tab, rows in found.items() if tab != "填写说明"}
        assert wanted["小区"] == ["建成年份"]
        assert wanted["物业服务合同"] == ["项目经理登记编号、备案日期"]
        assert found["收费备案"] == [{"合同编号": contract.number}]
        assert found["物业费收缴情况"] == [
            {"合同编号": contract.number, "起始日期": "2026-07-01", "截止日期": "2026-09-30"}
        ]
        assert found["设施设备"] == [{"小区代码": whole.code, "楼栋": building.name, "设备类型": "电梯"}] * 2
        assert found["设备检验"] == [{"设备代码": "31101"}]
        assert {row["楼栋"] for row in found["维修资金账户"]} == set(whole.buildings.values_list("name", flat=True))

    def test_goes_back_through_the_import_desk(self, whole, people, tmp_path):
        other = an_estate(
            built_year=None, latitude=38, longitude=114, kind="old", service_mode="none", building_count=0
        )
        Estate.objects.filter(pk=whole.pk).update(built_year=None)
        take(on=ON, at=AT)
        book = handed_out()
        filled(book["小区"], 2, {"建成年份": "1998"})
        book.save(tmp_path / "补录.xlsx")
        load_file(tmp_path / "补录.xlsx", EstateSheet, by=people["district"], at=AT, on_existing=OnExisting.UPDATE)
        whole.refresh_from_db()
        other.refresh_from_db()
        assert (whole.built_year, whole.households, other.built_year) == (1998, 400, None)
        take(on=ON, at=AT)
        assert (gaps(whole), gaps(other)) == (set(), {"built_year"})

    def test_takes_back_all_that_one_estate_lacked(self, whole, people, tmp_path):
        Estate.objects.filter(pk=whole.pk).update(built_year=None, latitude=None, longitude=None, households=0)
        take(on=ON, at=AT)
        assert gaps(whole) == {"built_year", "coordinates", "size"}
        book = handed_out()
        told = {"建成年份": "1998", "纬度": "38.04", "经度": "114.51", "建筑面积（平方米）": 8650, "户数": "912"}
        filled(book["小区"], 2, told)
        book.save(tmp_path / "补录.xlsx")
        load_file(tmp_path / "补录.xlsx", EstateSheet, by=people["district"], at=AT, on_existing=OnExisting.UPDATE)
        take(on=ON, at=AT)
        assert gaps(whole) == set()

    def test_passes_over_new_rows_in_which_nothing_was_filled_in(self, whole, people, rules, tmp_path):
        for number in range(3):
            Equipment.objects.create(code=f"31101{number}", estate=whole, kind="fire")
        take(on=ON, at=AT)
        book = handed_out()
        told = {"检验日期": "2026-11-02", "检验机构": "检测中心", "检验结果": "合格"}
        filled(book["设备检验"], 3, told)
        book.save(tmp_path / "补录.xlsx")
        batch = load_file(tmp_path / "补录.xlsx", EquipmentCheckSheet, by=people["district"], at=AT)
        assert (batch.row_count, Equipment.objects.get(code="311011").inspected_on) == (1, date(2026, 11, 2))

    def test_tells_of_a_row_that_was_half_filled_in(self, whole, people, rules, tmp_path):
        Equipment.objects.create(code="31101", estate=whole, kind="fire")
        take(on=ON, at=AT)
        book = handed_out()
        filled(book["设备检验"], 2, {"检验日期": "2026-11-02"})
        book.save(tmp_path / "补录.xlsx")
        with pytest.raises(ImportFaults):
            load_file(tmp_path / "补录.xlsx", EquipmentCheckSheet, by=people["district"], at=AT)


@pytest.mark.django_db
class TestFigures:
    def test_put_the_best_part_first(self, whole, client_of):
        an_estate("130108001000", building_count=0, kind="old", service_mode="self_managed")
        take(on=ON, at=AT)
        found = client_of("bureau").get("/api/v1/figures/quality/").json()
        assert [part["code"] for part in found["parts"]] == [COUNTY, "130108000000"]
        assert found["total"]["gaps"] == 2

    def test_share_a_rank_where_they_are_equal(self, whole, client_of):
        an_estate("130108001000", building_count=0, built_year=2010, latitude=38, longitude=114, kind="old",
                  service_mode="self_managed")  # fmt: skip
        take(on=ON, at=AT)
        found = client_of("bureau").get("/api/v1/figures/quality/").json()
        assert [(part["code"], part["rank"]) for part in found["parts"]] == [(COUNTY, 1), ("130108000000", 1)]
        assert found["total"]["rank"] is None

    def test_rank_by_the_counts_and_not_by_rounded_shares(self):
        rows = [
            {"code": code, "complete_asked": asked, "complete_held": held, "fresh_asked": 0, "fresh_held": 0}
            for code, asked, held in (("1", 100_000, 99_998), ("2", 0, 0), ("3", 100_000, 99_999))
        ]
        assert [(row["code"], row["rank"]) for row in ranked(rows)] == [("3", 1), ("1", 2), ("2", None)]

    def test_say_of_a_place_without_estates_that_it_was_counted(self, client_of):
        an_estate("130108001000")
        take(on=ON, at=AT)
        found = client_of("district").get("/api/v1/figures/quality/").json()
        assert (found["reason"], found["counted_on"], found["total"]["estates"]) == ("", "2026-11-20", 0)

    def test_are_of_the_own_place(self, whole, client_of):
        an_estate("130108001000", kind="old", service_mode="self_managed")
        take(on=ON, at=AT)
        assert client_of("district").get("/api/v1/figures/quality/").json()["total"]["gaps"] == 0
        assert client_of("district").get("/api/v1/quality-gaps/").json()["results"] == []
        assert client_of("company").get("/api/v1/quality-gaps/").status_code == 403


def test_every_rule_has_its_key_and_a_sheet_where_it_has_rows():
    assert len(BY_KEY) == len(RULES)
    assert {key for key, rule in BY_KEY.items() if rule.sheet} == set(LINES)


def test_a_gap_is_called_by_its_estate():
    assert str(QualityGap(estate=Estate(name="青禾苑"), rule="board")) == "青禾苑"
