"""Two to four estates side by side."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from complaints.telling import Told
from estates.models import BasicService
from oversight.comparing import per_hundred, shares
from tests.factories import a_contract, an_enterprise, an_estate


def address(*estates) -> str:
    return "/compare/?" + "&".join(f"e={estate.code}" for estate in estates)


class TestComparison:
    def test_names_each_estate_in_the_order_chosen(self, read, town):
        other = an_estate(name="塔西里")
        text = read(address(other, town.estate)).text
        assert text.index("塔西里") < text.index(town.estate.name)
        assert "对比 2 个小区" in text

    def test_says_what_is_not_reported_and_never_nought(self, read, town):
        other = an_estate()
        page = read(address(town.estate, other))
        assert "1.65" in page.text
        assert page.text.count("尚未报送") >= 3
        assert "None" not in page.text
        assert "0.00" not in page.text

    def test_tells_of_basic_service_where_no_company_is_meant_to_be(self, read, town):
        other = an_estate(service_mode="community_trust")
        BasicService.objects.create(
            number="JB-1", estate=other, state="set", mode="community_trust", grade="safe", price_fen=40, unit="home",
            provider="居委会", proposed_on=date(2025, 12, 1), checked_on=date(2025, 12, 9), drc="发改局",
            bureau="住建局", found="属实", document="示例〔2026〕1 号", from_on=date(2026, 1, 1),
        )  # fmt: skip
        text = read(address(town.estate, other)).close_text
        assert "0.40基本服务元/户·月" in text
        assert "社区托管" in text
        own = read(f"/estates/{other.code}/").close_text
        assert "物业费0.40元/户·月" in own
        assert "没有备案的物业费" not in own

    def test_takes_each_estate_once_and_four_at_most(self, read, town):
        estates = [an_estate() for _each in range(5)]
        page = read(address(estates[0], estates[0], *estates))
        assert "对比 4 个小区" in page.text
        assert estates[4].name not in page.text
        assert "name=q" not in page.html.replace('"', "")

    @pytest.mark.parametrize(
        "query", ["e=", "e=x", "e=9999999999999", "e=%00", "e=１３０１０８０２０００４７", "q=%00"]
    )
    def test_bears_whatever_is_typed(self, read, town, query):
        assert "第一个小区" in read(f"/compare/?{query}").text

    def test_finds_one_to_add_and_keeps_those_chosen(self, read, town):
        other = an_estate(name="桐安家园", initials="tajy")
        page = read(f"{address(town.estate)}&q=桐安")
        assert f"/compare/?e={town.estate.code}&e={other.code}" in page.links

    def test_offers_like_estates_of_the_street(self, read, town):
        like = an_estate(region_id=town.estate.region_id, kind=town.estate.kind, households=town.estate.households)
        small = an_estate(region_id=town.estate.region_id, kind=town.estate.kind, households=1)
        links = read(address(town.estate)).links
        assert f"/compare/?e={town.estate.code}&e={like.code}" in links
        assert f"/compare/?e={town.estate.code}&e={small.code}" not in links

    def test_says_when_nothing_is_found(self, read, town):
        assert "没有找到别的叫“没有”的小区" in read("/compare/?q=没有").close_text

    def test_asks_no_more_for_four_estates_than_for_two(self, client, town):
        estates = [an_estate() for _each in range(4)]
        for estate in estates:
            a_contract(estate, an_enterprise())
        with CaptureQueriesContext(connection) as few:
            client.get(address(*estates[:2]))
        with CaptureQueriesContext(connection) as many:
            client.get(address(*estates))
        assert len(many) <= len(few) < 32


class TestBars:
    def test_share_the_scale_of_their_row(self):
        assert shares([165, 158, None]) == [100, 95.8, None]
        assert shares([None, None]) == [None, None]
        assert shares([0, 0]) == [None, None]

    def test_counts_complaints_for_each_hundred_households(self):
        assert per_hundred(Told("1", 46), 1486) == pytest.approx(46 * 100 / 1486)
        assert per_hundred(Told("1", None, is_hidden=True), 1486) is None
        assert per_hundred(Told("1", 5), 0) is None
