"""Behind every figure, of every area, stand exactly the rows that it counted: after a night, and as things are now."""

from datetime import UTC, date, datetime

import pytest
from django.utils import timezone

from accounts.models import Level, Region
from estates.models import EstateKind, ServiceMode
from oversight import following
from oversight.actions import take_figures
from tests.factories import a_contract, a_grade, a_night, a_rulebook, an_enterprise, an_estate, counted, covered

NIGHT = date(2026, 11, 20)
CITY, CHANGAN, YUHUA = "130100000000", "130102000000", "130108000000"
STREETS = {CHANGAN: ["130102001000", "130102002000"], YUHUA: ["130108001000"]}
AREAS = [("bureau", CITY), ("bureau", CHANGAN), ("bureau", "130102002000"), ("district", CHANGAN),
         ("neighbour", YUHUA), ("street", "130102001000")]  # fmt: skip
SHARES = {"coverage_percent": "served", "old_percent": "old_estates", "households": "estates"}
"""What stands behind a figure that counts no rows itself."""


@pytest.fixture
def month(people):
    """A night a month before; ask for it before `night`."""
    month = a_night(a_rulebook(effective_from=date(2023, 1, 1)), date(2026, 10, 20))
    covered(month, "130102001000", 10, 5)
    counted(month, "130102001000", C=2)
    return month


@pytest.fixture
def night(people):
    """Every kind of company and estate in two counties; a night that moved one up, one down and one out of NEW."""
    Region.objects.create(code="130102002000", parent_id=CHANGAN, name="青园街道", level=Level.STREET)
    rulebook = a_rulebook()
    before, night = a_night(rulebook, date(2026, 11, 19)), a_night(rulebook, NIGHT)
    for county, streets in STREETS.items():
        for number, (old, new) in enumerate([("B", "A"), ("B", "C"), ("NEW", "B"), ("D", "D"), ("B", "MISSING")]):
            company = an_enterprise([county, *streets][number % (len(streets) + 1)])
            if old != new:
                a_grade(company, before, old, 9000, until_on=night.on, until_night=night.pk)
            a_grade(company, before if old == new else night, new, 7000 + number * 300)
            street = streets[number % len(streets)]
            kind = EstateKind.OLD if number % 2 else EstateKind.COMMODITY
            estate = an_estate(street, kind=kind, service_mode=ServiceMode.NONE if number == 3 else ServiceMode.COMPANY)
            if number != 4:
                a_contract(estate, company, ends_on=date(2026, 11, 20) if number == 3 else None)
    guest = an_enterprise(YUHUA)
    a_grade(guest, before, "D", 3000)
    a_contract(an_estate("130102001001"), guest)
    an_estate(CHANGAN, service_mode=ServiceMode.NONE)
    for each in (before, night):
        take_figures(each)
    return night


@pytest.fixture
def today(night):
    """What happened since: a company came, one closed, an estate came, a contract ended, a company moved."""
    newcomer = an_enterprise("130102002000")
    a_contract(an_estate("130102001000"), newcomer, begins_on=timezone.localdate())
    moved, closed = night.grades.order_by("pk")[:2]
    moved.enterprise.region_id = YUHUA
    moved.enterprise.save()
    closed.enterprise.status = "closed"
    closed.enterprise.save()
    assert following.follow(at=datetime.now(UTC))


def count_behind(client, address: str) -> int:
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.content)
    return answer.json()["count"]


def check_overview(client, code: str, **query) -> None:
    for by in (None, "county", "street"):
        asked = {"region": code, **query} | ({"by": by} if by else {})
        answer = client.get("/api/v1/figures/overview/", asked)
        if answer.status_code == 400:
            continue
        found = answer.json()
        for place in [found, *found["parts"]]:
            for name, figure in place["figures"].items():
                counted = place["figures"][SHARES.get(name, name)]["value"]
                assert count_behind(client, figure["records"]) == counted, (place.get("name"), name, figure["records"])


def check_tables(client, code: str, **query) -> None:
    grades = client.get("/api/v1/figures/grades/", {"region": code, **query}).json()
    for row in [grades["total"], *grades["parts"]]:
        assert count_behind(client, row["records"]) == row["count"]
        for grade, count in row["grades"].items():
            assert count_behind(client, f"{row['records']}&grade={grade}") == count, (row["name"], grade)
        assert client.get(row["down"]).status_code == 200
    coverage = client.get("/api/v1/figures/coverage/", {"region": code, **query}).json()
    for row in [coverage["total"], *coverage["parts"]]:
        assert count_behind(client, row["records"]) == row["estates"]
        assert count_behind(client, row["served_records"]) == row["served"]
        assert count_behind(client, row["unserved"]) == row["estates"] - row["served"]
        assert count_behind(client, row["old_records"]) == row["old"]
        assert client.get(row["down"]).status_code == 200


@pytest.mark.parametrize(("who", "code"), AREAS)
class TestRecords:
    def test_of_a_night_are_those_that_it_counted(self, night, client_of, who, code):
        check_overview(client_of(who), code, on=NIGHT)
        check_tables(client_of(who), code, on=NIGHT)

    def test_of_now_are_those_on_the_register(self, today, client_of, who, code):
        check_overview(client_of(who), code)
        check_tables(client_of(who), code)

    def test_of_an_earlier_night_are_its_moves_and_grades(self, night, client_of, who, code):
        figures = (
            client_of(who).get("/api/v1/figures/overview/", {"region": code, "on": "2026-11-19"}).json()["figures"]
        )
        for name in ("enterprises", "rated", "unrated", "moved_up", "moved_down"):
            assert count_behind(client_of(who), figures[name]["records"]) == figures[name]["value"], name


class TestNow:
    def test_shows_a_company_that_no_night_has_seen_as_not_rated_yet(self, today, client_of):
        found = client_of("bureau").get("/api/v1/figures/overview/", {"region": "130102001000"}).json()
        before = client_of("bureau").get("/api/v1/figures/overview/", {"region": "130102001000", "on": NIGHT}).json()
        assert found["figures"]["unrated"]["value"] == before["figures"]["unrated"]["value"] + 1
        assert found["figures"]["estates"]["value"] == before["figures"]["estates"]["value"] + 1

    def test_says_as_of_when_and_from_what(self, today, client_of):
        found = client_of("bureau").get("/api/v1/figures/overview/").json()
        assert (datetime.now(UTC) - datetime.fromisoformat(found["as_of"])).total_seconds() < 60
        assert found["run"]["on"] == "2026-11-20"
        fresh = client_of("bureau").get("/api/v1/figures/freshness/").json()
        assert fresh["is_in_step"]
        assert fresh["registers_as_of"] == found["as_of"]

    def test_is_what_the_night_counted_where_nothing_happened(self, night, client_of):
        """The contract that ended that day had ended for the night, too."""
        names = ("enterprises", "rated", "unrated", "estates", "served", "old_estates", "households")

        def values() -> dict:
            found = client_of("bureau").get("/api/v1/figures/overview/", {"by": "street"}).json()
            return {
                place.get("code"): [place["figures"][name]["value"] for name in names]
                for place in [found, *found["parts"]]
            }

        before = values()
        assert following.follow(at=datetime.now(UTC))
        assert values() == before

    def test_has_a_window_for_each_estate(self, today, client_of):
        found = client_of("bureau").get("/api/v1/figures/windows/").json()
        letters = [
            None if pane is None else found["grades"][pane]["grade"] for pane in found["buildings"][1]["windows"]
        ]
        assert found["buildings"][1]["code"] == YUHUA
        assert (
            len(letters)
            == found["buildings"][1]["count"]
            == count_behind(client_of("bureau"), found["buildings"][1]["records"])
        )
        assert sum(found["counts"].values()) == sum(building["count"] for building in found["buildings"])
        assert found["counts"]["none"] == sum(building["windows"].count(None) for building in found["buildings"])
        for grade, count in found["counts"].items():
            if grade not in ("none", "NEW"):
                address = f"/api/v1/estates/?region={CITY}&grade={grade}"
                assert count_behind(client_of("bureau"), address) == count, grade

    def test_shows_a_street_its_own_windows_only(self, today, client_of):
        found = client_of("street").get("/api/v1/figures/windows/").json()
        assert [building["code"] for building in found["buildings"]] == ["130102001000"]


class TestParts:
    def test_of_a_district_are_its_own_streets(self, night, client_of):
        found = client_of("district").get("/api/v1/figures/coverage/").json()
        assert (found["by"], [row["code"] for row in found["parts"]]) == ("street", STREETS[CHANGAN])

    def test_of_the_city_are_counties_or_all_streets(self, night, client_of):
        client = client_of("bureau")
        assert [row["code"] for row in client.get("/api/v1/figures/grades/").json()["parts"]] == [CHANGAN, YUHUA]
        by_street = client.get("/api/v1/figures/grades/?by=street").json()
        assert [row["code"] for row in by_street["parts"]] == [*STREETS[CHANGAN], *STREETS[YUHUA]]

    @pytest.mark.parametrize(
        "name", ["overview", "grades", "coverage", "ranking", "trend", "coverage-trend", "windows"]
    )
    @pytest.mark.parametrize(("who", "by"), [("bureau", "moon"), ("district", "county"), ("street", "street")])
    def test_are_refused_where_an_area_is_not_divided_so(self, night, client_of, name, who, by):
        answer = client_of(who).get(f"/api/v1/figures/{name}/?by={by}")
        assert answer.status_code == 400
        assert answer.json()["errors"][0]["parameter"] == "by"

    def test_are_compared_each_with_itself(self, month, night, client_of):
        coverage = client_of("district").get("/api/v1/figures/coverage/").json()["parts"]
        now = coverage[0]["percent"]
        assert coverage[0]["compared"]["last_month"] == {
            "on": "2026-10-20", "run": month.pk, "value": 50.0, "change": round(now - 50, 2),
        }  # fmt: skip
        assert coverage[1]["compared"] == {"last_month": None, "last_year": None}
        grades = client_of("district").get("/api/v1/figures/grades/").json()["parts"]
        assert grades[0]["compared"]["C"]["last_month"]["value"] == 2
        assert grades[1]["compared"]["C"]["last_month"]["value"] == 0
        parts = client_of("district").get("/api/v1/figures/overview/?by=street").json()["parts"]
        assert parts[0]["figures"]["estates"]["compared"]["last_month"]["value"] == 10

    def test_are_ranked_by_coverage(self, night, client_of):
        found = client_of("bureau").get("/api/v1/figures/ranking/?by=street&limit=2").json()
        assert found["count"] == 3
        assert len(found["worst"]) == len(found["best"]) == 2
        assert found["worst"][0]["percent"] == min(row["percent"] for row in found["worst"] + found["best"])
        assert found["best"][0]["percent"] == max(row["percent"] for row in found["worst"] + found["best"])

    def test_have_their_own_curves(self, night, client_of):
        found = client_of("district").get("/api/v1/figures/coverage-trend/?by=street").json()
        assert [night["on"] for night in found["nights"]] == ["2026-11-19", "2026-11-20"]
        for place in [found, *found["parts"]]:
            assert len(place["percent"]) == len(place["served"]) == len(place["estates"]) == 2

    def test_are_not_more_than_one_answer_holds(self, night, client_of):
        Region.objects.bulk_create(
            Region(code=f"130102{number:03d}000", parent_id=CHANGAN, name=f"{number}街道", level=Level.STREET)
            for number in range(100, 200)
        )
        answer = client_of("district").get("/api/v1/figures/trend/?by=street&nights=800")
        assert answer.status_code == 400
        assert answer.json()["errors"][0]["parameter"] == "nights"


class TestDays:
    @pytest.mark.parametrize("name", ["overview", "grades", "coverage", "trend", "coverage-trend", "moves", "ranking"])
    def test_to_come_are_refused(self, night, client_of, name):
        answer = client_of("bureau").get(f"/api/v1/figures/{name}/?on=2199-01-01")
        assert answer.status_code == 400
        assert answer.json()["errors"][0]["parameter"] == "on"

    @pytest.mark.parametrize("name", ["overview", "grades", "coverage", "trend", "coverage-trend", "moves", "ranking"])
    def test_before_the_first_night_have_a_reason(self, night, client_of, name):
        found = client_of("bureau").get(f"/api/v1/figures/{name}/?on=2020-01-01").json()
        assert found["run"] is None
        assert "2026-11-19" in found["reason"]
