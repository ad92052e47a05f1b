"""From the city to a county, a street, an estate and its records by clicking; any day; nothing out of one's sight."""

import re
from datetime import date, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import Level, Region
from credit.models import Night
from estates.models import ServiceMode
from oversight import following
from oversight.actions import take_figures
from oversight.dashboard.homes import MOST
from oversight.dashboard.records import at_desk
from oversight.models import NightCount
from tests.factories import a_contract, a_grade, a_night, an_enterprise, an_estate

INDEX = "admin:index"
CITY, CHANGAN, YUHUA = "130100000000", "130102000000", "130108000000"
STREET, OTHER_STREET = "130102001000", "130108001000"
HOME = {"bureau": CITY, "district": CHANGAN, "street": STREET, "inspector": CITY, "system": CITY, "auditor": CITY}


@pytest.fixture
def followed(world):
    """A second street with an estate that nobody serves; nights and tallies counted from what there is."""
    Region.objects.create(code="130102002000", name="青园街道", level=Level.STREET, parent_id=CHANGAN)
    an_estate("130102002000", service_mode=ServiceMode.NONE, kind="old")
    an_estate(OTHER_STREET)
    NightCount.objects.all().delete()
    for night in Night.objects.order_by("pk"):
        take_figures(night)
    following.follow(at=timezone.now())
    return world


def page(browser, **query):
    answer = browser.get(reverse(INDEX), query)
    assert answer.status_code == 200, query
    return answer


def rows_at(browser, url: str) -> list:
    answer = browser.get(url)
    assert answer.status_code == 200, url
    return list(answer.context["cl"].result_list)


class TestDrillDown:
    @pytest.mark.parametrize("who", sorted(HOME))
    def test_begins_where_the_reader_belongs(self, desk, followed, who):
        answer = page(desk(who))
        assert answer.context["asked"].region.code == HOME[who]

    def test_leads_from_the_city_to_an_estate_and_its_company_contract_and_records(self, desk, followed):
        browser = desk("bureau")
        county = next(row for row in page(browser).context["rows"] if row["code"] == CHANGAN)
        streets = browser.get(county["page"])
        assert {row["name"] for row in streets.context["rows"]} == {"建北街道", "青园街道"}
        street = next(row for row in streets.context["rows"] if row["code"] == STREET)
        homes = browser.get(street["page"])
        (row,) = homes.context["estate_rows"]
        assert row["estate"].name == followed.estate.name
        for url in (row["url"], row["company_url"], row["contract_url"]):
            assert f'href="{url}"' in homes.content.decode()
            assert browser.get(url).status_code == 200
        assert followed.contract.number in browser.get(row["url"]).content.decode()

    def test_shows_where_one_is_and_the_way_back(self, desk, followed):
        crumbs = page(desk("bureau"), region=STREET).context["crumbs"]
        assert [crumb["label"] for crumb in crumbs] == ["石家庄市", "长安区", "建北街道"]
        assert [bool(crumb["url"]) for crumb in crumbs] == [True, True, False]
        assert page(desk("district"), region=STREET).context["crumbs"][0]["url"] == ""
        back = desk("bureau").get(crumbs[1]["url"])
        assert back.context["asked"].region.code == CHANGAN

    def test_keeps_day_and_comparison_on_the_way_down(self, desk, followed):
        row = page(desk("bureau"), on="2026-11-20", compare="last_year").context["rows"][0]
        assert parse_qs(urlsplit(row["page"]).query) == {
            "region": [row["code"]], "on": ["2026-11-20"], "compare": ["last_year"],
        }  # fmt: skip

    def test_a_street_says_who_manages_what_since_which_grade_and_until_when(self, desk, followed):
        a_contract(an_estate(name="短约苑"), followed.enterprise, ends_on=timezone.localdate() + timedelta(days=30))
        text = page(desk("street")).content.decode()
        assert "短约苑" in text
        assert "30 天到期" in text
        assert re.search(r'<svg class="badge g-B"[^>]*aria-label="B级[^"]*良好"', text)

    def test_an_estate_without_a_company_says_so(self, desk, followed):
        (row,) = page(desk("bureau"), region="130102002000").context["estate_rows"]
        assert (row["mark"], row["company_url"], row["estate"].had_service) == (None, "", False)


class TestScope:
    @pytest.mark.parametrize(
        ("who", "region"),
        [
            ("district", CITY), ("district", YUHUA), ("district", OTHER_STREET), ("neighbour", STREET),
            ("street", CHANGAN), ("street", "130102002000"), ("bureau", "999999999999"), ("bureau", "x"),
            ("bureau", "130102001001"), ("bureau", "１３０１０２００００００"),
        ],
    )  # fmt: skip
    @pytest.mark.parametrize("where", [INDEX, "admin:wall"])
    def test_a_place_out_of_sight_is_not_there(self, desk, followed, who, region, where):
        answer = desk(who).get(reverse(where), {"region": region})
        assert answer.status_code == 404
        assert [text for text in followed.hidden if text in answer.content.decode()] == []

    def test_a_neighbour_reads_nothing_of_the_other_county(self, desk, followed):
        text = page(desk("neighbour")).content.decode()
        assert [hidden for hidden in [*followed.hidden, "长安区", "建北街道"] if hidden in text] == []

    def test_company_staff_get_their_own_company_whatever_they_ask(self, desk, followed):
        assert page(desk("company"), region=CHANGAN).context["view"] == "own"


@pytest.mark.parametrize(
    ("who", "region"),
    [("bureau", CITY), ("bureau", CHANGAN), ("bureau", STREET), ("district", CHANGAN), ("street", STREET)],
)
class TestTheNumbers:
    def api(self, browser, name: str, **query):
        answer = browser.get(reverse(f"api:figures-{name}"), query)
        assert answer.status_code == 200, answer.content
        return answer.json()

    def test_are_those_of_the_api(self, desk, followed, who, region):
        browser = desk(who)
        shown = page(browser, region=region).context
        found = self.api(browser, "overview", region=region)["figures"]
        names = ["enterprises", "estates", None, "households", "old_estates", None]
        tiles = zip(names, shown["strip"], strict=True)
        assert {name: tile["value"] for name, tile in tiles if name} == {
            name: f"{found[name]['value']:,}" for name in names if name
        }
        grades = self.api(browser, "grades", region=region)
        cover = self.api(browser, "coverage", region=region)
        covered = {row["code"]: row for row in cover["parts"] or [cover["total"]]}
        assert {row["code"]: (row["count"], [cell["count"] for cell in row["counts"]]) for row in shown["rows"]} == {
            row["code"]: (row["count"], list(row["grades"].values())) for row in grades["parts"] or [grades["total"]]
        }
        for row in shown["rows"]:
            told = covered[row["code"]]
            assert (row["estates"], row["percent"], row["unserved"]) == (
                told["estates"], told["percent"], told["estates"] - told["served"],
            )  # fmt: skip

    def test_of_the_curves_are_those_of_the_api(self, desk, followed, who, region):
        browser = desk(who)
        shown = page(browser, region=region).context
        trend = self.api(browser, "trend", region=region, nights=90, grade="C,D")
        assert [row["counts"] for row in shown["trend"]["rows"]] == [
            list(counts) for counts in zip(*(series["counts"] for series in trend["series"]), strict=True)
        ][::-1]
        covered = self.api(browser, "coverage-trend", region=region, nights=90)
        assert [row["percent"] for row in shown["covered"]] == covered["percent"][::-1]
        assert shown["move_count"] == self.api(browser, "moves", region=region)["count"]

    def test_open_exactly_the_rows_that_they_count(self, desk, followed, who, region):
        browser = desk(who)
        for row in page(browser, region=region).context["rows"]:
            assert len(rows_at(browser, row["url"])) == row["count"]
            assert len(rows_at(browser, row["estates_url"])) == row["estates"]
            assert len(rows_at(browser, row["unserved_url"])) == row["unserved"]
            for cell in row["counts"]:
                assert len(rows_at(browser, cell["url"])) == cell["count"], cell

    def test_of_a_past_day_open_the_companies_of_that_day(self, desk, followed, who, region):
        browser = desk(who)
        for row in page(browser, region=region, on="2026-11-19").context["rows"]:
            assert len(rows_at(browser, row["url"])) == row["count"]
            for cell in row["counts"]:
                assert len(rows_at(browser, cell["url"])) == cell["count"], (row["name"], cell)


class TestADay:
    def test_in_the_past_shows_what_its_night_knew(self, desk, followed):
        answer = page(desk("bureau"), on="2026-11-19")
        letters = [mark.grade for mark in answer.context["marks"]]
        row = next(row for row in answer.context["rows"] if row["code"] == CHANGAN)
        assert dict(zip(letters, [cell["count"] for cell in row["counts"]], strict=True))["A"] == 1
        assert "2026-11-19 当天" in answer.content.decode()
        assert answer.context["page_state"]["kind"] == "quiet"
        assert reverse(INDEX) == answer.context["today_url"]

    def test_before_the_first_night_says_so(self, desk, followed):
        text = page(desk("bureau"), on="2020-01-01").content.decode()
        assert "2020-01-01 没有数字" in text
        assert "chart-sources" not in text

    @pytest.mark.parametrize("typed", ["gestern", "2026-13-01", "2026/11/01", "<script>alert(1)</script>"])
    def test_that_cannot_be_read_is_said_and_today_shown(self, desk, followed, typed):
        answer = page(desk("bureau"), on=typed)
        text = answer.content.decode()
        assert answer.context["asked"].on == timezone.localdate()
        assert "不是日期" in text
        assert "<script>alert" not in text

    def test_that_has_not_come_is_said(self, desk, followed):
        tomorrow = timezone.localdate() + timedelta(days=1)
        assert f"{tomorrow} 还没到" in page(desk("bureau"), on=f"{tomorrow}").content.decode()

    def test_is_chosen_in_a_plain_form_that_keeps_place_and_comparison(self, desk, followed):
        text = page(desk("bureau"), region=CHANGAN, compare="last_year").content.decode()
        form = re.search(r'<form class="dk-day".*?</form>', text, re.S)[0]
        assert f'name="region" value="{CHANGAN}"' in form
        assert 'name="compare" value="last_year"' in form
        assert 'type="date"' in form


class TestWithoutAScript:
    def test_rows_links_and_numbers_stand_in_open_tables(self, desk, followed):
        text = page(desk("bureau")).content.decode()
        table = re.search(r'<details class="dk-as-table" open>.*?</details>', text, re.S)[0]
        assert f"region={CHANGAN}" in table
        assert text.count('<details class="dk-as-table"') == 3

    def test_a_curve_has_a_sentence_and_its_table(self, desk, followed):
        text = page(desk("bureau")).content.decode()
        for name in ("places", "trend", "covered"):
            assert re.search(rf'id="chart-{name}"[^>]*role="img" aria-label="[^"]{{8,}}"', text), name


def test_names_are_escaped(desk, followed):
    an_estate("130102001000", name="<b>苑</b>", initials="a")
    night = a_night(followed.rulebook, timezone.localdate(), down_count=1)
    company = an_enterprise(CHANGAN, name="<i>物业</i>")
    a_grade(company, followed.night, "A", 11000, until_on=night.on, until_night=night.pk)
    a_grade(company, night, "B", 9000)
    take_figures(night)
    for text in (page(desk("street")).content.decode(), page(desk("bureau")).content.decode()):
        assert "<b>苑" not in text
        assert "<i>物业" not in text
    assert "&lt;i&gt;物业" in page(desk("bureau")).content.decode()


def statements(browser, url: str) -> int:
    browser.get(url)
    with CaptureQueriesContext(connection) as caught:
        assert browser.get(url).status_code == 200
    return len(caught)


@pytest.mark.parametrize("where", [INDEX, "admin:wall"])
def test_a_county_costs_the_same_for_one_street_and_for_forty(desk, followed, where):
    url = f"{reverse(where)}?region={CHANGAN}"
    one = statements(desk("bureau"), url)
    for number in range(40):
        code = f"130102{100 + number}000"
        Region.objects.create(code=code, name=f"第{number}街道", level=Level.STREET, parent_id=CHANGAN)
        a_contract(an_estate(code), an_enterprise(CHANGAN))
    following.follow(at=timezone.now())
    assert statements(desk("bureau"), url) == one
    assert one <= 60


def test_a_street_costs_the_same_for_one_estate_and_for_fifty_and_shows_no_more_than_fit(desk, followed):
    url = reverse(INDEX)
    one = statements(desk("street"), url)
    for _number in range(50):
        a_contract(an_estate(), followed.enterprise)
    assert statements(desk("street"), url) == one
    for _number in range(MOST):
        an_estate()
    answer = desk("street").get(url)
    assert len(answer.context["estate_rows"]) == MOST
    assert answer.context["estate_count"] == MOST + 51


def test_an_address_of_the_api_becomes_the_desks(world):
    grades = reverse("api:grade-list")
    assert at_desk(f"{grades}?on=2026-11-20&region={CHANGAN}", grade="C") == (
        f"{reverse('admin:credit_grade_changelist')}?on=2026-11-20&region={CHANGAN}&grade=C"
    )
    moves = reverse("api:run-moves", args=[7])
    assert at_desk(f"{moves}?region={CHANGAN}&direction=up", direction="") == (
        f"{reverse('admin:credit_night_change', args=[7])}?all=1&region={CHANGAN}"
    )
    with pytest.raises(KeyError):
        at_desk(reverse("api:rulebook-list"))


def test_a_nights_page_is_narrowed_to_the_place_that_was_asked(desk, followed):
    url = reverse("admin:credit_night_change", args=[followed.night.pk])
    assert desk("bureau").get(url, {"region": CHANGAN}).context["move_count"] == 1
    assert desk("bureau").get(url, {"region": YUHUA}).context["move_count"] == 0
    assert desk("bureau").get(url, {"direction": "up"}).context["move_count"] == 0
    assert desk("neighbour").get(url, {"region": CHANGAN}).context["move_count"] == 0


def test_a_list_of_past_grades_needs_a_day(desk, followed):
    page = reverse("admin:credit_grade_changelist")
    assert [grade.grade for grade in rows_at(desk("bureau"), f"{page}?on=2026-11-19")] == ["A"]
    assert [grade.grade for grade in rows_at(desk("bureau"), page)] == ["B"]
    assert rows_at(desk("bureau"), f"{page}?on=gestern") == []
    assert date(2026, 11, 19) < followed.night.on
