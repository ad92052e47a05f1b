"""Figures for everybody: without a token, to be kept by caches, and without small numbers."""

from datetime import date

import pytest
from rest_framework.test import APIClient

from tests.factories import a_night, a_rulebook, counted, covered

CITY, CHANGAN, YUHUA = "130100000000", "130102000000", "130108000000"
NAMES = ["overview", "grades", "coverage"]


def get(name: str, **headers):
    return APIClient().get(f"/api/v1/figures/public/{name}/", **headers)


@pytest.fixture
def night(city):
    night = a_night(a_rulebook(), date(2026, 11, 20))
    counted(night, CHANGAN, A=30, B=200, C=12, D=2)
    counted(night, YUHUA, A=11, B=90, C=7, D=5)
    covered(night, CHANGAN, 100, 90, old=40, households=5000)
    covered(night, YUHUA, 50, 45, households=3000)
    return night


class TestEverybody:
    @pytest.mark.parametrize("name", NAMES)
    def test_reads_them_and_keeps_them(self, night, name):
        answer = get(name)
        assert answer.status_code == 200
        assert answer["Cache-Control"] == "public, max-age=300"
        assert "Accept-Language" in answer["Vary"]
        again = get(name, HTTP_IF_NONE_MATCH=answer["ETag"])
        assert (again.status_code, again.content) == (304, b"")

    @pytest.mark.parametrize("name", NAMES)
    def test_gets_the_same_whoever_asks(self, night, name, client_of):
        assert client_of("street").get(f"/api/v1/figures/public/{name}/").json() == get(name).json()

    @pytest.mark.parametrize("name", NAMES)
    @pytest.mark.parametrize("query", ["region=130102000000", "on=2026-11-20", "by=street"])
    def test_gets_neither_parts_nor_other_days(self, night, name, query):
        assert APIClient().get(f"/api/v1/figures/public/{name}/?{query}").status_code == 400

    @pytest.mark.parametrize("name", NAMES)
    def test_is_told_why_before_the_first_night(self, city, name):
        found = get(name).json()
        assert found["run"] is None
        assert found["reason"]

    @pytest.mark.parametrize("name", NAMES)
    def test_is_told_that_a_portal_has_no_city(self, db, name):
        assert get(name).status_code == 404


class TestSmallNumbers:
    def test_are_left_out_with_what_would_tell_them(self, night):
        found = get("grades").json()
        changan, yuhua = found["counties"]
        assert changan["grades"]["D"] == {"value": None, "suppressed": True}
        assert yuhua["grades"]["D"] == {"value": None, "suppressed": True}
        assert changan["grades"]["B"] == {"value": 200, "suppressed": False}
        assert changan["grades"]["C"]["suppressed"]
        assert yuhua["grades"]["C"]["suppressed"]
        assert found["total"]["grades"]["D"] == {"value": 7, "suppressed": False}
        assert found["total"]["count"] == {"value": 357, "suppressed": False}

    def test_of_unserved_estates_are_left_out(self, night):
        covered(night, CHANGAN, 0, 9)
        row = get("coverage").json()["counties"][0]
        assert row["unserved"] == {"value": None, "suppressed": True}
        assert row["served"]["suppressed"]
        assert row["percent"] == {"value": None, "suppressed": True}
        assert row["estates"] == {"value": 100, "suppressed": False}

    def test_are_not_told_by_the_overview(self, night):
        figures = get("overview").json()["figures"]
        assert {name: figure["value"] for name, figure in figures.items()} == {
            "enterprises": 357, "estates": 150, "served": 135, "coverage_percent": 90.0, "old_estates": 40,
            "old_percent": 26.67, "households": 8000,
        }  # fmt: skip
        covered(night, YUHUA, 0, 14)
        figures = get("overview").json()["figures"]
        assert figures["served"] == {"unit": "estates", "value": None, "suppressed": True}
        assert figures["coverage_percent"]["suppressed"]

    def test_of_companies_that_belong_to_no_county_do_not_come_out_by_subtraction(self, night):
        counted(night, CITY, A=1)
        found = get("grades").json()
        assert [row["code"] for row in found["counties"]] == [CHANGAN, YUHUA, CITY]
        shown = [row["grades"]["A"]["value"] for row in found["counties"]]
        assert shown[2] is None
        assert None in (*shown[:2], found["total"]["grades"]["A"]["value"])
