"""The first page: its figures are the API's, its tables say what its charts draw; an empty portal says what to do."""

import json
import re
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import CityProfile, Role, User
from credit.models import GradeCount, NightState
from oversight.actions import take_figures
from oversight.models import NightCount
from oversight.names import short_place
from tests.factories import a_contract, a_grade, a_night, a_rulebook, an_enterprise, an_estate

INDEX = "admin:index"


def sources(text: str) -> dict:
    return json.loads(re.search(r'<script id="chart-sources"[^>]*>(.*?)</script>', text, re.S)[1])


@pytest.mark.parametrize("who", ["bureau", "district", "street", "inspector", "system", "auditor"])
def test_its_tables_say_what_the_api_says(desk, world, who):
    browser = desk(who)
    answer = browser.get(reverse(INDEX))
    assert answer.status_code == 200
    from_api = {name: browser.get(url).json() for name, url in sources(answer.content.decode()).items() if name in API}
    rows = {row["code"]: row for row in answer.context["rows"]}
    counties = from_api["grades"]["parts"] or [from_api["grades"]["total"]]
    assert {code: row["count"] for code, row in rows.items()} == {row["code"]: row["count"] for row in counties}
    assert [row["percent"] for row in answer.context["rows"] if row["code"] == counties[0]["code"]] == [
        (from_api["coverage"]["parts"] or [from_api["coverage"]["total"]])[0]["percent"]
    ]
    assert len(answer.context["trend"]["rows"]) == len(from_api["trend"]["nights"])


API = {"grades", "coverage", "trend"}


def test_each_figure_has_its_day_and_opens_its_rows(desk, world):
    browser = desk("bureau")
    answer = browser.get(reverse(INDEX))
    text = answer.content.decode()
    assert "截至 2026-11-21 02:00" in text
    assert "2026-11-20 夜间评级" in text or "2026-11-20" in text
    for tile in answer.context["strip"]:
        assert browser.get(tile["url"]).status_code == 200, tile["label"]
    for row in answer.context["rows"]:
        assert browser.get(row["url"]).status_code == 200
        assert browser.get(row["estates_url"]).status_code == 200


@pytest.mark.parametrize("who", ["bureau", "district", "neighbour", "street"])
def test_a_tile_opens_the_rows_that_it_counts(desk, world, who):
    """An estate without service has a mode that says otherwise, and a company from elsewhere works in the street."""
    guest = an_enterprise("130108000000")
    a_grade(guest, world.night)
    a_contract(an_estate(kind="old", service_mode="none"), guest)
    a_contract(an_estate(), an_enterprise(), begins_on=date(2030, 1, 1))
    an_estate("130108001000", service_mode="none")
    for place, night in (("130102000000", 1), ("130108000000", 1)):
        GradeCount.objects.update_or_create(night=world.night, county_code=place, grade="B", defaults={"count": night})
    NightCount.objects.all().delete()
    take_figures(world.night)
    browser = desk(who)
    answer = browser.get(reverse(INDEX))
    companies, estates, coverage, _households, old, moved = answer.context["strip"]

    def rows(tile):
        return [str(row) for row in browser.get(tile["url"]).context["cl"].result_list]

    for tile in (companies, estates, old):
        assert len(rows(tile)) == int(tile["value"]), tile["label"]
    assert f"{len(rows(coverage))} 个" in coverage["note"]
    assert browser.get(moved["url"]).context["move_count"] == int(moved["value"])


def test_one_search_leads_on_with_the_very_words(desk, world):
    for number in range(11):
        an_estate(name=f"A&B=#{number}")
    (group,) = desk("district").get(reverse("admin:find"), {"q": "A&B=#"}).context["groups"]
    assert len(desk("district").get(group.more_url).context["cl"].result_list) == 11


def test_estates_are_filtered_by_service_today(desk, world):
    dark = an_estate(service_mode="none")
    page = reverse("admin:estates_estate_changelist")
    found = {word: list(desk("bureau").get(page, {"served": word}).context["cl"].result_list) for word in ("yes", "no")}
    assert found == {"yes": [world.estate], "no": [dark]}
    assert list(desk("bureau").get(page, {"served_on": "gestern"}).context["cl"].result_list) == []


def test_who_moved_and_why(desk, world):
    text = desk("bureau").get(reverse(INDEX)).content.decode()
    assert world.enterprise.name in text
    assert "B1 未公示公共收益" in text
    assert world.enterprise.name not in desk("neighbour").get(reverse(INDEX)).content.decode()


def test_it_compares_with_a_month_or_a_year_before_by_plain_links(desk, world):
    browser = desk("bureau")
    assert browser.get(reverse(INDEX)).context["asked"].period == "last_month"
    assert browser.get(reverse(INDEX), {"compare": "last_year"}).context["asked"].period == "last_year"
    assert browser.get(reverse(INDEX), {"compare": "<script>"}).context["asked"].period == "last_month"


def test_each_chart_is_also_a_sentence_and_a_table(desk, world):
    text = desk("bureau").get(reverse(INDEX)).content.decode()
    assert text.count('role="img"') >= 2
    assert len(re.findall(r'id="chart-\w+"[^>]*aria-label="[^"]{10,}"', text)) == 3
    assert text.count("用表格看") == 3


class TestAnEmptyPortal:
    @pytest.fixture
    def browser(self, db) -> Client:
        made = Client()
        made.force_login(User.objects.create_user("first", "correct horse battery", role=Role.BUREAU))
        return made

    def test_without_a_city_says_what_to_do_first(self, browser):
        answer = browser.get(reverse(INDEX))
        assert answer.status_code == 200
        assert "manage.py start_city" in answer.content.decode()
        assert [step["done"] for step in answer.context["steps"]] == [False, False, False, False]

    def test_without_a_night_says_what_is_left(self, browser, regions):
        CityProfile.objects.create(
            region=regions["130100000000"], name="石家庄市", bureau_name="局", emblem_text="监管"
        )
        a_rulebook()
        answer = browser.get(reverse(INDEX))
        assert [step["done"] for step in answer.context["steps"]] == [True, True, False, False]

    @pytest.mark.parametrize("name", ["credit_grade", "credit_evidence", "credit_night", "estates_estate"])
    def test_has_empty_lists(self, browser, name):
        assert browser.get(reverse(f"admin:{name}_changelist")).status_code == 200

    def test_offers_no_item_to_record_under(self, browser):
        assert browser.get(reverse("admin:credit_evidence_add")).status_code == 200

    def test_finds_nothing(self, browser):
        assert browser.get(reverse("admin:find"), {"q": "x"}).status_code == 200


def test_it_says_when_a_run_is_in_progress(desk, world):
    a_night(world.rulebook, state=NightState.RUNNING, stage="judge", ended_at=None)
    assert "正在评级" in desk("bureau").get(reverse(INDEX)).content.decode()


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("石家庄高新技术产业开发区", "高新区"),
        ("石家庄循环化工园区", "循环化工园区"),
        ("长安区", "长安区"),
        ("正定县", "正定县"),
    ],
)
def test_an_axis_carries_short_names(name, short):
    assert short_place(name, "石家庄市") == short
