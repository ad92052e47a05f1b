"""A company's page: its grade is its lines."""

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from credit.models import EvidenceStep, Item, Posting, Rulebook
from tests.conftest import NOW
from tests.factories import a_contract, a_grade, a_night, a_record, a_rulebook, an_enterprise, an_estate


def open_company(read, company, **how):
    return read(f"/enterprises/{company.uscc}/", **how)


def counts(record, item, company, night, **values) -> Posting:
    """Have a record count for a company since `night`."""
    return Posting.objects.create(
        evidence=record, item=item, subject="enterprise", enterprise=company, reaches_enterprise=True,
        **{
            "centipoints": record.centipoints, "matter": record.pk, "counts_from": record.effective_on,
            "counts_until": record.expires_on, "known_from": night.pk, **values,
        },
    )  # fmt: skip


@pytest.fixture
def night(city):
    return a_night(a_rulebook())


@pytest.fixture
def company(night):
    return an_enterprise(name="石家庄和煦物业服务有限公司")


class TestGrade:
    def test_says_how_far_the_next_grades_are(self, read, company, night):
        a_grade(company, night, "B", 9500)
        page = open_company(read, company)
        assert "再得15分升A级；再扣16分降C级。" in page.close_text

    def test_at_the_top_there_is_nothing_above(self, read, company, night):
        a_grade(company, night, "A", 11500, line_centipoints=[1500])
        assert "已经是最高的一级；再扣6分降B级。" in open_company(read, company).close_text

    def test_at_the_bottom_there_is_nothing_below(self, read, company, night):
        a_grade(company, night, "D", -20000, line_centipoints=[-30000])
        page = open_company(read, company)
        assert "−200" in page.text
        assert "下面没有更低的等级" in page.text

    def test_after_a_veto_no_score_helps(self, read, company, night):
        a_grade(company, night, "D", 12000, is_vetoed=True, line_centipoints=[2000])
        page = open_company(read, company)
        assert "一票否决" in page.text
        assert "再得" not in page.text

    def test_of_a_new_company_is_not_a_letter(self, read, company, night):
        a_grade(company, night, "NEW", 10000, line_items=[], line_centipoints=[], line_counts=[])
        page = open_company(read, company)
        assert "暂未评级" in page.text
        assert "企业新登记不久" in page.text
        assert "再得" not in page.text

    def test_of_a_company_without_a_file_says_who_owes_it(self, read, company, night):
        a_grade(company, night, "MISSING", 10000, line_items=[], line_centipoints=[], line_counts=[])
        page = open_company(read, company)
        assert "信息缺失" in page.text
        assert "应由企业报送" in page.text

    def test_before_its_first_night_says_when(self, read, company):
        page = open_company(read, company)
        assert "下一次就会评" in page.text
        assert "两年内没有公布过等级" in page.text

    def test_keeps_the_rulebooks_own_letters(self, read, city):
        book = a_rulebook(published=False)
        book.bands.filter(grade="A").update(grade="AAA", word="守信")
        Rulebook.objects.filter(pk=book.pk).update(state="published", effective_from=date(2026, 1, 1), published_at=NOW)
        book.refresh_from_db()
        company = an_enterprise()
        a_grade(company, a_night(book), "AAA", 11500, line_centipoints=[1500])
        page = open_company(read, company)
        assert "AAA级 · 守信" in page.text
        assert 'class="badge g-A"' in page.html


class TestWhy:
    @pytest.fixture
    def record(self, company, night):
        item = night.rulebook.items.get(code="B1")
        estate = an_estate(name="桐安家园")
        record = a_record(item, enterprise=company, estate=estate, document="石住建罚〔2026〕7号")
        counts(record, item, company, night, estate=estate)
        a_grade(company, night, "B", 9500)
        return record

    def test_lines_add_up_to_the_score(self, read, company, record):
        page = open_company(read, company)
        assert re.findall(r"wf-points[^>]*>([^<]+)<", page.html) == ["100", "−5", "95"]

    def test_a_line_opens_to_article_fact_source_and_term(self, read, company, record):
        page = open_company(read, company)
        for words in ("B1 未按规定公示公共收益", "第1条", "公示栏缺项", "石住建罚〔2026〕7号", "桐安家园"):
            assert words in page.text
        assert "2027年4月30日" in page.text
        assert page.tags("details")

    def test_shows_an_objection_until_it_is_answered(self, read, company, record):
        def step(verb, on):
            EvidenceStep.objects.create(evidence=record, verb=verb, on=on, at=NOW, reason="已公示")

        assert "异议核查中" not in open_company(read, company).text
        step("object", date(2026, 11, 10))
        page = open_company(read, company)
        assert "异议核查中" in page.text
        assert "2026年11月10日提出" in page.close_text
        step("uphold", date(2026, 11, 15))
        assert "异议核查中" not in open_company(read, company).text

    def test_leaves_out_what_last_night_did_not_know(self, read, company, night, record):
        item = night.rulebook.items.get(code="B1")
        for number, values in enumerate(
            [{"known_from": None}, {"known_until": night.pk}, {"known_from": night.pk + 1}]
        ):
            late = a_record(item, enterprise=company, fact=f"还不该看见{number}")
            counts(late, item, company, night, **values)
        assert "还不该看见" not in open_company(read, company).html
        assert "还不该看见" not in read(f"/enterprises/{company.uscc}/records/").html

    def test_shows_a_few_records_and_leads_to_all(self, read, company, night):
        item = night.rulebook.items.get(code="B1")
        for _number in range(50):
            counts(a_record(item, enterprise=company), item, company, night)
        a_grade(company, night, "D", -15000, line_counts=[50], line_centipoints=[-25000])
        page = open_company(read, company)
        link = next(link for link in page.links if link.endswith("?item=B1"))
        assert "全部 50 条记录" in page.text
        assert "50 条记录" in read(link).text

    def test_a_page_with_forty_lines_stays_light(self, read, company, night):
        book = a_rulebook(published=False)
        category = book.categories.first()
        for number in range(40):
            Item.objects.create(
                rulebook=book,
                category=category,
                code=f"X{number}",
                title=f"不良信息第{number}项",
                wording="未按规定" * 8,
                article="条例第十条",
                subject="enterprise",
                points_mode="fixed",
                fixed_centipoints=-100,
                validity_months=12,
            )
        Rulebook.objects.filter(pk=book.pk).update(state="published", effective_from=date(2026, 1, 1), published_at=NOW)
        book.refresh_from_db()
        later = a_night(book, date(2026, 11, 21))
        items = list(book.items.filter(code__startswith="X"))
        for item in items:
            for _number in range(3):
                counts(a_record(item, enterprise=company), item, company, later)
        a_grade(
            company, later, "C", 6000, line_items=[item.pk for item in items], line_centipoints=[-100] * 40,
            line_counts=[3] * 40,
        )  # fmt: skip
        assert open_company(read, company).weight < 100_000


class TestHistory:
    def test_is_a_picture_and_a_table(self, read, company, night):
        first = a_night(night.rulebook, date(2025, 6, 1))
        a_grade(company, first, "A", 11100, from_on=date(2025, 6, 1), until_on=night.on, line_centipoints=[1100])
        a_grade(company, night, "B", 9500)
        page = open_company(read, company)
        assert "用表格看" in page.text
        assert "2025-06-01 A 优秀 111" in page.text
        assert 'class="chart"' in page.html

    def test_leaves_out_what_was_replaced_on_its_own_day(self, read, company, night):
        again = a_night(night.rulebook, night.on)
        a_grade(company, night, "D", 5000, until_on=night.on, line_centipoints=[-5000])
        a_grade(company, again, "B", 9500)
        assert "重点监管 50" not in open_company(read, company).text


class TestEstates:
    def test_are_those_managed_today(self, read, company):
        mine, before = an_estate(name="桐安家园"), an_estate(name="从前小区")
        a_contract(mine, company)
        a_contract(before, company, begins_on=date(2020, 1, 1), ends_on=date(2022, 1, 1))
        page = open_company(read, company)
        assert f"/estates/{mine.code}/" in page.links
        assert "从前小区" not in page.text
        assert "在管小区（1 个）" in page.text

    def test_beyond_a_few_are_folded(self, read, company):
        for number in range(120):
            a_contract(an_estate(name=f"小区{number}"), company)
        page = open_company(read, company)
        assert "在管小区（120 个）" in page.text
        assert "另有 20 个" in page.text
        assert page.weight < 100_000


class TestStranger:
    @pytest.mark.parametrize("code", ["0" * 18, "short", "x" * 3000, "９" * 18, "%00"])
    def test_unknown_companies_are_not_found(self, read, company, code):
        read(f"/enterprises/{code}/", status=404)
        read(f"/enterprises/{code}/records/", status=404)

    def test_very_long_names_and_markup_are_shown_as_written(self, read, night):
        company = an_enterprise(
            name="石家庄高新技术产业开发区和煦嘉源恒泰城市综合运营<i>物业管理服务集团股份有限公司第一分公司"
        )
        page = open_company(read, company)
        assert company.name in page.text
        assert "<i>" not in page.html


class TestNumberOfQueries:
    def test_does_not_grow_with_records_lines_or_estates(self, client, company, night):
        a_grade(company, night, "B", 9500)
        address = f"/enterprises/{company.uscc}/"
        item = night.rulebook.items.get(code="B1")
        a_contract(an_estate(), company)
        counts(a_record(item, enterprise=company), item, company, night)
        with CaptureQueriesContext(connection) as few:
            client.get(address)
        for number in range(30):
            record = a_record(item, enterprise=company, on=date(2026, 5, 1) + timedelta(days=number))
            counts(record, item, company, night)
            a_contract(an_estate(), company)
        with CaptureQueriesContext(connection) as many:
            client.get(address)
        assert len(many) == len(few) < 18
