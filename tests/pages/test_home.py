"""The city at a glance."""

from datetime import date

import pytest

from accounts.models import RuleValue
from oversight.open_day import next_open_day, when
from oversight.shares import shares
from oversight.skyline import WINDOWS, skyline
from tests.factories import counted, covered


class TestHome:
    def test_shows_the_grades_of_the_city_with_when_and_from_where(self, read, town):
        counted(town.night, "130102000000", B=20)
        counted(town.night, "130108000000", A=30, D=4)
        page = read("/")
        assert "优秀 30 家" in page.text
        assert "良好 21 家" in page.text
        assert "重点监管 4 家" in page.text
        assert "2026年11月20日" in page.text

    def test_tells_no_small_number_singly(self, read, town):
        counted(town.night, "130102000000", B=20, C=9, D=1)
        counted(town.night, "130108000000", A=30, B=40, C=8)
        page = read("/", language="en")
        assert "优秀 30 companies" in page.text
        assert "重点监管 not told singly" in page.text
        assert "重点监管 1 company" not in page.text
        assert "changed its grade" not in page.text

    def test_shares_of_the_grades_sum_to_a_hundred(self, read, town):
        counted(town.night, "130102000000", B=20)
        counted(town.night, "130108000000", A=11, C=13, D=17)
        percents = [float(word[:-1]) for word in read("/").text.split() if word.endswith("%")]
        assert round(sum(percents), 1) == 100

    def test_says_how_many_estates_are_served(self, read, town):
        covered(town.night, "130102000000", 20, 14)
        covered(town.night, "130108000000", 10, 5)
        page = read("/")
        assert "全市32个小区，20个有物业服务（62.50%）" in page.close_text

    def test_says_that_a_city_of_two_estates_is_too_small_for_numbers(self, read, town):
        page = read("/", language="en")
        assert "so few estates that their numbers are not told" in page.text

    def test_names_the_next_open_day_by_the_citys_rule(self, read, town):
        page = read("/")
        assert "物业服务项目开放日" in page.text
        assert "依据：市开放日通知" in page.text

    def test_leaves_the_open_day_out_where_there_is_no_such_rule(self, read, city):
        assert "开放日" not in read("/").text

    def test_every_tile_leads_to_a_page_that_opens(self, read, town):
        for address in ("/report/", "/follow/", "/compare/", "/fund/", "/grades/", "/grades/how/", "/regions/"):
            assert address in read("/").links
            read(address)

    def test_says_that_the_data_are_invented_only_in_a_demonstration(self, read, city):
        assert "虚构" not in read("/").text
        city.is_demo = True
        city.save()
        assert "虚构" in read("/").text


class TestSkyline:
    @pytest.mark.parametrize(
        ("estates", "served"), [(3955, 3688), (961, 881), (1, 0), (1, 1), (144, 100), (100_000, 99_999)]
    )
    def test_windows_stand_for_the_estates(self, estates, served):
        picture = skyline(estates, served)
        windows = len(picture.lit) + len(picture.dark)
        assert windows <= WINDOWS
        assert abs(windows * picture.estates_per_window - estates) <= picture.estates_per_window + estates * 0.35
        assert bool(picture.dark) == (served < estates)
        assert not set(picture.lit) & set(picture.dark)

    def test_a_city_without_estates_has_no_picture(self):
        assert skyline(0, 0) is None

    def test_the_share_of_dark_windows_is_the_share_without_service(self):
        picture = skyline(3955, 3688)
        assert len(picture.dark) / (len(picture.lit) + len(picture.dark)) == pytest.approx(267 / 3955, abs=0.01)


class TestShares:
    @pytest.mark.parametrize("counts", [[132, 1312, 214, 41, 38], [1, 1, 1], [0, 0, 7], [1] * 7])
    def test_sum_to_exactly_a_hundred(self, counts):
        assert round(sum(shares(counts)), 1) == 100

    def test_are_all_zero_where_nothing_is(self):
        assert shares([0, 0]) == [0, 0]


class TestOpenDay:
    @pytest.mark.parametrize(
        ("today", "expected"),
        [
            (date(2026, 11, 25), date(2026, 11, 25)),
            (date(2026, 11, 26), date(2026, 12, 25)),
            (date(2026, 12, 31), date(2027, 1, 25)),
        ],
    )
    def test_is_today_or_the_next(self, today, expected):
        assert next_open_day(25, on=today) == expected

    def test_falls_on_the_last_day_of_a_shorter_month(self):
        assert next_open_day(31, on=date(2027, 2, 1)) == date(2027, 2, 28)

    @pytest.mark.parametrize(
        ("today", "words"),
        [
            (date(2026, 11, 25), "今天"),
            (date(2026, 11, 24), "明天"),
            (date(2026, 11, 23), "本星期三"),
            (date(2026, 11, 22), "下星期三"),
            (date(2026, 11, 1), "24 天后，星期三"),
        ],
    )
    def test_is_said_as_people_say_it(self, today, words):
        assert when(date(2026, 11, 25), on=today) == words


class TestOddRuleValues:
    """What somebody typed into the rule values must not break a page."""

    @pytest.mark.parametrize("value", ["二十五", "", "1/0", "-3", "99", "2.5"])
    def test_are_passed_over(self, read, town, value):
        RuleValue.objects.update(value=value)
        read("/")
        read(f"/estates/{town.estate.code}/")
        read(f"/enterprises/{town.enterprise.uscc}/")
