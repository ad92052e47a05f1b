"""The big screen: five pictures that stand without a script, whose numbers are the API's; for one's own place only."""

import re
from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.contrib.staticfiles import finders
from django.urls import reverse
from django.utils import timezone

from accounts.models import CityProfile, Role, User
from credit.models import Night
from estates.models import ServiceMode
from oversight import figures, following
from oversight.actions import take_figures
from oversight.models import NightCount
from oversight.wall.bars import least_of, place, shares
from oversight.wall.lights import DARK, HEIGHT, WIDTH, Part, skyline
from oversight.wall.steps import HEIGHT as STEPS_HEIGHT
from oversight.wall.steps import steps, top_of
from tests.factories import a_night, an_estate

WALL = "admin:wall"
CHANGAN = "130102000000"


@pytest.fixture
def followed(world):
    an_estate(service_mode=ServiceMode.NONE)
    an_estate("130108001000")
    NightCount.objects.all().delete()
    for night in Night.objects.order_by("pk"):
        take_figures(night)
    following.follow(at=timezone.now())
    return world


def wall(browser, **query):
    answer = browser.get(reverse(WALL), query)
    assert answer.status_code == 200
    return answer


def screens(text: str) -> dict[str, bool]:
    """Whether each screen is hidden."""
    return {n: " hidden" in rest for n, rest in re.findall(r'<section id="screen-(\d)"([^>]*)>', text)}


class TestTheDoor:
    @pytest.mark.parametrize("who", ["bureau", "district", "street", "inspector", "system", "auditor"])
    def test_is_open_to_whom_figures_are_for(self, desk, followed, who):
        assert wall(desk(who)).context["asked"].region.level in {"city", "county", "street"}

    def test_is_shut_to_company_staff(self, desk, followed):
        assert desk("company").get(reverse(WALL)).status_code == 403

    def test_sends_nobody_to_the_login(self, client, city):
        assert client.get(reverse(WALL)).status_code == 302

    def test_shows_a_district_its_own_streets(self, desk, followed):
        answer = wall(desk("district"))
        assert [each["building"].name for each in answer.context["buildings"]] == ["建北街道"]
        assert "裕华区" not in answer.content.decode()

    def test_is_dark_until_there_is_a_city(self, client, db):
        client.force_login(User.objects.create_user("first", "correct horse battery", role=Role.BUREAU))
        text = wall(client).content.decode()
        assert "大屏还没有亮" in text

    def test_is_dark_until_there_is_a_night(self, client, regions):
        CityProfile.objects.create(
            region=regions["130100000000"], name="石家庄市", bureau_name="局", emblem_text="监管"
        )
        client.force_login(User.objects.create_user("first", "correct horse battery", role=Role.BUREAU))
        assert "大屏还没有亮" in wall(client).content.decode()


class TestWithoutAScript:
    def test_one_screen_is_shown_and_the_next_comes_by_itself(self, desk, followed):
        text = wall(desk("bureau"), screen="2").content.decode()
        assert screens(text) == {"1": True, "2": False, "3": True, "4": True, "5": True}
        assert '<noscript><meta http-equiv="refresh" content="20; url=/admin/wall/?screen=3"></noscript>' in text
        assert 'url=/admin/wall/?screen=1"' in wall(desk("bureau"), screen="5").content.decode()

    def test_links_lead_to_each_of_the_five(self, desk, followed):
        nav = wall(desk("bureau"), region=CHANGAN).context["nav"]
        assert [each["number"] for each in nav] == [1, 2, 3, 4, 5]
        assert all(wall(desk("bureau")).context["nav"][n]["url"].endswith(f"screen={n + 1}") for n in range(5))
        assert f"region={CHANGAN}" in nav[0]["url"]

    @pytest.mark.parametrize("typed", ["0", "6", "x", "<script>", "", "１"])
    def test_an_unknown_screen_is_the_first(self, desk, followed, typed):
        assert wall(desk("bureau"), screen=typed).context["shown"] == 1


class TestTheNumbers:
    def api(self, browser, name: str, **query):
        return browser.get(reverse(f"api:figures-{name}"), query).json()

    @pytest.mark.parametrize(
        ("who", "region"), [("bureau", "130100000000"), ("bureau", CHANGAN), ("district", CHANGAN)]
    )
    def test_of_the_windows_are_the_apis_and_add_up(self, desk, followed, who, region):
        browser = desk(who)
        shown = wall(browser, region=region).context
        found = self.api(browser, "windows", region=region)
        lit = {each["mark"].grade: int(each["count"]) for each in shown["lit"]}
        assert lit == {grade: found["counts"][grade] for grade in lit}
        assert sum(lit.values()) + int(shown["dark"]) == int(shown["windows"]) == sum(found["counts"].values())
        assert int(shown["windows"]) == self.api(browser, "overview", region=region)["figures"]["estates"]["value"]
        drawn = [path for each in shown["buildings"] for path in each["building"].panes.values()]
        assert sum(path.count("M") for path in drawn) == int(shown["windows"])

    def test_of_the_other_screens_are_the_apis(self, desk, followed):
        browser = desk("bureau")
        shown = wall(browser).context
        grades, coverage = self.api(browser, "grades"), self.api(browser, "coverage")
        assert {row["name"]: row["count"] for row in shown["grade_rows"]} == {
            row["name"]: str(row["count"]) for row in grades["parts"]
        }
        assert {row["name"]: row["estates"] for row in shown["coverage_rows"]} == {
            row["name"]: str(row["estates"]) for row in coverage["parts"] if row["percent"] is not None
        }
        assert shown["move_count"] == self.api(browser, "moves")["count"]
        trend = self.api(browser, "trend", nights=90, grade="C,D")
        assert [each["grade"] for each in shown["trend"]] == [series["grade"] for series in trend["series"]]

    def test_are_watched_where_the_page_says(self, desk, followed):
        browser = desk("district")
        for url in wall(browser).context["sources"]:
            assert browser.get(url).status_code == 200, url
        assert {url.split("/")[-2] for url in wall(browser).context["sources"]} == {
            "overview", "windows", "grades", "coverage", "moves", "trend", "coverage-trend",
        }  # fmt: skip

    def test_say_when_they_are_from_and_the_picture_is_also_a_sentence(self, desk, followed):
        answer = wall(desk("bureau"))
        text = answer.content.decode()
        assert "截至" in re.search(r'data-swap="as-of">(.*?)</p>', text, re.S)[1]
        assert "3 个小区，一扇窗一个" in text
        assert f'aria-label="{answer.context["lights_said"]}"' in text


def test_it_moves_nothing_else_and_loads_nothing_from_elsewhere(desk, followed):
    answer = wall(desk("bureau"))
    assert "default-src 'none'" in answer["Content-Security-Policy"]
    text = answer.content.decode()
    assert "style=" not in text
    assert re.findall(r'(?:src|href)="(?:https?:)?//', text) == []
    for name in re.findall(r'(?:src|href)="/static/([^"?]+)"', text):
        assert finders.find(name), name


def test_names_are_escaped(desk, followed):
    type(followed.estate.region).objects.filter(pk="130102001000").update(name="<i>街</i>")
    assert "<i>街" not in wall(desk("bureau"), region=CHANGAN).content.decode()


class TestLights:
    def test_every_estate_has_its_window_within_the_picture(self):
        parts = [Part(str(n), f"第{n}区", ["B"] * (n * 9) + [DARK]) for n in range(1, 25)]
        buildings = skyline(parts)
        assert sum(each.count for each in buildings) == sum(len(part.windows) for part in parts)
        assert min(each.x for each in buildings) >= 0
        assert max(each.x + each.width for each in buildings) <= WIDTH
        assert all(0 < each.top < HEIGHT for each in buildings)
        assert [path.count("M") for each in buildings for path in [each.panes["B"]]] == [
            each.count - 1 for each in buildings
        ]

    def test_buildings_stand_apart_and_the_tallest_in_the_middle(self):
        buildings = skyline([Part(str(n), "区", ["B"] * n * 20) for n in range(1, 8)])
        assert all(left.x + left.width < right.x for left, right in pairwise(buildings))
        counts = [each.count for each in buildings]
        assert counts.index(max(counts)) in {2, 3, 4}

    @pytest.mark.parametrize("count", [1, 2, 40, 4_000])
    def test_one_building_alone_fits_as_well(self, count):
        (building,) = skyline([Part("1", "长安区", ["A"] * count)])
        assert building.panes["A"].count("M") == count
        assert building.top > 0
        assert building.x + building.width <= WIDTH

    def test_forty_streets_fit(self):
        buildings = skyline([Part(str(n), "建设北大街街道", ["B"] * 30) for n in range(40)])
        assert max(each.x + each.width for each in buildings) <= WIDTH + 1
        assert all(each.letters for each in buildings)

    def test_nothing_is_drawn_of_nothing(self):
        assert skyline([Part("1", "长安区", [])]) == []


class TestBarsAndSteps:
    def test_shares_fill_the_bar(self):
        found = shares([("A", 1), ("B", 2), ("C", 0), ("D", 1)])
        assert [(piece["shape"], piece["x"]) for piece in found] == [("A", 0), ("B", 25), ("D", 75)]
        assert shares([("A", 0)]) == []

    def test_a_scale_begins_below_everything_on_it(self):
        least = least_of([92.5, 80.77], 90, 85)
        assert least == 77
        assert (place(least, least), place(100, least)) == (0, 100)
        assert least_of([0.5], 90) == 0

    def test_a_line_keeps_its_height_until_the_next_night(self):
        line = steps([0, 5, 10], least=0, most=10)
        assert line.path == f"M0.0 {STEPS_HEIGHT:.1f}H750.0V{STEPS_HEIGHT / 2}H1500.0V0.0"
        assert (line.last, line.end) == (10, 0)

    def test_nights_without_a_number_are_passed_over(self):
        assert steps([None, 1, None, 2], least=0, most=2).path.count("H") == 1
        assert steps([None, 1], least=0, most=2) is None
        assert steps([], least=0, most=2) is None

    @pytest.mark.parametrize(("most", "top"), [(0, 6), (4, 6), (220, 240), (999, 1080), (12_345, 14_000)])
    def test_a_scale_ends_on_a_round_number_above_the_highest(self, most, top):
        assert top_of([most]) == top


def test_today_is_what_it_shows_whatever_day_is_asked(desk, followed):
    assert wall(desk("bureau"), on="2026-11-19").context["asked"].on == timezone.localdate() > date(2026, 11, 19)


class TestAQuietNight:
    def test_is_followed_by_what_the_nights_before_moved(self, desk, followed):
        quiet = a_night(followed.night.rulebook, followed.night.on + timedelta(days=1))
        take_figures(quiet)
        following.follow(at=timezone.now())
        shown = wall(desk("bureau"), screen=4)
        assert shown.context["move_count"] == 0
        assert [move["on"] for move in shown.context["moves_listed"]] == [followed.night.on]
        assert f'datetime="{followed.night.on:%Y-%m-%d}"' in shown.content.decode()

    def test_asks_for_no_more_than_there_is_room_for(self, followed):
        later = a_night(followed.night.rulebook, followed.night.on + timedelta(days=1))
        area = figures.area_for(User.objects.get(role=Role.BUREAU))
        assert len(figures.moves_before(area, night=later, nights=7, limit=1)) == 1
        assert figures.moves_before(area, night=later, nights=7, limit=0) == []
