"""The figures: from kept counts, for the caller's own part of the city, with what they were before."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Level, Region
from credit.models import Night
from estates.models import EstateKind, ServiceMode
from oversight.actions import take_figures
from oversight.models import NightCount
from tests.factories import a_contract, a_grade, a_night, a_rulebook, an_enterprise, an_estate, counted, covered

TODAY = date(2026, 11, 20)
CHANGAN, YUHUA = "130102000000", "130108000000"
FIGURES = [
    "overview", "grades", "coverage", "ranking", "trend", "coverage-trend", "moves", "windows", "last-run", "freshness",
]  # fmt: skip
OF_AREAS = [name for name in FIGURES if name not in ("last-run", "freshness")]


def get(client, name: str, **query):
    answer = client.get(f"/api/v1/figures/{name}/", query)
    assert answer.status_code == 200, answer.content
    return answer.json()


@pytest.fixture
def nights(people):
    """Three nights: a year ago, a month ago, and last night."""
    rulebook = a_rulebook()
    year, month = a_night(rulebook, date(2025, 11, 20)), a_night(rulebook, date(2026, 10, 20))
    last = a_night(rulebook, TODAY, up_count=3, down_count=6)
    for night, more in ((year, 0), (month, 5), (last, 10)):
        counted(night, CHANGAN, A=10 + more, B=20, C=3, NEW=2)
        counted(night, YUHUA, B=30, D=1)
        covered(night, CHANGAN, 100, 80 + more, old=40)
        covered(night, YUHUA, 50, 40)
    NightCount.objects.filter(night=last, area_code="130100000000").update(up_count=3, down_count=6)
    return {"year": year, "month": month, "last": last}


class TestOverview:
    def test_sums_the_city(self, nights, client_of):
        found = get(client_of("bureau"), "overview", on="2026-11-21")
        values = {name: figure["value"] for name, figure in found["figures"].items()}
        assert values == {
            "enterprises": 76, "rated": 74, "unrated": 2, "estates": 150, "served": 130, "unserved": 20,
            "coverage_percent": 86.67,
            "old_estates": 40, "old_percent": 26.67, "households": 20, "moved_up": 3, "moved_down": 6,
        }  # fmt: skip
        assert found["run"]["on"] == "2026-11-20"

    def test_compares_with_last_month_and_last_year(self, nights, client_of):
        figure = get(client_of("bureau"), "overview")["figures"]["coverage_percent"]
        assert figure["compared"] == {
            "last_month": {"on": "2026-10-20", "run": nights["month"].pk, "value": 83.33, "change": 3.34},
            "last_year": {"on": "2025-11-20", "run": nights["year"].pk, "value": 80.0, "change": 6.67},
        }

    def test_says_when_from_what_and_opens_the_rows(self, nights, client_of):
        for figure in get(client_of("bureau"), "overview")["figures"].values():
            assert figure["as_of"].startswith("2026-11-21T02:00:00")
            assert "2026-11-20" in figure["source"]
            assert client_of("bureau").get(figure["records"]).status_code == 200

    def test_is_of_the_officers_own_county(self, nights, client_of):
        found = get(client_of("neighbour"), "overview")
        assert found["region"] == {"code": YUHUA, "name": "裕华区", "level": "county"}
        assert found["figures"]["enterprises"]["value"] == 31
        assert found["figures"]["coverage_percent"]["value"] == 80.0
        assert found["figures"]["moved_up"]["value"] == 0

    def test_narrows_to_a_county_when_asked(self, nights, client_of):
        found = get(client_of("bureau"), "overview", region=CHANGAN)
        assert found["figures"]["enterprises"]["value"] == 45

    def test_shows_an_earlier_day_as_it_was(self, nights, client_of):
        found = get(client_of("bureau"), "overview", on="2026-10-31")
        assert found["run"]["id"] == nights["month"].pk
        assert found["figures"]["enterprises"]["value"] == 71

    def test_says_nothing_before_the_first_night(self, people, client_of):
        found = get(client_of("bureau"), "overview")
        assert (found["run"], found["figures"]) == (None, {})
        assert found["reason"]

    def test_gives_yangquans_known_shares(self, people, client_of):
        night = a_night(a_rulebook())
        covered(night, CHANGAN, 961, 881, old=401)
        figures = get(client_of("bureau"), "overview")["figures"]
        assert figures["old_percent"]["value"] == 41.73
        assert figures["coverage_percent"]["value"] == 91.68


class TestMoved:
    def test_counts_the_countys_own_from_the_grades(self, people, client_of):
        rulebook = a_rulebook()
        before, night = a_night(rulebook, date(2026, 11, 19)), a_night(rulebook, TODAY, up_count=1, down_count=1)
        for county, old, new in ((CHANGAN, "B", "A"), (YUHUA, "B", "C")):
            company = an_enterprise(county)
            a_grade(company, before, old, 9500, until_on=TODAY, until_night=night.pk)
            a_grade(company, night, new, 11500 if new == "A" else 7000)
        take_figures(night)
        mine = get(client_of("neighbour"), "overview")["figures"]
        assert (mine["moved_up"]["value"], mine["moved_down"]["value"]) == (0, 1)
        moves = get(client_of("neighbour"), "moves")
        assert [(move["old_grade"], move["new_grade"], move["direction"]) for move in moves["moves"]] == [
            ("B", "C", "down")
        ]
        assert moves["moves"][0]["new_score"] == 70
        assert moves["moves"][0]["reasons"]
        assert get(client_of("bureau"), "moves", limit=1)["count"] == 2


class TestGrades:
    def test_distribute_over_every_county_with_the_words_of_the_rulebook(self, nights, client_of):
        found = get(client_of("bureau"), "grades")
        assert [grade["grade"] for grade in found["grades"]] == ["A", "B", "C", "D", "NEW", "MISSING"]
        assert found["grades"][3]["word"] == "重点监管"
        assert found["total"]["grades"] == {"A": 20, "B": 50, "C": 3, "D": 1, "NEW": 2, "MISSING": 0}
        assert [(row["name"], row["count"]) for row in found["counties"]] == [("长安区", 45), ("裕华区", 31)]
        assert found["total"]["compared"]["A"]["last_month"]["change"] == 5

    def test_show_a_district_officer_no_other_county(self, nights, client_of):
        found = get(client_of("neighbour"), "grades")
        assert [row["code"] for row in found["counties"]] == [YUHUA]
        assert found["total"]["count"] == 31


class TestCoverage:
    def test_stands_against_the_citys_target_and_lower_mark(self, nights, client_of):
        found = get(client_of("bureau"), "coverage")
        assert (found["target_percent"], found["lower_mark_percent"]) == (90, 85)
        rows = {row["name"]: row for row in found["counties"]}
        assert (rows["长安区"]["percent"], rows["长安区"]["meets_target"]) == (90.0, True)
        assert (rows["裕华区"]["percent"], rows["裕华区"]["below_lower_mark"]) == (80.0, True)
        assert found["total"]["compared"]["last_month"]["change"] == 3.34

    def test_opens_exactly_the_estates_that_it_counts(self, people, client_of):
        an_estate()
        an_estate(service_mode=ServiceMode.NONE)
        night = a_night(a_rulebook())
        take_figures(night)
        row = get(client_of("bureau"), "coverage")["total"]
        client = client_of("bureau")
        assert client.get(row["records"]).json()["count"] == row["estates"] == 2
        assert client.get(row["unserved"]).json()["count"] == row["estates"] - row["served"] == 1


class TestTrend:
    def test_gives_one_number_a_night_oldest_first(self, nights, client_of):
        found = get(client_of("bureau"), "trend", grade="A,D")
        assert [night["on"] for night in found["nights"]] == ["2025-11-20", "2026-10-20", "2026-11-20"]
        assert {row["grade"]: row["counts"] for row in found["series"]} == {"A": [10, 15, 20], "D": [1, 1, 1]}

    def test_takes_the_last_run_of_a_day(self, nights, client_of):
        again = a_night(nights["last"].rulebook, TODAY)
        counted(again, CHANGAN, A=99)
        found = get(client_of("bureau"), "trend", nights=1, grade="A")
        assert [(night["run"]) for night in found["nights"]] == [again.pk]
        assert found["series"][0]["counts"] == [99]

    def test_goes_by_county_when_asked(self, nights, client_of):
        found = get(client_of("bureau"), "trend", grade="A", by="county")
        assert {row["county"]: row["counts"] for row in found["series"]} == {
            None: [10, 15, 20], CHANGAN: [10, 15, 20], YUHUA: [0, 0, 0],
        }  # fmt: skip

    @pytest.mark.parametrize("query", [{"nights": 0}, {"nights": 801}, {"nights": "x"}, {"by": "moon"}, {"night": 3}])
    def test_refuses_what_makes_no_sense(self, nights, client_of, query):
        answer = client_of("bureau").get("/api/v1/figures/trend/", query)
        assert answer.status_code == 400
        assert answer.json()["errors"][0]["parameter"] == next(iter(query))

    @pytest.mark.parametrize("name", OF_AREAS)
    @pytest.mark.parametrize("region", ["\0", "130102000000\0", "x", "一", "²", ""])
    def test_knows_no_region_that_is_no_code(self, nights, client_of, name, region):
        assert client_of("bureau").get(f"/api/v1/figures/{name}/", {"region": region}).status_code == 404


class TestStreet:
    """Its companies are those registered there or managing an estate there that day."""

    @pytest.fixture
    def street(self, people):
        Region.objects.create(code="130102002000", parent_id=CHANGAN, name="青园街道", level=Level.STREET)
        rulebook = a_rulebook()
        before, night = a_night(rulebook, date(2026, 11, 19)), a_night(rulebook, TODAY)
        here, there = an_enterprise("130102001000"), an_enterprise("130102002000")
        a_grade(here, before, "B", until_on=TODAY, until_night=night.pk)
        a_grade(here, night, "C", 7000)
        a_grade(there, night, "A", 11500)
        an_estate("130102001001", kind=EstateKind.OLD)
        an_estate("130102001000", service_mode=ServiceMode.NONE)
        an_estate("130102002000")
        take_figures(before)
        take_figures(night)
        return night

    def test_counts_only_its_own(self, street, client_of):
        figures = get(client_of("street"), "overview")["figures"]
        values = {name: figure["value"] for name, figure in figures.items()}
        assert values["enterprises"] == 1
        assert (values["estates"], values["served"], values["coverage_percent"], values["old_estates"]) == (
            2,
            1,
            50.0,
            1,
        )
        assert values["moved_down"] == 1
        for name in ("enterprises", "estates", "old_estates"):
            assert client_of("street").get(figures[name]["records"]).json()["count"] == values[name]

    def test_follows_its_companies_night_by_night(self, street, client_of):
        series = {row["grade"]: row["counts"] for row in get(client_of("street"), "trend")["series"]}
        assert (series["B"], series["C"], series["A"]) == ([1, 0], [0, 1], [0, 0])

    def test_knows_the_companies_at_work_there_wherever_they_are_registered(self, street, client_of):
        company = an_enterprise(YUHUA)
        a_contract(an_estate("130102001000"), company, begins_on=date(2026, 11, 20))
        a_grade(company, Night.objects.order_by("pk").first(), "D", 3000)
        NightCount.objects.all().delete()
        for night in Night.objects.all():
            take_figures(night)
        series = {row["grade"]: row["counts"] for row in get(client_of("street"), "trend")["series"]}
        assert series["D"] == [0, 1]
        figure = get(client_of("street"), "overview")["figures"]["rated"]
        assert figure["value"] == 2
        assert client_of("street").get(figure["records"]).json()["count"] == 2
        assert client_of("street").get("/api/v1/grades/?region=130102001").json()["count"] == 2

    def test_has_no_counties(self, street, client_of):
        assert get(client_of("street"), "grades")["counties"] == []
        assert get(client_of("street"), "coverage")["total"]["percent"] == 50.0

    def test_is_what_a_county_officer_gets_of_it(self, street, client_of):
        assert get(client_of("district"), "overview", region="130102001000")["figures"]["estates"]["value"] == 2


class TestQueries:
    def more_counties(self, nights):
        for number in range(22):
            code = f"1301{30 + number}000000"
            Region.objects.create(code=code, parent_id="130100000000", name=f"{number}县", level=Level.COUNTY)
            for night in nights.values():
                counted(night, code, A=1, B=2)
                covered(night, code, 10, 9)

    @pytest.mark.parametrize(("name", "query"), [*((name, {}) for name in FIGURES), ("trend", {"by": "county"})])
    def test_are_as_many_for_24_counties_as_for_two(self, nights, client_of, name, query):
        client = client_of("bureau")
        get(client, name, **query)
        with CaptureQueriesContext(connection) as few:
            get(client, name, **query)
        self.more_counties(nights)
        with CaptureQueriesContext(connection) as many:
            get(client, name, **query)
        assert len(many) == len(few) <= 12
        assert not any('FROM "enterprises_enterprise"' in query["sql"] for query in many)

    def test_are_as_many_for_a_street_with_50_companies_as_with_one(self, people, client_of):
        rulebook = a_rulebook()
        night = a_night(rulebook)
        client = client_of("street")

        def queries(name):
            get(client, name)
            with CaptureQueriesContext(connection) as found:
                get(client, name)
            return len(found)

        a_grade(an_enterprise("130102001000"), night)
        take_figures(night)
        before = {name: queries(name) for name in FIGURES}
        for _ in range(49):
            a_grade(an_enterprise("130102001000"), night)
            an_estate()
        NightCount.objects.all().delete()
        take_figures(night)
        assert {name: queries(name) for name in FIGURES} == before
