"""The public picture of complaints: what is told, what is left out, and that nothing is counted for it."""

import csv
import io
import json
from datetime import UTC, date, datetime

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.look import COOKIE
from complaints import telling
from complaints.models import Figure, FiguresTaken, Topic
from complaints.telling import hidden_places
from oversight.curve import SIDE, curve
from tests.factories.companies import a_contract, an_enterprise
from tests.factories.complaints import the_lists
from tests.factories.places import an_estate

AT = datetime(2026, 11, 22, 16, 30, tzinfo=UTC)
PAGE, CSV, JSON = "/figures/complaints/", "/figures/complaints.csv", "/figures/complaints.json"


def a_figure(of: str, code: str = "", received: int = 0, **values) -> Figure:
    counts = dict.fromkeys(("due", "in_time", "closed", "confirmed", "ratings", "service_sum", "result_sum"), 0)
    return Figure.objects.create(of=of, code=code, received=received, **{**counts, **values})


def taken(estate_count: int = 100) -> FiguresTaken:
    return FiguresTaken.objects.create(
        on=date(2026, 11, 23), since=date(2025, 12, 1), at=AT, estate_count=estate_count
    )  # fmt: skip


def page(address: str = PAGE, look: str = "") -> str:
    """What a passer-by reads there, in English."""
    client = Client()
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    client.cookies[COOKIE] = look
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


class TestHiddenPlaces:
    @pytest.mark.parametrize(
        ("counts", "hidden"),
        [
            ([], set()),
            ([0, 3, 9], set()),
            ([2, 5, 9], {0, 1}),
            ([1, 2, 9], {0, 1}),
            ([1, 1, 9, 4], {0, 1, 3}),
            ([0, 1, 0], {1}),
            ([2, 2, 7], {0, 1}),
        ],
    )
    def test_leave_no_small_count_to_be_worked_out(self, counts, hidden):
        assert hidden_places(counts) == hidden

    def test_whatever_the_counts_a_small_one_could_be_another(self):
        for counts in ([1, 4], [1, 1, 1, 3], [2, 3], [1, 2, 2], [1, 1, 5, 6]):
            blank = [counts[place] for place in hidden_places(counts)]
            assert len(blank) > 1
            assert sum(blank) > len(blank)


class TestCurve:
    def test_rises_fastest_where_most_comes_from_and_ends_in_the_corner(self):
        drawn = curve([80, 10, 10], 10, marked=10)
        assert drawn.spot == (SIDE / 10, SIDE * 0.2)
        assert drawn.line.startswith(f"M0 {SIDE} L24 48")
        assert drawn.line.endswith(f"L{SIDE} 0")

    def test_of_nothing_there_is_none(self):
        assert curve([], 10, marked=11) is None
        assert curve([0, 0], 0, marked=11) is None


@pytest.mark.django_db
class TestTelling:
    def test_shares_are_told_from_three_cases_on(self):
        figure = a_figure("company", "91", 5, due=3, in_time=2, closed=2, confirmed=2, median_days="2.5")
        told = telling.told(figure, hidden=False)
        assert (told.in_time_percent, told.confirmed_percent, str(told.median_days)) == (66.7, None, "2.5")
        assert (told.service, told.result) == (None, None)

    def test_an_estate_is_hidden_with_its_few_and_to_protect_a_neighbour(self):
        for code, received in [("1301020010001", 2), ("1301020010002", 7), ("1301020010003", 9), ("1301080010001", 4)]:
            a_figure("estate", code, received)
        assert telling.estate("1301020010001").is_hidden
        assert telling.estate("1301020010002").is_hidden
        assert telling.estate("1301020010003").received == 9
        assert telling.estate("1301080010001").received == 4
        assert telling.estate("1301080010009").received == 0

    def test_how_much_comes_from_few_estates(self):
        parts = telling.concentration([47, 30, 13, 10], 36)
        assert parts[2] == (11, 4, 100.0)
        assert telling.concentration([47, 30, 13, 10], 9)[2] == (11, 1, 47.0)
        assert telling.concentration([], 9) == []


@pytest.mark.django_db
class TestThePage:
    @pytest.fixture
    def picture(self, city):
        the_lists()
        taken()
        a_figure("city", "", 60, due=50, in_time=40, closed=40, confirmed=30, median_days="3.1", ratings=4,
                 service_sum=16, result_sum=12)  # fmt: skip
        a_figure("city", "", 25, month=date(2026, 10, 1))
        a_figure("city", "", 35, month=date(2026, 11, 1))
        a_figure("county", "130102000000", 41, due=40, in_time=10)
        a_figure("county", "130108000000", 19, due=10, in_time=9)
        a_figure("topic", "02", 60)

    def test_tells_of_the_city_and_puts_districts_in_their_order(self, picture):
        text = page()
        assert "80.0%" in text
        assert "service 4.0, result 3.0" in text
        assert text.index("裕华区") < text.index("长安区")
        assert str(Topic.objects.get(code="02").name_en) in text

    def test_names_the_hot_spots_and_hides_small_ones(self, picture):
        hot, protected, small = an_estate(name="热点苑"), an_estate(name="邻家苑"), an_estate(name="安静苑")
        for estate, received in [(hot, 55), (protected, 4), (small, 1)]:
            a_figure("estate", estate.code, received)
        text = page()
        assert "热点苑" in text
        assert "邻家苑" not in text
        assert "安静苑" not in text
        assert "come from 11% of the estates" in text

    def test_before_the_first_count_it_says_so(self, city):
        assert "No complaint has been counted yet" in page()
        taken()
        assert "No complaint has been counted yet" in page()
        assert json.loads(page(JSON))["rows"] == []

    def test_asks_as_much_for_many_estates_as_for_few(self, picture, django_assert_max_num_queries):
        for n in range(60):
            a_figure("estate", an_estate().code, 3 + n)
        page()
        with django_assert_max_num_queries(13):
            page()

    def test_counts_nothing_itself(self, picture):
        with CaptureQueriesContext(connection) as asked:
            page()
        assert not [each["sql"] for each in asked if "complaints_complaint" in each["sql"]]


@pytest.mark.django_db
class TestTheDownload:
    @pytest.fixture
    def picture(self, city):
        the_lists()
        taken()
        a_figure("city", "", 12, due=10, in_time=5)
        self.company = an_enterprise(name="=1+1 物业")
        a_figure("company", self.company.uscc, 10, due=10, in_time=5)
        self.few = an_enterprise()
        a_figure("company", self.few.uscc, 2, due=2, in_time=2, closed=2, confirmed=1)

    def test_is_a_table_for_any_spreadsheet(self, picture):
        text = page(CSV)
        assert text.startswith("\ufeffkind,code,name,received")
        rows = {row["code"]: row for row in csv.DictReader(io.StringIO(text.removeprefix("\ufeff")))}
        assert (rows[""]["received"], rows[""]["in_time_percent"]) == ("12", "50.0")
        assert rows[self.company.uscc]["name"] == "'=1+1 物业"

    def test_and_the_same_as_json_with_its_days(self, picture):
        told = json.loads(page(JSON))
        assert (told["since"], told["until_before"]) == ("2025-12-01", "2026-11-23")
        assert {row["kind"] for row in told["rows"]} == {"city", "company"}

    def test_leaves_out_whatever_is_small(self, picture):
        (few,) = [row for row in json.loads(page(JSON))["rows"] if row["code"] == self.few.uscc]
        assert few.pop("suppressed") is True
        assert [value for name, value in few.items() if name not in ("kind", "code", "name")] == [None] * 6


@pytest.mark.django_db
class TestOtherPages:
    @pytest.fixture
    def estate(self, city):
        found = an_estate()
        a_contract(found, an_enterprise())
        return found

    def test_an_estate_tells_how_its_complaints_fared(self, estate):
        taken()
        a_figure("estate", estate.code, 46, due=46, in_time=41, closed=46, confirmed=38, median_days="2.2")
        text = page(f"/estates/{estate.code}/")
        for said in ("46 complaints", "89.1%", "82.6%", "2.2 days"):
            assert said in text

    def test_with_few_it_tells_no_number_and_with_none_that_there_was_none(self, estate):
        taken()
        assert "None was filed in these twelve months" in page(f"/estates/{estate.code}/")
        a_figure("estate", estate.code, 2, due=2, in_time=1)
        cache.clear()
        text = page(f"/estates/{estate.code}/")
        assert "few, not told" in text
        assert "2 complaints" not in text

    def test_before_the_first_count_every_page_stands(self, estate):
        company = estate.contracts.get().enterprise
        for address in (f"/estates/{estate.code}/", f"/enterprises/{company.uscc}/", "/"):
            assert "twelve months" not in page(address)

    def test_a_company_tells_of_what_was_given_to_it(self, estate):
        taken()
        company = estate.contracts.get().enterprise
        a_figure("company", company.uscc, 30, due=20, in_time=15)
        text = page(f"/enterprises/{company.uscc}/")
        assert "30 complaints" in text
        assert "75.0%" in text

    def test_home_leads_to_the_whole(self, estate):
        taken()
        a_figure("city", "", 30, due=20, in_time=15)
        assert PAGE in page("/")

    def test_the_elder_edition_says_it_too(self, estate):
        taken()
        a_figure("estate", estate.code, 46, due=46, in_time=41)
        assert "89.1%" in page(f"/estates/{estate.code}/", look="elder")


@pytest.mark.django_db
class TestTheApi:
    ADDRESS = "/api/v1/figures/public/complaints/"

    def test_tells_everybody_the_same_without_a_token(self, city):
        the_lists()
        taken()
        a_figure("city", "", 30, due=20, in_time=15)
        a_figure("county", "130102000000", 28)
        a_figure("county", "130108000000", 2)
        told = Client().get(self.ADDRESS).json()
        assert told["city"]["received"] == {"value": 30, "suppressed": False}
        assert (told["city"]["in_time_percent"], told["since"]) == (75.0, "2025-12-01")
        assert {row["name"]: row["received"]["suppressed"] for row in told["districts"]} == {
            "长安区": True, "裕华区": True,
        }  # fmt: skip

    def test_before_the_first_count_there_is_nothing(self, city):
        told = Client().get(self.ADDRESS).json()
        assert (told["city"], told["districts"], told["as_of"]) == (None, [], None)
