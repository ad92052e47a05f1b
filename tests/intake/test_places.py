"""Estates and buildings from files."""

from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from estates.models import Building, Estate
from estates.sheets import BuildingSheet, EstateSheet
from intake.examining import examine
from intake.models import OnExisting
from tests.factories import an_estate
from tests.intake.files import BUILDING, ESTATE, another, csv_file, workbook

pytestmark = pytest.mark.django_db


@pytest.fixture
def path(tmp_path):
    return tmp_path / "estates.xlsx"


class TestEstate:
    def test_is_registered_with_all_that_the_row_says(self, take_in, path):
        row = another(ESTATE, 纬度=38.0428, 经度="114.5149", 建成年份=1998, 曾用名="市一建宿舍", 改造状态="done")
        take_in(workbook(path, row), EstateSheet)
        estate = Estate.objects.get()
        assert (estate.code, estate.name, estate.region_id) == ("1301020010001", "长安花苑", "130102001000")
        assert (estate.floor_area_m2, estate.latitude) == (Decimal("86520.50"), Decimal("38.042800"))
        assert (estate.kind, estate.renovation, estate.former_names) == ("commodity", "done", "市一建宿舍")

    def test_gets_its_pinyin_initials(self, take_in, path):
        take_in(workbook(path, ESTATE), EstateSheet)
        assert Estate.objects.get().initials == "cahy"

    def test_takes_what_the_register_says_where_a_column_is_left_out(self, take_in, path):
        take_in(workbook(path, ESTATE), EstateSheet)
        estate = Estate.objects.get()
        assert (estate.renovation, estate.former_names, estate.built_year) == ("not_planned", "", None)

    @pytest.mark.parametrize(
        "place", ["130102001000", "130102001", 130102001000, "长安区建北街道", "长安区 / 建北街道"]
    )
    def test_may_name_its_place_as(self, take_in, path, place):
        take_in(workbook(path, another(ESTATE, 所属街道或社区=place)), EstateSheet)
        assert Estate.objects.get().region_id == "130102001000"

    def test_may_stand_in_a_community(self, take_in, path):
        take_in(workbook(path, another(ESTATE, 所属街道或社区="建明社区")), EstateSheet)
        assert Estate.objects.get().region_id == "130102001001"

    @pytest.mark.parametrize("place", ["130102000000", "长安区", "没有的街道", "999999999999"])
    def test_needs_a_street_or_community(self, faults_in, path, place):
        ((row, heading, what),) = faults_in(workbook(path, another(ESTATE, 所属街道或社区=place)), EstateSheet)
        assert (row, heading) == (2, "所属街道或社区")
        assert place in what

    def test_needs_a_code_that_begins_with_its_street(self, faults_in, path):
        (fault,) = faults_in(workbook(path, another(ESTATE, 小区代码="1301080010001")), EstateSheet)
        assert fault == (2, "小区代码", "does not begin with the street's digits 130102001")

    def test_needs_both_coordinates_or_none(self, faults_in, path):
        ((_row, heading, _what),) = faults_in(workbook(path, another(ESTATE, 纬度=38.04)), EstateSheet)
        assert heading == "经度"

    def test_shows_every_fault_of_every_row_at_once(self, faults_in, path):
        rows = [
            another(ESTATE, 小区名称=None, 户数="四百"),
            another(ESTATE, 小区代码="1301020010002"),
            another(ESTATE, 小区代码="13", 小区类型="别墅", 楼栋数=-1),
        ]
        found = faults_in(workbook(path, *rows), EstateSheet)
        assert [(row, heading) for row, heading, _what in found] == [
            (2, "小区名称"),
            (2, "户数"),
            (4, "小区代码"),
            (4, "楼栋数"),
            (4, "小区类型"),
        ]

    def test_that_stands_twice_names_the_other_row(self, faults_in, path):
        rows = [ESTATE, another(ESTATE, 小区代码="1301020010002"), ESTATE]
        assert faults_in(workbook(path, *rows), EstateSheet) == [(4, "小区代码", "is the same as in row 2")]

    def test_that_is_on_the_register_is_a_fault(self, faults_in, path, regions):
        an_estate(code="1301020010001")
        assert faults_in(workbook(path, ESTATE), EstateSheet) == [(2, "小区代码", "is already on the register")]

    def test_that_is_on_the_register_may_be_updated(self, take_in, path, regions):
        estate = an_estate(code="1301020010001", former_names="旧名", built_year=1990)
        take_in(workbook(path, ESTATE), EstateSheet, on_existing=OnExisting.UPDATE)
        estate.refresh_from_db()
        assert (estate.name, estate.initials, estate.households) == ("长安花苑", "cahy", 912)
        assert (estate.former_names, estate.built_year) == ("旧名", 1990)

    def test_formula_is_one_fault_and_not_an_empty_cell_besides(self, faults_in, path):
        ((_row, heading, what),) = faults_in(workbook(path, another(ESTATE, 户数="=900+12")), EstateSheet)
        assert heading == "户数"
        assert "formula" in what

    def test_of_a_csv_in_gb18030_is_the_same(self, take_in, tmp_path):
        take_in(csv_file(tmp_path / "a.csv", another(ESTATE, 户数="９１２"), encoding="gb18030"), EstateSheet)
        assert Estate.objects.get().households == 912


class TestScope:
    def test_of_a_district_officer_ends_at_the_district(self, faults_in, path):
        row = another(ESTATE, 小区代码="1301080010001", 所属街道或社区="130108001000")
        found = faults_in(workbook(path, row), EstateSheet, by="district")
        assert [(place, heading) for place, heading, _what in found] == [(2, "所属街道或社区")]

    def test_does_not_tell_whether_an_estate_next_door_exists(self, faults_in, path, regions):
        an_estate("130108001000", code="1301080010001")
        rows = [
            another(ESTATE, 小区代码="1301080010001", 所属街道或社区="130108001000"),
            another(ESTATE, 小区代码="1301080010002", 所属街道或社区="130108001000"),
        ]
        first, second = faults_in(workbook(path, *rows), EstateSheet, by="district")
        assert first[1:] == second[1:]

    def test_does_not_tell_a_street_next_door_from_one_that_does_not_exist(self, faults_in, path):
        rows = [
            another(ESTATE, 所属街道或社区="130108001000"),
            another(ESTATE, 小区代码="1301020010002", 所属街道或社区="130199001000"),
        ]
        first, second = faults_in(workbook(path, *rows), EstateSheet, by="district")
        assert first[2].replace("130108", "") == second[2].replace("130199", "")

    def test_keeps_an_update_from_moving_in_an_estate_of_another_district(self, faults_in, path, regions):
        an_estate("130108001000", code="1301020010001")
        found = faults_in(workbook(path, ESTATE), EstateSheet, by="district", on_existing=OnExisting.UPDATE)
        assert [heading for _row, heading, _what in found] == ["所属街道或社区"]

    def test_of_a_building_is_its_estates(self, faults_in, path, regions):
        an_estate("130108001000", code="1301080010001")
        rows = [another(BUILDING, 小区代码="1301080010001"), another(BUILDING, 小区代码="1301080019999")]
        first, second = faults_in(workbook(path, *rows), BuildingSheet, by="district")
        assert first[1:] == second[1:] == ("小区代码", "is not an estate on the register of your area")


class TestBuilding:
    def test_is_registered_with_its_estate(self, take_in, path, regions):
        estate = an_estate(code="1301020010001")
        take_in(workbook(path, BUILDING, another(BUILDING, 楼栋=2)), BuildingSheet)
        assert list(Building.objects.values_list("estate", "name", "storeys", "lifts")) == [
            (estate.pk, "1号楼", 18, 0),
            (estate.pk, "2", 18, 0),
        ]

    def test_that_stands_twice_names_the_other_row(self, faults_in, path, regions):
        an_estate(code="1301020010001")
        assert faults_in(workbook(path, BUILDING, BUILDING), BuildingSheet) == [(3, "楼栋", "is the same as in row 2")]

    def test_that_is_on_the_register_is_a_fault(self, faults_in, path, regions):
        Building.objects.create(estate=an_estate(code="1301020010001"), name="1号楼")
        assert faults_in(workbook(path, BUILDING), BuildingSheet) == [(2, "楼栋", "is already on the register")]


class TestQueries:
    def test_are_as_many_for_fifty_rows_as_for_one(self, people, tmp_path):
        counts = []
        for count in (1, 50):
            rows = [another(ESTATE, 小区代码=f"130102001{number:04d}") for number in range(1, count + 1)]
            path = workbook(tmp_path / f"{count}.xlsx", *rows)
            officer = User.objects.get(username="district")
            with CaptureQueriesContext(connection) as queries:
                examine(path, EstateSheet(by=officer), name=path.name)
            counts.append(len(queries))
        assert counts[0] == counts[1] <= 5
