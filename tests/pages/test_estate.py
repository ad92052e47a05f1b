"""One estate: the nine answers, and what is said where nothing is known."""

import re
from datetime import date, timedelta

import pytest
from django.utils import timezone

from accounts.models import RuleValue
from enterprises.models import ServiceContract
from oversight.my_estate import unreported
from oversight.my_estate.charges import EXAMPLE_HOME_M2
from oversight.names import short_name
from tests.factories import a_contract, a_night, a_rulebook, an_enterprise, an_estate

ANSWERS = ["谁在管", "信用等级", "物业费", "维修资金", "公共收益", "业委会", "诉求按时答复", "信息公示", "电梯检验"]


@pytest.fixture
def today() -> date:
    return timezone.localdate()


@pytest.fixture
def estate(city):
    return an_estate(name="青禾苑", region_id="130108001001", built_year=2009, former_names="二机床宿舍")


def open_estate(read, estate, **how):
    return read(f"/estates/{estate.code}/", **how)


class TestAnswers:
    def test_are_nine_in_a_fixed_order_and_lead_to_their_blocks(self, read, town):
        page = open_estate(read, town.estate)
        tiles = [attrs for attrs in page.tags("a") if attrs.get("class") == "answer"]
        ids = {attrs["id"] for _tag, attrs in page._reader.tags if "id" in attrs}
        assert len(tiles) == 9
        assert re.findall(r'class="answer"[^>]*><small>(.*?)</small>', page.html) == ANSWERS
        assert {tile["href"].removeprefix("#") for tile in tiles} <= ids

    def test_say_who_manages_it_for_how_much_and_how_well(self, read, town):
        page = open_estate(read, town.estate)
        assert town.enterprise.name in page.text
        assert f"/enterprises/{town.enterprise.uscc}/" in page.links
        assert "B级 · 良好" in page.text
        assert "95 分，A 级线 110 分" in page.text
        assert "1.65 元/㎡·月" in page.text

    def test_work_the_fee_out_for_a_home(self, read, town):
        assert f"{EXAMPLE_HOME_M2}㎡的房子每月约148.50元" in open_estate(read, town.estate).close_text

    def test_are_never_blank_nor_nought(self, read, estate):
        page = open_estate(read, estate)
        assert page.text.count("尚未报送") >= 8
        assert "None" not in page.text
        assert "暂无数据" not in page.text


class TestManagement:
    def test_names_no_person(self, read, town):
        town.manager.name = "欧阳项目"
        town.manager.save()
        town.enterprise.legal_representative = "司马法人"
        town.enterprise.contact_name = "诸葛联系"
        town.enterprise.save()
        for address in (f"/estates/{town.estate.code}/", f"/enterprises/{town.enterprise.uscc}/", "/grades/"):
            page = read(address)
            assert not {name for name in ("欧阳项目", "司马法人", "诸葛联系") if name in page.html}
        assert "姓名见小区公示栏" in open_estate(read, town.estate).text

    def test_without_a_contract_says_who_owes_one(self, read, town):
        ServiceContract.objects.all().delete()
        page = open_estate(read, town.estate)
        assert "没有正在执行的备案合同" in page.text
        assert "应在15天内备案" in page.close_text
        assert "依据：条例第六十三条" in page.close_text

    def test_without_service_says_so(self, read, city):
        page = open_estate(read, an_estate(service_mode="none"))
        assert "这个小区没有物业服务" in page.text

    def test_of_owners_themselves_needs_no_contract(self, read, city):
        page = open_estate(read, an_estate(service_mode="self_managed"))
        assert "没有正在执行的备案合同" not in page.text
        assert "没有企业在管，所以没有信用等级" in page.text

    def test_counts_the_days_to_the_end_once_notice_is_due(self, read, town, today):
        town.contract.ends_on = today + timedelta(days=31)
        town.contract.save()
        assert "30 天到期" in open_estate(read, town.estate).text
        town.contract.ends_on = today + timedelta(days=200)
        town.contract.save()
        assert "天到期" not in open_estate(read, town.estate).text

    def test_on_its_last_day_a_contract_still_runs(self, read, town, today):
        town.contract.ends_on = today + timedelta(days=1)
        town.contract.save()
        assert "0 天到期" in open_estate(read, town.estate).text

    def test_tells_who_managed_it_before(self, read, estate, today):
        before, now = an_enterprise(name="旧时物业服务有限公司"), an_enterprise(name="如今物业服务有限公司")
        a_contract(estate, before, begins_on=date(2019, 1, 1), ends_on=date(2024, 1, 1))
        a_contract(estate, now)
        page = open_estate(read, estate)
        assert "旧时物业服务有限公司" in page.text
        assert "2019-01-01 – 2023-12-31" in page.text

    def test_a_company_that_no_night_has_seen_is_graded_tonight(self, read, estate):
        a_night(a_rulebook())
        a_contract(estate, an_enterprise())
        assert "下一次夜间评级时评" in open_estate(read, estate).text

    def test_gives_the_business_phone_and_the_hotline(self, read, town):
        town.enterprise.contact_phone = "0311-0123456"
        town.enterprise.save()
        page = open_estate(read, town.estate)
        assert {"tel:0311-0123456", "tel:12345", "tel:119", "tel:120", "tel:110"} <= set(page.links)


class TestElderEdition:
    def test_puts_the_call_first_and_writes_words_out(self, read, town):
        town.enterprise.contact_phone = "0311-0123456"
        town.enterprise.save()
        page = open_estate(read, town.estate, look="elder")
        assert page.text.index("打给物业") < page.text.index("谁在管？") < page.text.index("物业费多少？")
        assert "平方米" in page.text
        assert "业委会" not in page.text
        assert "A 最好，D 最差" in page.text

    def test_says_on_paper_whom_to_ring_though_buttons_are_not_printed(self, read, town):
        town.enterprise.contact_phone = "0311-0123456"
        town.enterprise.save()
        printed = open_estate(read, town.estate, look="elder").printed_alone
        assert "打给物业0311-0123456" in printed
        assert any(line.endswith("12345") for line in printed)


class TestStranger:
    @pytest.mark.parametrize("code", ["0" * 13, "1" * 12, "1" * 14, "１" * 13, "x" * 5000, "%00"])
    def test_unknown_estates_are_not_found(self, read, estate, code):
        read(f"/estates/{code}/", status=404)

    def test_names_are_escaped(self, read, city):
        estate = an_estate(name="<b>青</b>&", address="<script>alert(1)</script>")
        page = open_estate(read, estate)
        assert "<b>青</b>" not in page.html
        assert "<script>alert" not in page.html

    def test_very_long_names_are_shown_whole(self, read, city):
        name = "石家庄" * 13 + "苑"
        assert name in open_estate(read, an_estate(name=name)).text


class TestUnreported:
    def rule(self, key: str, value: str) -> dict[str, RuleValue]:
        return {key: RuleValue(key=key, value=value, unit="", article="条例第一条", from_on=date(2020, 1, 1))}

    def test_cites_the_citys_own_term_and_article(self):
        block = unreported.contract(self.rule("contract_filing_days", "10"))
        assert "10" in block.sentences[0]
        assert block.article == "条例第一条"

    def test_leaves_out_what_the_city_has_no_rule_for(self):
        block = unreported.fund({}, on=date(2026, 11, 21))
        assert len(block.sentences) == 1
        assert block.article == ""

    def test_says_a_ratio_as_percent(self):
        block = unreported.fund(self.rule("fund_low_ratio", "30/100"), on=date(2026, 11, 21))
        assert "30%" in block.sentences[-1]

    @pytest.mark.parametrize(("months", "words"), [("3", "2027"), ("12", "2027"), ("1", "2026")])
    def test_names_the_day_by_which_the_books_are_closed_next(self, months, words):
        rules = self.rule("fund_period_months", months) | self.rule("fund_period_close_days", "20")
        assert any(words in sentence for sentence in unreported.fund(rules, on=date(2026, 11, 21)).sentences)


class TestShortName:
    @pytest.mark.parametrize(
        ("name", "short"),
        [
            ("石家庄和煦物业服务有限公司", "和煦物业"),
            ("石家庄市和煦物业管理有限责任公司", "和煦物业"),
            ("和煦物业服务集团股份有限公司", "和煦物业"),
            ("河北和煦物业服务有限公司石家庄分公司", "河北和煦物业"),
            ("和煦物业1", "和煦物业1"),
            ("有限公司", "有限公司"),
        ],
    )
    def test_is_what_neighbours_say(self, name, short):
        assert short_name(name, "石家庄市") == short


class TestNumberOfQueries:
    def test_does_not_grow_with_contracts_or_buildings(self, client, town):
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        from tests.factories import a_building

        address = f"/estates/{town.estate.code}/?x=1"
        client.get(address)
        with CaptureQueriesContext(connection) as few:
            client.get(address)
        for year in range(1990, 2020):
            a_building(town.estate, lifts=2)
            a_contract(town.estate, an_enterprise(), begins_on=date(year, 1, 1), ends_on=date(year + 1, 1, 1))
        with CaptureQueriesContext(connection) as many:
            client.get(address)
        assert len(many) == len(few) < 42
