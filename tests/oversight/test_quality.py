"""How complete and fresh data are: what is found missing, since when, until when, and areas beside each other."""

from datetime import UTC, date, datetime, timedelta
from io import BytesIO

import openpyxl
import pytest
from django.db import IntegrityError, transaction

from accounts.models import RuleValue
from estates.models import Equipment, EquipmentKind, Estate
from estates.sheets import EstateSheet
from fees.models import FundBlock
from intake.actions import load_file
from intake.models import OnExisting
from oversight.models import QualityCount, QualityGap
from oversight.quality.rules import BY_KEY, RULES
from oversight.quality.taking import take
from oversight.quality.workbook import LIST_TAB, workbook
from tests.factories.companies import a_contract, a_manager, an_enterprise
from tests.factories.places import a_building, an_estate

AT = datetime(2026, 11, 20, 4, 0, tzinfo=UTC)
ON = date(2026, 11, 20)
COUNTY = "130102000000"


def gaps(estate: Estate) -> set[str]:
    return set(QualityGap.objects.filter(estate=estate).values_list("rule", flat=True))


@pytest.fixture
def terms(city):
    """The terms of the city that matter here."""
    rows = {"quality_complete_days": "30", "quality_fresh_days": "15", "quality_fund_months": "6",
            "quality_collection_months": "12", "contract_filing_days": "15"}  # fmt: skip
    RuleValue.objects.bulk_create(
        [RuleValue(key=key, value=value, from_on=date(2020, 1, 1), article="测试") for key, value in rows.items()]
    )


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
        assert set(rows) == {"130100000000", COUNTY, "130102001000", "130108000000", "130108001000"}
        city = rows["130100000000"]
        assert (city.estate_count, city.complete_asked, city.complete_held, city.gap_count) == (2, 8, 7, 1)
        assert city.next_due_on == ON + timedelta(days=30)
        assert rows[COUNTY].complete_held == rows[COUNTY].complete_asked == 4

    def test_have_gaps_that_are_what_is_not_held(self, whole):
        take(on=ON, at=AT)
        with pytest.raises(IntegrityError, match="gaps_are_what_is_not_held"), transaction.atomic():
            QualityCount.objects.filter(area_code=COUNTY).update(gap_count=1)


@pytest.mark.django_db
class TestWorkbook:
    def test_goes_back_through_the_import_desk(self, whole, people, tmp_path):
        Estate.objects.filter(pk=whole.pk).update(built_year=None)
        take(on=ON, at=AT)
        content = workbook(QualityGap.objects.select_related("estate__region"), on=ON)
        book = openpyxl.load_workbook(BytesIO(content))
        assert book[LIST_TAB].cell(2, 1).value == whole.code
        page = book["小区"]
        headings = [cell.value for cell in page[1]]
        page.cell(2, headings.index("建成年份") + 1, "1998")
        book.save(tmp_path / "补录.xlsx")
        load_file(tmp_path / "补录.xlsx", EstateSheet, by=people["district"], at=AT, on_existing=OnExisting.UPDATE)
        whole.refresh_from_db()
        assert (whole.built_year, whole.households) == (1998, 400)
        take(on=ON, at=AT)
        assert gaps(whole) == set()

    def test_says_who_owes_what_is_not_filled_in_by_file(self, whole):
        Estate.objects.filter(pk=whole.pk).update(kind="commodity")
        take(on=ON, at=AT)
        book = openpyxl.load_workbook(BytesIO(workbook(QualityGap.objects.select_related("estate__region"), on=ON)))
        assert book.sheetnames == [LIST_TAB]
        assert str(BY_KEY["fund"].owed_by) in [cell.value for cell in book[LIST_TAB][2]]


@pytest.mark.django_db
class TestFigures:
    def test_put_the_best_part_first(self, whole, client_of):
        an_estate("130108001000", building_count=0, kind="old", service_mode="self_managed")
        take(on=ON, at=AT)
        found = client_of("bureau").get("/api/v1/figures/quality/").json()
        assert [part["code"] for part in found["parts"]] == [COUNTY, "130108000000"]
        assert found["total"]["gaps"] == 2

    def test_are_of_the_own_place(self, whole, client_of):
        an_estate("130108001000", kind="old", service_mode="self_managed")
        take(on=ON, at=AT)
        assert client_of("district").get("/api/v1/figures/quality/").json()["total"]["gaps"] == 0
        assert client_of("district").get("/api/v1/quality-gaps/").json()["results"] == []
        assert client_of("company").get("/api/v1/quality-gaps/").status_code == 403


def test_every_gap_is_a_rule():
    assert len(BY_KEY) == len(RULES)
