"""Desks, pages and API of standards, guide prices and fee filings; their files."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from fees.filings.sheets import FeeFilingSheet, FeeItemSheet
from fees.models import EstateLevel, FeeFiling, FeeItem, FeePaper, FilingState, GuidePrice, PriceIndex, Standard
from fees.prices.sheets import GuidePriceSheet, PriceIndexSheet
from fees.standards.sheets import EstateLevelSheet
from intake.actions import load_file
from intake.faults import ImportFaults
from tests.conftest import NOW
from tests.factories import an_estate
from tests.factories.prices import a_standard, an_accepted_filing, level_of
from tests.intake.files import another, workbook

pytestmark = pytest.mark.django_db
ITEM = {
    "name": "住宅物业服务费", "kind": "residential", "price_fen": "1.65", "unit": "m2_month", "building_kind": "any",
    "lift": "any", "lift_paid_by": "company", "utilities_paid_by": "company",
}  # fmt: skip


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path):
    kept = {"BACKEND": "django.core.files.storage.FileSystemStorage", "OPTIONS": {"location": str(tmp_path)}}
    settings.STORAGES = {**settings.STORAGES, "default": kept}


def whole(standard):
    return {
        "from_on": "2026-12-01", "level": level_of(standard).pk, "decided_by": "guide", "charge_way": "lump_sum",
        "prepay_months_most": "12", "vacancy_reduction_percent": "30",
    }  # fmt: skip


class TestACompanysPages:
    def test_lead_from_nothing_to_a_filing_that_is_handed_in(self, contract, standard, people, client):
        client.force_login(people["company"])
        start = f"/company/fees/{contract.estate.code}/"
        assert client.get(start).status_code == 200
        begun = client.post(f"{start}new/", {"from_on": "2026-12-01", "decided_by": "guide", "charge_way": "lump_sum"})
        filing = FeeFiling.objects.get()
        page = f"/company/filings/{filing.number}/"
        assert begun["Location"] == page
        shown = client.get(page).content.decode()
        assert "第四十条" in shown
        assert client.post(f"{page}submit/").status_code == 422
        assert client.post(f"{page}amend/", whole(standard)).status_code == 302
        assert client.post(f"{page}item/", ITEM).status_code == 302
        scan = SimpleUploadedFile("方案.pdf", b"%PDF-1.4 sound", content_type="application/pdf")
        assert client.post(f"{page}paper/", {"kind": "plan", "file": scan}).status_code == 302
        read = client.get(f"{page}papers/{FeePaper.objects.get().pk}/")
        assert b"".join(read.streaming_content) == b"%PDF-1.4 sound"
        assert client.post(f"{page}submit/").status_code == 302
        filing.refresh_from_db()
        assert (filing.state, filing.items.get().price_fen) == (FilingState.SUBMITTED, 165)

    @pytest.mark.parametrize("verb", ["amend", "item", "paper", "submit", "withdraw"])
    def test_ask_before_they_do(self, contract, standard, people, client, verb):
        an_accepted_filing(contract, state="draft", number="SF-20261101-000001")
        client.force_login(people["company"])
        assert client.get(f"/company/filings/SF-20261101-000001/{verb}/").status_code == 200

    def test_say_what_is_wrong_with_a_form(self, contract, standard, people, client):
        client.force_login(people["company"])
        wrong = whole(standard) | {"until_on": "2026-12-01", "posted_from_on": "2026-09-01"}
        answer = client.post(f"/company/fees/{contract.estate.code}/new/", wrong)
        assert answer.status_code == 422
        assert set(answer.context["form"].errors) == {"until_on", "posted_until_on"}

    def test_strike_an_item(self, contract, people, client):
        filing = an_accepted_filing(contract, state="draft", number="SF-20261101-000001")
        client.force_login(people["company"])
        place = f"/company/filings/{filing.number}/items/{filing.items.get().pk}/strike/"
        assert client.post(place).status_code == 302
        assert not filing.items.exists()

    def test_are_not_there_for_others(self, contract, people, client):
        filing = an_accepted_filing(contract)
        place = f"/company/filings/{filing.number}/"
        assert client.get(place).status_code == 302
        found = {}
        for name in ("neighbour", "committee", "district"):
            client.force_login(people[name])
            found[name] = client.get(place).status_code
        assert found == {"neighbour": 404, "committee": 403, "district": 200}


class TestTheDesks:
    def test_open_their_lists_and_pages(self, contract, standard, people, client):
        an_accepted_filing(contract)
        index = PriceIndex.objects.create(
            kind="wage", year=2025, value=Decimal(105), source="统计公报", published_on=date(2026, 3, 1)
        )
        client.force_login(people["bureau"])
        for model in (Standard, EstateLevel, GuidePrice, FeeFiling, FeeItem):
            name = f"/admin/fees/{model._meta.model_name}/"
            assert client.get(name).status_code == 200
            assert client.get(f"{name}{model.objects.get().pk}/change/").status_code == 200
        for name in ("standard/draft/", "estatelevel/add/", "guideprice/add/", "feefiling/add/", "priceindex/add/"):
            assert client.get(f"/admin/fees/{name}").status_code == 200
        assert client.get(f"/admin/fees/priceindex/{index.pk}/change/").status_code == 200

    def test_of_standards_draft_publish_and_take_prices(self, standard, people, client):
        client.force_login(people["bureau"])
        drafted = client.post("/admin/fees/standard/draft/", {"name": "changchun-2022"})
        made = Standard.objects.get(code="changchun")
        page = f"/admin/fees/standard/{made.pk}"
        assert drafted["Location"] == f"{page}/change/"
        assert client.post(f"{page}/publish/", {"effective_from": "2026-12-01"}).status_code == 302
        assert client.post(f"{page}/take-prices/", {"name": "jinan"}).status_code == 200
        assert client.post(f"{page}/take-prices/", {"name": "changchun-2022"}).status_code == 302
        assert GuidePrice.objects.filter(level__standard=made).count() == 5

    def test_of_standards_say_what_is_wrong_with_a_file(self, standard, people, client):
        client.force_login(people["bureau"])
        file = SimpleUploadedFile("x.yaml", b"code: x\nlevels: [")
        answer = client.post("/admin/fees/standard/draft/", {"file": file})
        assert answer.context["form"].errors["file"]

    def test_of_levels_write_down_and_strike_off(self, contract, standard, people, client):
        today = timezone.localdate().isoformat()
        client.force_login(people["district"])
        form = {
            "estate": contract.estate_id, "level": level_of(standard, "三级").pk, "verified_on": today,
            "from_on": today, "verified_by": "长安区住房和城乡建设局", "note": "",
        }  # fmt: skip
        assert client.post("/admin/fees/estatelevel/add/", form).status_code == 302
        held = EstateLevel.objects.get(until_on=None)
        assert held.level.name == "三级"
        assert client.post(f"/admin/fees/estatelevel/{held.pk}/strike/", {"reason": "录错"}).status_code == 302
        assert EstateLevel.objects.get().level.name == "二级"

    def test_of_guide_prices_lay_down_review_and_end(self, standard, people, client):
        client.force_login(people["bureau"])
        form = {
            "region": "130100000000", "level": level_of(standard).pk, "building_kind": "any", "lift": "any",
            "base_fen": "1.40", "lift_extra_fen": "0", "no_lift_less_fen": "0.2", "float_up_percent": 20,
            "float_down_percent": "", "valid_from": "2026-01-01", "document": "发改价〔2026〕1号",
            "issuers": "市发改委",
        }  # fmt: skip
        assert client.post("/admin/fees/guideprice/add/", form).status_code == 302
        price = GuidePrice.objects.get()
        page = f"/admin/fees/guideprice/{price.pk}"
        shown = client.get(f"{page}/change/").content.decode()
        assert "1.68" in shown
        assert "1.44" in shown
        assert client.post(f"{page}/propose/", {"year": 2025}).status_code == 200
        assert client.post(f"{page}/end/", {"valid_until": "2030-01-01"}).status_code == 302

    def test_of_filings_answer(self, contract, people, client):
        filing = an_accepted_filing(contract, state="submitted", answered_on=None)
        client.force_login(people["district"])
        page = f"/admin/fees/feefiling/{filing.pk}"
        assert client.post(f"{page}/accept/", {"answer": ""}).status_code == 200
        assert client.post(f"{page}/give-back/", {"answer": "请填写服务等级。"}).status_code == 302
        filing.refresh_from_db()
        assert (filing.state, filing.answer) == (FilingState.RETURNED, "请填写服务等级。")

    def test_of_fee_items_hand_out_what_is_charged(self, contract, people, client):
        filing = an_accepted_filing(contract)
        client.force_login(people["district"])
        lines = b"".join(client.get("/admin/fees/feeitem/export/?as=csv").streaming_content).decode().splitlines()
        assert f"{filing.number},{contract.estate.code}" in lines[1]
        assert ",1.65," in lines[1]

    def test_of_filings_take_what_came_on_paper(self, contract, standard, people, client):
        client.force_login(people["district"])
        form = whole(standard) | {"contract": contract.pk}
        assert client.post("/admin/fees/feefiling/add/", form).status_code == 302
        assert FeeFiling.objects.get().level == level_of(standard)


class TestTheApi:
    def test_leads_a_filing_from_draft_to_answer(self, contract, standard, client_of):
        company, district = client_of("company"), client_of("district")
        sent = {
            "contract": contract.number, "decided_by": "guide", "from_on": "2026-12-01", "level": level_of(standard).pk,
            "prepay_months_most": 12, "vacancy_reduction_percent": "30",
        }  # fmt: skip
        made = company.post("/api/v1/fee-filings/", sent, format="json")
        assert made.status_code == 201
        place = made["Location"]
        missing = company.get(f"{place}?expand=missing").json()["missing"]
        assert [each["field"] for each in missing] == ["items"]
        assert company.post(f"{place}submit/", {}, format="json").status_code == 400
        items = [{"name": "住宅物业服务费", "price_fen": 165}]
        told = company.post(f"{place}set-items/", {"items": items}, format="json").json()
        assert told["items"][0]["unit"] == "m2_month"
        assert company.post(f"{place}submit/", {}, format="json").json()["state"] == "submitted"
        assert company.post(f"{place}accept/", {}, format="json").status_code == 403
        told = district.post(f"{place}accept/", {}, format="json").json()
        assert (told["state"], told["moves"]) == ("accepted", [])
        assert district.post(f"{place}refuse/", {"answer": "x"}, format="json").status_code == 409

    def test_tells_missing_moves_and_stale_tags(self, contract, client_of):
        filing = an_accepted_filing(contract, state="draft", number="SF-20261101-000001")
        company = client_of("company")
        place = f"/api/v1/fee-filings/{filing.number}/"
        read = company.get(place)
        assert {move["verb"] for move in read.json()["moves"]} == {"amend", "set_items", "submit", "withdraw"}
        company.post(f"{place}amend/", {"prepay_months_most": 6}, format="json")
        stale = company.post(f"{place}withdraw/", {}, format="json", headers={"If-Match": read["ETag"]})
        assert stale.status_code == 412

    def test_shows_standards_levels_and_prices(self, contract, standard, client_of):
        draft = a_standard(published=False)
        reader = client_of("street")
        told = reader.get(f"/api/v1/service-standards/{standard.pk}/?expand=items").json()
        assert [level["name"] for level in told["levels"]] == ["特级", "一级", "二级", "三级", "四级"]
        assert len(told["items"]) == 5
        assert reader.get(f"/api/v1/service-standards/{draft.pk}/").status_code == 404
        (level,) = reader.get("/api/v1/estate-levels/?held_on=2026-11-20").json()["results"]
        assert (level["level_name"], level["rank"]) == ("二级", 3)
        (price,) = reader.get("/api/v1/guide-prices/?in_force_on=2026-11-20").json()["results"]
        assert (price["base_fen"], price["float_up_percent"]) == (140, 20)

    def test_verifies_levels_and_lays_down_prices(self, contract, standard, client_of):
        today = timezone.localdate().isoformat()
        sent = {
            "estate": contract.estate.code, "level": level_of(standard, "三级").pk, "verified_on": today,
            "from_on": today, "verified_by": "长安区住房和城乡建设局",
        }  # fmt: skip
        assert client_of("district").post("/api/v1/estate-levels/", sent, format="json").status_code == 201
        assert client_of("street").post("/api/v1/estate-levels/", sent, format="json").status_code == 403
        price = {
            "region": "130100000000", "level": level_of(standard, "一级").pk, "base_fen": 215,
            "valid_from": "2026-01-01", "document": "发改价〔2026〕1号", "issuers": "市发改委",
        }  # fmt: skip
        made = client_of("bureau").post("/api/v1/guide-prices/", price, format="json")
        assert (made.status_code, made.json()["review_due_on"]) == (201, "2029-01-01")
        ended = client_of("bureau").post(f"{made['Location']}end/", {"valid_until": "2030-01-01"}, format="json")
        assert ended.json()["valid_until"] == "2030-01-01"


class TestFiles:
    LEVEL = {"服务等级": "二级", "生效日期": "2026-06-01", "现场核定日期": "2026-05-14", "核定单位": "长安区住建局"}
    PRICE = {
        "适用区域": "石家庄市", "服务等级": "一级", "楼宇类型": "any", "电梯": "any", "基准价（元/平方米·月）": "2.15",
        "上浮幅度（%）": 20, "执行日期": "2026-01-01", "文号": "发改价〔2026〕1号", "联合发文单位": "市发改委",
    }  # fmt: skip
    FILING = {
        "备案编号": "SF-20260108-000017", "收费依据": "owners", "执行日期": "2026-01-01", "最长预收（月）": 24,
        "备案日期": "2026-01-08",
    }  # fmt: skip
    ITEM = {
        "备案编号": "SF-20260108-000017", "类别": "residential", "收费项目": "住宅物业服务费", "单位": "m2_month",
        "单价（元）": "1.65",
    }  # fmt: skip

    def loaded(self, tmp_path: Path, sheet, *rows, by):
        return load_file(workbook(tmp_path / "x.xlsx", *rows), sheet, by=by, at=NOW)

    def faults(self, tmp_path: Path, sheet, *rows, by):
        with pytest.raises(ImportFaults) as raised:
            self.loaded(tmp_path, sheet, *rows, by=by)
        return {(fault.row, fault.heading) for fault in raised.value.faults if not fault.is_warning}

    def test_bring_levels(self, standard, people, tmp_path):
        estate = an_estate()
        row = another(self.LEVEL, 小区代码=estate.code)
        self.loaded(tmp_path, EstateLevelSheet, row, by=people["district"])
        assert EstateLevel.objects.get().verified_on == date(2026, 5, 14)
        again = another(row, 生效日期="2026-07-01")
        assert self.faults(tmp_path, EstateLevelSheet, again, by=people["district"]) == {(2, "生效日期")}

    def test_bring_levels_that_several_standards_have(self, standard, people, tmp_path):
        a_standard(code="offices")
        row = another(self.LEVEL, 小区代码=an_estate().code)
        assert self.faults(tmp_path, EstateLevelSheet, row, by=people["district"]) == {(2, "服务等级")}
        self.loaded(tmp_path, EstateLevelSheet, row | {"服务等级": "offices/二级"}, by=people["district"])
        assert EstateLevel.objects.get().level.standard.code == "offices"

    @pytest.mark.parametrize(
        ("change", "heading"),
        [
            ({"服务等级": "九级"}, "服务等级"),
            ({"现场核定日期": "2026-06-02"}, "生效日期"),
            ({"截止日期": "2026-05-31"}, "截止日期"),
            ({"小区代码": "1301080010001"}, "小区代码"),
        ],
    )
    def test_say_what_is_wrong_with_a_level(self, standard, people, tmp_path, change, heading):
        row = another(self.LEVEL, 小区代码=an_estate().code) | change
        assert self.faults(tmp_path, EstateLevelSheet, row, by=people["district"]) == {(2, heading)}

    def test_bring_guide_prices(self, standard, people, tmp_path):
        self.loaded(tmp_path, GuidePriceSheet, self.PRICE, by=people["bureau"])
        price = GuidePrice.objects.get()
        assert (price.base_fen, price.float_down_percent, price.review_due_on) == (215, None, date(2029, 1, 1))
        later = another(self.PRICE, 执行日期="2027-01-01")
        assert self.faults(tmp_path, GuidePriceSheet, later, by=people["bureau"]) == {(2, "执行日期")}

    def test_bring_price_indices(self, standard, people, tmp_path):
        row = {
            "指数": "wage",
            "年份": "2025",
            "数值（上年=100）": "104.5",
            "来源": "年度公报",
            "发布日期": "2026-03-20",
        }
        self.loaded(tmp_path, PriceIndexSheet, row, by=people["bureau"])
        index = PriceIndex.objects.get()
        assert (index.kind, index.year, index.value) == ("wage", 2025, Decimal("104.5"))
        assert self.faults(tmp_path, PriceIndexSheet, row, by=people["bureau"]) == {(2, "年份")}
        later = row | {"年份": "2026", "发布日期": "2099-01-01"}
        assert self.faults(tmp_path, PriceIndexSheet, later, by=people["bureau"]) == {(2, "发布日期")}

    def test_bring_accepted_filings_with_what_they_charge(self, contract, people, tmp_path):
        row = another(self.FILING, 合同编号=contract.number)
        self.loaded(tmp_path, FeeFilingSheet, row, by=people["district"])
        self.loaded(tmp_path, FeeItemSheet, self.ITEM, by=people["district"])
        filing = FeeFiling.objects.get()
        assert (filing.state, filing.prepay_months_most, filing.items.get().price_fen) == ("accepted", 24, 165)
        second = another(row, 备案编号="SF-20260108-000018", 执行日期="2026-03-01")
        assert self.faults(tmp_path, FeeFilingSheet, second, by=people["district"]) == {(2, "执行日期")}
        unknown = another(self.ITEM, 备案编号="SF-20260108-000099")
        assert self.faults(tmp_path, FeeItemSheet, unknown, by=people["district"]) == {(2, "备案编号")}
        assert FeeItem.objects.count() == 1
